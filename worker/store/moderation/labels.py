"""Moderators' labels: what people said of single comments, and what a model can learn from it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, delete, func, select, text, update

from classifiers.data.vouching import Hold, is_import
from classifiers.types import ArticleContext, Comment, CommentType, Label
from worker.errors import NotFoundError
from worker.ingest.sites import site_of
from worker.store.base.audit import note
from worker.store.base.schema import articles, comments, labels, results
from worker.store.base.transactions import AnyRow, chunks, instant, reading, row_ids, writing
from worker.store.flow.appeals import close, open_among
from worker.store.flow.events import announce_labels
from worker.store.moderation.held_labels import discard, settle

# Comments read at once; each brings its article's body along, of at most 2 MB.
_ROWS_AT_ONCE = 100

# Any number of our own: labels are written one transaction after the other, so that the audit's "before" is true.
_LABELLING_LOCK = 0x57494E4C4142


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledComment:
    """A comment with one of its labels; ``article_id`` groups those that stood together.

    ``identity`` is the comment's own across re-crawls and databases (64 hex digits). A label that is ``held`` teaches
    nothing.
    """

    comment_id: int
    article_id: int
    identity: str
    label: Label
    reviewer: str
    labelled_at: datetime
    held: Hold | None
    comment: Comment


@dataclass(frozen=True, slots=True)
class NewLabel:
    """What a reviewer says of a comment."""

    comment_id: int
    label: Label
    reviewer: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a labelling did: the label that counted before, and the one that counts now; None where there is none."""

    comment_id: int
    before: Label | None
    after: Label | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a moderator's decisions; ``overtaken`` are the comments that somebody else decided meanwhile."""

    changes: tuple[Change, ...]
    overtaken: tuple[int, ...]


class Labels:
    """The labels of comments: added, taken back, counted, and read as a stream. Every change is in the audit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, comment_id: int, label: Label, reviewer: str) -> Change:
        """Note what ``reviewer`` says of a comment; earlier labels are kept, and the newest counts at once.

        Saying the same again changes nothing. Raises NotFoundError where there is no such comment.
        """
        with writing(self._engine) as connection:
            changes = _add(connection, [NewLabel(comment_id, label, reviewer)])
        if not changes:
            raise NotFoundError(f"There is no comment {comment_id}; `winnow export` shows their ids.")
        return changes[0]

    def add_all(self, rows: Sequence[NewLabel]) -> list[Change]:
        """Note many labels, some hundreds a transaction.

        Those of comments that do not exist are left out, and an import's against what somebody said by hand.
        """
        changes = []
        for some in chunks(rows):
            with writing(self._engine) as connection:
                changes += _add(connection, some)
        return changes

    def decide(self, rows: Sequence[NewLabel], seen: Mapping[int, int], *, bulk: int | None = None) -> Decided:
        """Note labels of comments that still stand as their moderator saw them; the others are only reported.

        ``bulk`` is the decision on many comments that they belong to.

        ``seen`` has the id of the newest label that was shown with a comment, 0 or nothing where it had none.
        """
        changes: list[Change] = []
        overtaken: list[int] = []
        for some in chunks(rows):
            with writing(self._engine) as connection:
                _take_turns(connection)
                stands = {row.comment_id: row for row in connection.execute(_of([row.comment_id for row in some]))}
                fresh = [row for row in some if _is_as_seen(stands.get(row.comment_id), row, seen)]
                changes += _add(connection, fresh, bulk)
                noted = {row.comment_id for row in fresh}
                overtaken += [row.comment_id for row in some if row.comment_id not in noted]
        return Decided(tuple(changes), tuple(overtaken))

    def undo(self, comment_id: int, actor: str) -> Change:
        """Take back the newest label of a comment, so that the one before it counts again, or the model's verdict.

        Raises NotFoundError where the comment has no label.
        """
        with writing(self._engine) as connection:
            _take_turns(connection)
            ids = list(connection.execute(_of([comment_id])))
            if not ids:
                raise NotFoundError(f"Comment {comment_id} has no label to take back.")
            connection.execute(delete(labels).where(labels.c.id == ids[-1].id))
            change = Change(comment_id, ids[-1].label, ids[-2].label if len(ids) > 1 else None)
            _stands(connection, [change])
            settle(connection, [comment_id])
            _note(connection, actor, "unlabel", change)
        return change

    def discard_held(self, comment_ids: Sequence[int], actor: str) -> list[Change]:
        """Take back the labels of these comments that are held: what stood before stands again."""
        changes: list[Change] = []
        for some in chunks(row_ids(comment_ids)):
            with writing(self._engine) as connection:
                _take_turns(connection)
                before = _newest(connection, some)
                discard(connection, some)
                after = _newest(connection, some)
                undone = [Change(one, before[one], after.get(one)) for one in before if before[one] != after.get(one)]
                _stands(connection, undone)
                settle(connection, some)
                for change in undone:
                    _note(connection, actor, "unlabel", change)
                changes += undone
        return changes

    def take_back(self, comment_ids: Sequence[int], actor: str) -> list[Change]:
        """Take back the newest label of each of these comments that ``actor`` gave; the others are left as they are."""
        return self._take_back(comment_ids, actor, lambda newest: bool(newest.reviewer == actor))

    def take_back_bulk(self, bulk: int, actor: str) -> list[Change]:
        """Take back the labels of a decision on many comments that are still the newest of theirs."""
        with reading(self._engine) as connection:
            given = list(connection.scalars(select(labels.c.comment_id).where(labels.c.bulk == bulk)))
        return self._take_back(given, actor, lambda newest: bool(newest.bulk == bulk))

    def _take_back(self, comment_ids: Iterable[int], actor: str, goes: Callable[[AnyRow], bool]) -> list[Change]:
        changes: list[Change] = []
        for some in chunks(row_ids(comment_ids)):
            with writing(self._engine) as connection:
                _take_turns(connection)
                given: dict[int, list[AnyRow]] = {}
                for row in connection.execute(_of(some)):
                    given.setdefault(row.comment_id, []).append(row)
                own = {one: rows for one, rows in given.items() if goes(rows[-1])}
                connection.execute(delete(labels).where(labels.c.id.in_([rows[-1].id for rows in own.values()])))
                undone = [
                    Change(one, rows[-1].label, rows[-2].label if len(rows) > 1 else None) for one, rows in own.items()
                ]
                _stands(connection, undone)
                settle(connection, own)
                for change in undone:
                    _note(connection, actor, "unlabel", change)
                changes += undone
        return changes

    def texts(self, comment_ids: Iterable[int]) -> Mapping[int, str]:
        """Return the texts of those of these comments that exist."""
        found: dict[int, str] = {}
        with reading(self._engine) as connection:
            for some in chunks(row_ids(comment_ids)):
                rows = connection.execute(select(comments.c.id, comments.c.text).where(comments.c.id.in_(some)))
                found.update((row.id, row.text) for row in rows)
        return found

    def count(self, *, since: datetime | None = None) -> int:
        """Count the labels that were given, all or those after ``since``."""
        given = select(func.count()).select_from(labels)
        with reading(self._engine) as connection:
            return connection.scalar(given if since is None else given.where(labels.c.created_at > since)) or 0

    def training_rows(self) -> Iterator[LabelledComment]:
        """Yield every labelled comment with its newest label, in the order of the comments, gone ones too.

        A comment that its reviewers disagree about comes once with each label: it teaches nothing before a second
        look. They agree where most of them, each by the newest that they said, say what was said last.
        """
        after = 0
        while True:
            with reading(self._engine) as connection:
                ids = list(connection.scalars(_labelled_after(after)))
                rows = connection.execute(_labelled(ids)).all() if ids else []
            if not ids:
                return
            for _, opinions in groupby(rows, key=lambda row: row.comment_id):
                yield from map(_labelled_comment, _teaching(list(opinions)))
            after = ids[-1]

    def in_doubt(self) -> Iterator[LabelledComment]:
        """Yield what `disputed` does, and beside it the labels that are held."""
        for _, opinions in groupby(self.training_rows(), key=lambda row: row.comment_id):
            both = list(opinions)
            yield from both if len(both) > 1 else (one for one in both if one.held)

    def disputed(self) -> Iterator[LabelledComment]:
        """Yield the comments that their reviewers disagree about, each once with each label."""
        for _, opinions in groupby(self.training_rows(), key=lambda row: row.comment_id):
            both = list(opinions)
            if len(both) > 1:
                yield from both


@dataclass(slots=True)
class _Given:
    """What was said of some comments: the newest label of each with who gave it, and what came in files."""

    newest: dict[int, tuple[Label, str]]
    by_hand: set[int]
    imported: dict[tuple[int, str], Label]

    def outweighs(self, row: NewLabel) -> bool:
        """Whether a label is an import's, against what somebody said by hand."""
        return is_import(row.reviewer) and row.comment_id in self.by_hand and self.label_of(row) != row.label

    def holds(self, row: NewLabel) -> bool:
        """Whether a label says nothing new; an import says a thing once, and nothing beside a person."""
        if is_import(row.reviewer):
            repeated = self.imported.get((row.comment_id, row.reviewer)) == row.label
            return repeated or row.comment_id in self.by_hand
        return self.newest.get(row.comment_id) == (row.label, row.reviewer)

    def take(self, row: NewLabel) -> None:
        """Note one more label."""
        self.newest[row.comment_id] = (row.label, row.reviewer)
        if is_import(row.reviewer):
            self.imported[row.comment_id, row.reviewer] = row.label

    def forget(self, comment_id: int) -> None:
        """Leave out what was said of a comment so far: it is looked at once more."""
        self.newest.pop(comment_id, None)
        self.by_hand.discard(comment_id)

    def label_of(self, row: NewLabel) -> Label | None:
        """Return the label that stands."""
        return self.newest[row.comment_id][0] if row.comment_id in self.newest else None


def _add(connection: Connection, rows: Sequence[NewLabel], bulk: int | None = None) -> list[Change]:
    _take_turns(connection)
    ids = row_ids(row.comment_id for row in rows)
    scores = select(comments.c.id, comments.c.probability).where(comments.c.id.in_(ids))
    known = {row.id: row.probability for row in connection.execute(scores)}
    given = _given(connection.execute(_of(ids)).all())
    for one in open_among(connection, ids):
        given.forget(one)  # what was said before is what the appeal is against
    changes, fresh, at = [], [], connection.scalar(select(instant(connection)))
    for row in rows:
        if row.comment_id not in known or given.outweighs(row):
            continue
        before = given.label_of(row)
        if given.holds(row):
            changes.append(Change(row.comment_id, before, before))
            continue
        changes.append(Change(row.comment_id, before, row.label))
        given.take(row)
        fields = {"comment_id": row.comment_id, "label": row.label, "reviewer": row.reviewer, "created_at": at}
        fresh.append(fields | {"probability": known[row.comment_id], "bulk": bulk})
        _note(connection, row.reviewer, "label", changes[-1])
    if fresh:
        connection.execute(labels.insert(), fresh)
        settle(connection, [change.comment_id for change in changes])
    _stands(connection, changes)
    close(connection, {row.comment_id: (row.label, row.reviewer) for row in rows if row.comment_id in known})
    return changes


def _given(rows: Sequence[AnyRow]) -> _Given:
    return _Given(
        newest={row.comment_id: (row.label, row.reviewer) for row in rows},
        by_hand={row.comment_id for row in rows if not is_import(row.reviewer)},
        imported={(row.comment_id, row.reviewer): row.label for row in rows if is_import(row.reviewer)},
    )


def _newest(connection: Connection, ids: Sequence[int]) -> dict[int, Label]:
    return {row.comment_id: row.label for row in connection.execute(_of(ids))}


def _stands(connection: Connection, changes: Sequence[Change]) -> None:
    """Keep the comments' copy of their newest label, which takes them out of the queue or puts them back; tell it."""
    # A comment may have been labelled twice: what counted before is the first change's.
    before = {change.comment_id: change.before for change in reversed(changes)}
    announce_labels(connection, {change.comment_id: (before[change.comment_id], change.after) for change in changes})
    if changes:
        statement = update(comments).where(comments.c.id == bindparam("row")).values(decided=bindparam("stands"))
        rows = {change.comment_id: {"row": change.comment_id, "stands": change.after} for change in changes}
        connection.execute(statement, [rows[one] for one in sorted(rows)])


def _is_as_seen(newest: AnyRow | None, row: NewLabel, seen: Mapping[int, int]) -> bool:
    """Whether the newest label is the one that was shown, is the reviewer's own, or says what is to be said now."""
    if newest is None:
        return seen.get(row.comment_id, 0) == 0
    own_or_same = newest.reviewer == row.reviewer or newest.label == row.label
    return bool(own_or_same or newest.id == seen.get(row.comment_id, 0))


def _take_turns(connection: Connection) -> None:
    """Wait until no other transaction labels; SQLite's write lock has seen to that already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LABELLING_LOCK})


def _note(connection: Connection, actor: str, action: str, change: Change) -> None:
    details = {"comment": change.comment_id, "before": change.before, "after": change.after}
    note(connection, actor=actor, action=action, details=details)


def _of(ids: Sequence[int]) -> Select[Any]:
    """Select all labels of these comments, the oldest first."""
    return select(labels).where(labels.c.comment_id.in_(row_ids(ids))).order_by(labels.c.id)


def _labelled_after(after: int) -> Select[Any]:
    chosen = select(labels.c.comment_id).distinct().where(labels.c.comment_id > after)
    return chosen.order_by(labels.c.comment_id).limit(_ROWS_AT_ONCE)


def _labelled(ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            labels.c.comment_id,
            labels.c.label,
            labels.c.reviewer,
            labels.c.created_at,
            labels.c.held,
            comments.c.article_id,
            comments.c.identity,
            comments.c.text,
            comments.c.author,
            comments.c.author_url,
            comments.c.links,
            func.coalesce(articles.c.title, results.c.title).label("title"),
            func.coalesce(articles.c.language, results.c.language).label("language"),
            results.c.body,
            articles.c.url,
            comments.c.kind,
        )
        .select_from(labels.join(comments).join(articles).join(results))
        .where(labels.c.comment_id.in_(ids))
        .order_by(labels.c.comment_id, labels.c.id)
    )


def _teaching(opinions: Sequence[AnyRow]) -> list[AnyRow]:
    """Return the label that counts of one comment's, oldest first; the newest of each kind where they conflict.

    An import says nothing where somebody has said something by hand.
    """
    opinions = [row for row in opinions if not is_import(row.reviewer)] or opinions
    newest = opinions[-1]
    of_each = {row.reviewer: row.label for row in opinions}
    votes = Counter(of_each.values())
    if votes[newest.label] * 2 > votes.total():
        return [newest]
    return list({row.label: row for row in opinions}.values())


def _labelled_comment(row: AnyRow) -> LabelledComment:
    return LabelledComment(
        comment_id=row.comment_id,
        article_id=row.article_id,
        identity=row.identity,
        label=row.label,
        reviewer=row.reviewer,
        labelled_at=row.created_at,
        held=None if row.held is None else Hold(row.held),
        comment=Comment(
            text=row.text,
            author=row.author,
            author_url=row.author_url,
            links=tuple(row.links),
            article=ArticleContext(title=row.title, body=row.body, language=row.language),
            page=str(row.article_id),
            site=site_of(row.url),
            type=CommentType(row.kind),
        ),
    )
