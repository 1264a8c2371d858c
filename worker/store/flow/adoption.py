"""Comments that came one by one, taken over by their pages once those show them: one comment, one row, one card."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, false, func, select, update

from classifiers.types import Verdict
from worker.domain import JudgedComment, Processed
from worker.store.base.any_of import any_of
from worker.store.base.schema import appeals, articles, assignments, comment_notes, comments, labels
from worker.store.base.transactions import AnyRow
from worker.store.flow.appeals import without_open
from worker.store.flow.events import announce_verdicts
from worker.store.flow.place_keys import lone_key
from worker.work.same_comment import said_by


@dataclass(frozen=True, slots=True)
class _Pair:
    """A comment that came alone, and the same on its page."""

    row: AnyRow
    article_id: int
    judged: JudgedComment


_other, _given = appeals.alias("other"), assignments.alias("given")


def adopt(connection: Connection, processed: Sequence[Processed]) -> None:
    """Give pages the comments that came alone before and that they show now, with their ids and labels.

    To be called before the pages' comments are stored. Changed verdicts are announced: whoever asked knows the old one.
    """
    outcomes: dict[str, list[Processed]] = {}
    for one in processed:
        if one.url and one.comments:
            outcomes.setdefault(lone_key(one.url), []).append(one)
    alone = _alone(connection, outcomes)
    if not alone:
        return
    pairs = [pair for outcome in processed for pair in _pairs(alone, outcome)]
    shown = _shown(connection, pairs)
    # In the order in which decisions lock them: no two transactions wait for each other.
    held = select(comments.c.id).where(any_of(comments.c.id, {*(pair.row.id for pair in pairs), *shown.values()}))
    connection.execute(held.order_by(comments.c.id).with_for_update())
    for pair in pairs:
        there = shown.get((pair.article_id, pair.judged.identity))
        if there is None:
            _move(connection, pair)
        else:
            _merge(connection, pair.row, there)
    announce_verdicts(connection, without_open(connection, _changed(pairs, shown)))


def _alone(connection: Connection, keys: Iterable[str]) -> dict[str, list[AnyRow]]:
    """Return the comments that came alone, by the keys of their articles."""
    wanted, columns = list(keys), comments.c
    if not wanted:
        return {}
    chosen = select(
        *(columns[name] for name in ("id", "identity", "author", "text", "verdict", "decided", "asked_as")),
        articles.c.key,
    )
    found: dict[str, list[AnyRow]] = {}
    joined = chosen.select_from(comments.join(articles)).where(any_of(articles.c.key, wanted))
    for row in connection.execute(joined.order_by(columns.id)):
        found.setdefault(row.key, []).append(row)
    return found


def _pairs(alone: dict[str, list[AnyRow]], outcome: Processed) -> Iterator[_Pair]:
    """Yield what a page shows of the comments that came alone under its address; it is not there for another page."""
    rows = alone.get(lone_key(outcome.url), []) if outcome.url else []
    left = {one.identity: one for one in outcome.comments} if rows else {}
    named = _named(left.values())
    for row in list(rows):
        identity = row.identity if row.identity in left else named.get(said_by(row.author, row.text))
        judged = left.pop(identity, None) if identity else None
        if judged is not None:
            rows.remove(row)
            yield _Pair(row, outcome.id, judged)


def _named(judged: Iterable[JudgedComment]) -> dict[str | None, str]:
    """Return comments' identities by what they say; of several that say the same, the first's."""
    named: dict[str | None, str] = {}
    for one in judged:
        if said := said_by(one.comment.author, one.comment.text):
            named.setdefault(said, one.identity)
    return named


def _shown(connection: Connection, pairs: Sequence[_Pair]) -> dict[tuple[int, str], int]:
    """Return the ids of those of these comments that their pages have already: both came at the same moment."""
    columns = comments.c
    chosen = select(columns.id, columns.article_id, columns.identity).where(
        any_of(columns.article_id, {pair.article_id for pair in pairs}),
        any_of(columns.identity, {pair.judged.identity for pair in pairs}),
    )
    return {(row.article_id, row.identity): row.id for row in connection.execute(chosen)}


def _move(connection: Connection, pair: _Pair) -> None:
    moved = {"article_id": pair.article_id, "identity": pair.judged.identity}
    connection.execute(update(comments).where(comments.c.id == pair.row.id).values(moved))


def _merge(connection: Connection, row: AnyRow, there: int) -> None:
    """Give what was said of a comment to the row that its page has, and drop the other."""
    # One comment has one open appeal, and is one person's to look at: the page's own stays.
    open_there = exists().where(_other.c.comment_id == there, _other.c.outcome.is_(None))
    given_there = exists().where(_given.c.comment_id == there)
    for table, stays in (
        (labels, false()),
        (comment_notes, false()),
        (appeals, appeals.c.outcome.is_(None) & open_there),
        (assignments, given_there),
    ):
        moved = update(table).where(table.c.comment_id == row.id, ~stays).values(comment_id=there)
        connection.execute(moved)
    said = labels.c.comment_id == there, ~open_there  # no label counts while an appeal against it is open
    newest = select(labels.c.label).where(*said).order_by(labels.c.id.desc()).limit(1)
    values = {"decided": newest.scalar_subquery(), "asked_as": func.coalesce(comments.c.asked_as, row.asked_as)}
    connection.execute(update(comments).where(comments.c.id == there).values(values))
    connection.execute(delete(comments).where(comments.c.id == row.id))


def _changed(pairs: Iterable[_Pair], shown: Mapping[tuple[int, str], int]) -> dict[int, tuple[Verdict, Verdict]]:
    """Return verdicts before and now, by the ids that the comments have now."""
    return {
        shown.get((pair.article_id, pair.judged.identity), pair.row.id): (pair.row.verdict, verdict)
        for pair in pairs
        if pair.row.decided is None and (verdict := pair.judged.prediction.verdict) is not pair.row.verdict
    }
