"""Results: what a batch of work came to, stored under the lease that it was done under."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, delete, select, update

from worker.domain import NEWEST_PAGE, Failed, JudgedComment, Processed, State
from worker.ingest.sites import scope_of, site_of
from worker.store.base.any_of import any_of, any_of_selected
from worker.store.base.bulk_rows import upsert
from worker.store.base.cjk_words import unspaced
from worker.store.base.histories import key_columns
from worker.store.base.schema import PROCESSING, articles, comments, raw_pages, results
from worker.store.base.transactions import AnyRow, instant, lock, writing
from worker.store.flow.adoption import adopt
from worker.store.flow.appeals import keep_open
from worker.store.flow.events import announce_outcomes
from worker.store.flow.export import ExportedArticle, export
from worker.store.flow.rules import count_hits
from worker.store.flow.tombstones import Erased, any_author_buried, buried, signed_digests

# The largest value of the integer columns; a page may declare any number of comments.
_LARGEST = 2**31 - 1


class Results:
    """What came out of the work: written batch by batch, read as a stream."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def commit(self, claim_token: str, outcomes: Sequence[Processed | Failed]) -> int:
        """Store the outcomes whose articles are still held under ``claim_token``; return how many those are.

        All in one transaction. An outcome whose lease was lost meanwhile is dropped: another worker has the
        article, or a newer revision of it is waiting. Comments keep their row, and so their labels, by
        identity; those no longer shown are marked gone, but for a feed's, which shows the newest alone.
        """
        processed = [one for one in outcomes if isinstance(one, Processed)]
        failed = [one for one in outcomes if isinstance(one, Failed)]
        with writing(self._engine) as connection:
            if failed:  # all at once: two locks, each in order, are in no order together
                held = set(lock(connection, *_held(claim_token, outcomes)))
                failed = [one for one in failed if one.id in held]
            stored = _finish(connection, claim_token, processed)
            processed = _without_the_erased(connection, [one for one in processed if one.id in stored])
            _store_results(connection, processed, stored)
            adopt(connection, processed)
            _store_comments(connection, processed, stored)
            keep_open(connection, stored)
            count_hits(connection, (judged.prediction for one in processed for judged in one.comments))
            _fail(connection, failed)
            announce_outcomes(connection, [*processed, *failed])
        return len(processed) + len(failed)

    def export(self, *, since: datetime | None = None, only_ham: bool = False) -> Iterator[ExportedArticle]:
        """Yield every article that has a result, in the order of submission; see `worker.store.flow.export`."""
        return export(self._engine, since=since, only_ham=only_ham)


def _held(token: str, outcomes: Iterable[Processed | Failed]) -> tuple[ColumnElement[bool], ...]:
    ids = [outcome.id for outcome in outcomes]
    return any_of(articles.c.id, ids), articles.c.lease_token == token, articles.c.state == PROCESSING


def _finish(connection: Connection, token: str, processed: Sequence[Processed]) -> dict[int, AnyRow]:
    """End what ``token`` still holds; return each one's revision, source, owner and language by id, and the time."""
    columns = articles.c
    held = select(columns.id).where(*_held(token, processed)).order_by(columns.key, columns.page).with_for_update()
    rows = connection.execute(
        update(articles)
        .where(any_of_selected(columns.id, held))
        .values(state=State.DONE, lease_token=None, leased_until=None, error_reason=None, error_message=None)
        .returning(
            columns.id,
            columns.page,
            columns.revision,
            columns.source,
            columns.owner,
            columns.language,
            instant(connection).label("now"),
        )
    )
    return {row.id: row for row in rows}


def _store_results(connection: Connection, processed: Sequence[Processed], stored: Mapping[int, AnyRow]) -> None:
    rows = [
        _result_row(outcome) | {"revision": stored[outcome.id].revision, "done_at": stored[outcome.id].now}
        for outcome in processed
    ]
    upsert(connection, results, ("article_id",), rows)


def _result_row(outcome: Processed) -> dict[str, Any]:
    found = outcome.separation
    declared = found.declared_comments
    return {
        "article_id": outcome.id,
        "reason": found.reason.value,
        "model": outcome.model,
        "title": found.title,
        "byline": found.byline,
        "published": found.published,
        "section": found.section,
        "language": found.language,
        "kind": found.kind,
        "declared_comments": None if declared is None else min(declared, _LARGEST),
        "found_comments": len(found.comments),
        "body": "\n\n".join(found.body),
        "body_markdown": found.body_markdown,
    }


def _without_the_erased(connection: Connection, processed: Sequence[Processed]) -> list[Processed]:
    """Leave out the comments of authors who were erased, and the pages that held them."""
    if not any_author_buried(connection):
        return list(processed)
    signed = (_signed(judged) for outcome in processed for judged in outcome.comments)
    erased = buried(connection, Erased.AUTHOR, set().union(*signed))
    kept = [replace(outcome, comments=_kept(outcome.comments, erased)) for outcome in processed]
    changed = [after.id for before, after in zip(processed, kept, strict=True) if before.comments != after.comments]
    connection.execute(delete(raw_pages).where(any_of(raw_pages.c.article_id, changed)))
    return kept


def _kept(judged: Sequence[JudgedComment], erased: set[str]) -> tuple[JudgedComment, ...]:
    """Return the comments of other authors; an answer to one that is left out answers none."""
    stay = [at for at, one in enumerate(judged) if erased.isdisjoint(_signed(one))]
    places: dict[int | None, int] = {old: new for new, old in enumerate(stay)}
    return tuple(
        replace(one, comment=replace(one.comment, parent=places.get(one.comment.parent)))
        for one in (judged[at] for at in stay)
    )


def _signed(judged: JudgedComment) -> set[str]:
    return signed_digests(judged.comment.author, judged.comment.author_url)


def _store_comments(connection: Connection, processed: Sequence[Processed], stored: Mapping[int, AnyRow]) -> None:
    identities = {(outcome.id, judged.identity) for outcome in processed for judged in outcome.comments}
    known = _known(connection, [outcome.id for outcome in processed if stored[outcome.id].revision > 1])
    missing = [row for row in known if (row.article_id, row.identity) not in identities]
    kept = [row for row in missing if stored[row.article_id].page == NEWEST_PAGE]
    gone = [{"row": row.id} for row in missing if stored[row.article_id].page != NEWEST_PAGE]
    if gone:
        connection.execute(update(comments).where(comments.c.id == bindparam("row")).values(gone=True), gone)
    # What a feed no longer shows keeps its place, and the new comments stand behind it.
    first: Counter[int] = Counter()
    for row in kept:
        first[row.article_id] = max(first[row.article_id], row.position + 1)
    shown = {
        (outcome.id, judged.identity): _comment_row(outcome, stored[outcome.id], first[outcome.id], position, judged)
        for outcome in processed
        for position, judged in enumerate(outcome.comments)
    }
    upsert(connection, comments, ("article_id", "identity"), list(shown.values()))


def _known(connection: Connection, ids: Sequence[int]) -> Sequence[AnyRow]:
    """Return the comments that articles showed; only a later revision can have had any."""
    if not ids:
        return ()
    columns = comments.c
    return connection.execute(
        select(columns.id, columns.article_id, columns.identity, columns.position).where(
            any_of(columns.article_id, ids), ~columns.gone
        )
    ).all()


def _comment_row(
    outcome: Processed, article: AnyRow, first: int, position: int, judged: JudgedComment
) -> dict[str, Any]:
    """Return a comment's row; ``first`` is the place of its revision's first comment."""
    comment, prediction = judged.comment, judged.prediction
    return {
        "article_id": outcome.id,
        "identity": judged.identity,
        "position": first + position,
        "parent": None if comment.parent is None else first + comment.parent,
        "depth": comment.depth,
        "kind": comment.kind.value,
        "gone": False,
        "verdict": prediction.verdict.value,
        "probability": prediction.probability,
        "model": outcome.model,
        "author": comment.author,
        "author_url": comment.author_url,
        "posted_at": comment.posted_at,
        "posted_raw": comment.posted_raw,
        "links": list(comment.links),
        "reasons": [[reason.code, reason.message] for reason in prediction.reasons],
        "text": comment.text,
        "source": article.source or "",
        "owner": article.owner,
        "language": article.language or outcome.separation.language or "",
        "day": article.now.date(),
        "unspaced": unspaced(comment.author, comment.text),
        "site": scope_of(article.owner, site_of(outcome.url)),
        "words": prediction.words,
        "shift": prediction.shift,
        "before": outcome.before,
        **key_columns(comment.text, comment.author, comment.author_url, outcome.url, owner=article.owner),
    }


def _fail(connection: Connection, failed: Sequence[Failed]) -> None:
    """End what failed for good; put the rest back, to be rung for again, with its attempts still counted."""
    if not failed:
        return
    now = connection.scalar(select(instant(connection)))
    rows = [
        {
            "row": outcome.id,
            "state": State.DEAD if outcome.final else State.PENDING,
            "error_reason": outcome.reason.value,
            "error_message": outcome.message,
            "dead_at": now if outcome.final else None,
        }
        for outcome in failed
    ]
    values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "row"}
    cleared: dict[str, Any] = dict.fromkeys(("lease_token", "leased_until", "rung_at"))
    connection.execute(update(articles).where(articles.c.id == bindparam("row")).values(values | cleared), rows)
