"""Why a comment looks odd on its page: those beside it that say the same or point to the same place, and all others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from classifiers.data.likeness import Sketch, alike, sketches
from classifiers.reasons import ReasonCode
from classifiers.types import Verdict
from worker.ingest.sites import site_of
from worker.store.base.schema import comments
from worker.store.base.standing_verdicts import OVERRIDES
from worker.store.base.transactions import AnyRow, Readable, reading, row_ids
from worker.store.moderation.review_cards import Card

# Comments of one page that are looked at, and of each the characters that are shown.
_MOST_OF_PAGE: Final = 200
_EXCERPT_CHARS: Final = 140
# Comments that are told their neighbours in one answer.
_MOST_ASKING: Final = 100
# Neighbours that are shown of one comment.
_MOST_SHOWN: Final = 8

_ASKED: Final = {ReasonCode.REPEATED_ON_PAGE.value, ReasonCode.NEIGHBOURS.value}


@dataclass(frozen=True, slots=True)
class Beside:
    """A comment of the same page: how it begins, and what stands of it."""

    id: int
    author: str | None
    excerpt: str
    stands: Verdict


@dataclass(frozen=True, slots=True)
class PageContext:
    """What stands beside a comment: its ``twins``, which say nearly the same or link to the same site, and the
    ``neighbours``, those nearest to it on the page.
    """

    twins: tuple[Beside, ...] = ()
    neighbours: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """The comments of one page, each with its sketch and the sites that it points to."""

    rows: Sequence[AnyRow]
    sketches: Sequence[Sketch | None]
    sites: Sequence[set[str]]

    def twins(self, comment_id: int) -> list[AnyRow]:
        """Return the others that say nearly the same or point to the same site."""
        own = next((place for place, row in enumerate(self.rows) if row.id == comment_id), None)
        if own is None:
            return []
        return [row for place, row in enumerate(self.rows) if place != own and self._are_twins(own, place)]

    def _are_twins(self, one: int, other: int) -> bool:
        if self.rows[one].text == self.rows[other].text or self.sites[one] & self.sites[other]:
            return True
        its, others = self.sketches[one], self.sketches[other]
        return its is not None and others is not None and alike(its, others)


def page_contexts(store: Readable, shown: Sequence[Card]) -> dict[int, PageContext]:
    """Return what stands beside those of these comments whose reasons speak of their page, by their ids.

    Of a flood no more than the first are looked at: their twins are the flood.
    """
    asking = [card for card in shown if _ASKED & {reason.code for reason in card.reasons}][:_MOST_ASKING]
    if not asking:
        return {}
    pages = {article: _page(rows) for article, rows in _rows(store, {card.article_id for card in asking}).items()}
    return {card.id: _context(card, pages[card.article_id]) for card in asking if card.article_id in pages}


def _page(rows: Sequence[AnyRow]) -> _Page:
    return _Page(rows, sketches([row.text for row in rows]), [_sites(row.author_url, row.links) for row in rows])


def _rows(store: Readable, articles: set[int]) -> dict[int, list[AnyRow]]:
    columns = comments.c
    statement = (
        select(
            *(columns[name] for name in ("id", "article_id", "position", "author", "author_url", "links", "text")),
            *(columns[name] for name in ("verdict", "decided")),
        )
        .where(columns.article_id.in_(row_ids(articles)), ~columns.gone, columns.position < _MOST_OF_PAGE)
        .order_by(columns.article_id, columns.position)
    )
    pages: dict[int, list[AnyRow]] = {}
    with reading(store) as connection:
        for row in connection.execute(statement):
            pages.setdefault(row.article_id, []).append(row)
    return pages


def _context(card: Card, page: _Page) -> PageContext:
    codes = {reason.code for reason in card.reasons}
    twins = page.twins(card.id)[:_MOST_SHOWN] if ReasonCode.REPEATED_ON_PAGE.value in codes else []
    others = [row for row in page.rows if row.id != card.id]
    near = sorted(others, key=lambda row: abs(row.position - card.position))[:_MOST_SHOWN]
    beside = sorted(near, key=lambda row: row.position) if ReasonCode.NEIGHBOURS.value in codes else []
    return PageContext(tuple(map(_beside, twins)), tuple(map(_beside, beside)))


def _sites(author_url: str | None, links: Sequence[str]) -> set[str]:
    return {site for url in (author_url, *links) if (site := site_of(url))}


def _beside(row: AnyRow) -> Beside:
    text = row.text if len(row.text) <= _EXCERPT_CHARS else f"{row.text[:_EXCERPT_CHARS]}…"
    stands = OVERRIDES[row.decided] if row.decided else row.verdict
    return Beside(row.id, row.author, text, stands)
