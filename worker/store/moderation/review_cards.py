"""Comments as moderators look at them: each inside its article, with what was said of it so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from classifiers.types import Label, ScoreReason, Verdict
from worker.store.base.schema import articles, campaigns, comments, labels, results, shadow_scores
from worker.store.base.standing_verdicts import OVERRIDES
from worker.store.base.transactions import AnyRow, reading, row_ids

# Characters of an article's body that are shown above a comment.
_LEAD_CHARS = 400
# Characters of the comment that is answered.
_ANSWERED_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A label with who gave it and when; ``id`` tells whether it is still the newest, ``held`` that it can't teach."""

    id: int
    label: Label
    reviewer: str
    at: datetime
    held: bool


@dataclass(frozen=True, slots=True)
class Shadow:
    """What a challenger says of a comment; nothing follows from it."""

    model: str
    verdict: Verdict
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One comment for a moderator.

    ``verdict`` is the model's, of ``day`` (UTC), ``decision`` the newest of the moderators', which overrides it.
    ``lead`` is how the article begins, ``answers`` how the comment that is answered begins. ``alike`` counts the stored
    comments of its campaign, itself among them: 1 where it stands alone.
    """

    id: int
    article_id: int
    position: int
    depth: int
    parent: int | None
    gone: bool
    title: str | None
    url: str | None
    source: str
    language: str
    lead: str
    answers: str | None
    author: str | None
    author_url: str | None
    posted: str | None
    text: str
    links: tuple[str, ...]
    verdict: Verdict
    day: date
    probability: float
    model: str
    reasons: tuple[ScoreReason, ...]
    decision: Decision | None
    shadow: Shadow | None
    campaign: int | None
    alike: int

    @property
    def stands(self) -> Verdict:
        """What holds now: the moderator's word, else the model's verdict."""
        return OVERRIDES[self.decision.label] if self.decision else self.verdict


def cards(engine: Engine, ids: Sequence[int]) -> list[Card]:
    """Return these comments in the order of ``ids``, without those that do not exist."""
    with reading(engine) as connection:
        return read_cards(connection, ids)


def first_cards(engine: Engine, article_id: int, *, limit: int) -> tuple[list[Card], int]:
    """Return the first comments of an article's page, those that are gone last, and how many it has beyond them."""
    of_article = comments.c.article_id.in_(row_ids([article_id]))
    ordered = select(comments.c.id).where(of_article).order_by(comments.c.gone, comments.c.position, comments.c.id)
    with reading(engine) as connection:
        all_of_them = connection.scalars(ordered).all()
        return read_cards(connection, all_of_them[:limit]), max(0, len(all_of_them) - limit)


def read_cards(connection: Connection, ids: Sequence[int]) -> list[Card]:
    """Return these comments in the order of ``ids``."""
    wanted = row_ids(ids)
    if not wanted:
        return []
    rows = {row.id: row for row in connection.execute(_rows(wanted))}
    decisions = decisions_of(connection, wanted)
    return [_card(rows[one], decisions.get(one)) for one in ids if one in rows]


def decisions_of(connection: Connection, ids: Sequence[int]) -> Mapping[int, Decision]:
    """Return the newest label of each of these comments that has one."""
    newest = select(func.max(labels.c.id)).where(labels.c.comment_id.in_(row_ids(ids))).group_by(labels.c.comment_id)
    rows = connection.execute(select(labels).where(labels.c.id.in_(newest)))
    return {
        row.comment_id: Decision(
            id=row.id, label=row.label, reviewer=row.reviewer, at=row.created_at, held=row.held is not None
        )
        for row in rows
    }


def _rows(ids: Sequence[int]) -> Select[Any]:
    answered = comments.alias("answered")
    answers = (
        select(func.substr(answered.c.text, 1, _ANSWERED_CHARS))
        .where(
            answered.c.article_id == comments.c.article_id,
            answered.c.position == comments.c.parent,
            ~answered.c.gone,
        )
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            comments,
            func.coalesce(articles.c.title, results.c.title).label("title"),
            articles.c.url,
            func.substr(results.c.body, 1, _LEAD_CHARS).label("lead"),
            results.c.done_at,
            answers.label("answers"),
            func.coalesce(campaigns.c.size, 1).label("alike"),
            shadow_scores.c.model.label("shadow_model"),
            shadow_scores.c.verdict.label("shadow_verdict"),
            shadow_scores.c.probability.label("shadow_probability"),
        )
        .select_from(
            comments.join(articles, articles.c.id == comments.c.article_id)
            .join(results, results.c.article_id == comments.c.article_id)
            .outerjoin(campaigns, campaigns.c.id == comments.c.campaign)
            .outerjoin(shadow_scores, shadow_scores.c.comment_id == comments.c.id)
        )
        .where(comments.c.id.in_(ids))
    )


def _card(row: AnyRow, decision: Decision | None) -> Card:
    return Card(
        id=row.id,
        article_id=row.article_id,
        position=row.position,
        depth=row.depth,
        parent=row.parent,
        gone=row.gone,
        title=row.title,
        url=row.url,
        source=row.source,
        language=row.language,
        lead=row.lead,
        answers=row.answers,
        author=row.author,
        author_url=row.author_url,
        posted=row.posted_at or row.posted_raw,
        text=row.text,
        links=tuple(row.links),
        verdict=row.verdict,
        day=row.day or row.done_at.date(),
        probability=row.probability,
        model=row.model,
        reasons=tuple(ScoreReason(code, message) for code, message in row.reasons),
        decision=decision,
        shadow=_shadow(row),
        campaign=row.campaign,
        alike=row.alike,
    )


def _shadow(row: AnyRow) -> Shadow | None:
    if row.shadow_model is None:
        return None
    return Shadow(row.shadow_model, row.shadow_verdict, row.shadow_probability)
