"""Labels as rows of a file: what `winnow label export` writes, read back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from classifiers.data.datasets import read_rows
from classifiers.types import Label
from worker.errors import RefusedError
from worker.reasons import Reason
from worker.store.moderation.labels import NewLabel

# Labels that are looked up and stored at once.
LABELS_AT_ONCE = 500

Texts = Callable[[Iterable[int]], Mapping[int, str]]


def read_labels(paths: Sequence[Path], by: str, texts: Texts) -> Iterator[list[NewLabel | RefusedError]]:
    """Yield the labels of these files, some hundreds at once; a row that can't be used comes as its refusal.

    A row has `comment` (an id) and `label` (spam or ham), and where known `text`. A text that is not that of the
    comment is refused: the file is then about another database. ``by`` is the reviewer of all: what a row says of that
    proves nothing.
    """
    for path in paths:
        some: list[NewLabel | RefusedError] = []
        given: dict[int, str | None] = {}
        for line, row in read_rows(path):
            found = _read(row, by, f"{path}:{line}")
            some.append(found)
            if isinstance(found, NewLabel):
                given[found.comment_id] = row.get("text") or None
            if len(some) == LABELS_AT_ONCE:
                yield _known(some, given, texts, path)
                some, given = [], {}
        yield _known(some, given, texts, path)


def _read(row: Mapping[str, Any], by: str, where: str) -> NewLabel | RefusedError:
    try:
        comment = int(row.get("comment") or "")
    except (TypeError, ValueError):
        return RefusedError(Reason.SCHEMA, f"{where}: comment must be an id, not {row.get('comment')!r}")
    try:
        label = Label(str(row.get("label")).strip().lower())
    except ValueError:
        return RefusedError(Reason.SCHEMA, f"{where}: label must be spam or ham, not {row.get('label')!r}")
    return NewLabel(comment, label, by)


def _known(
    some: Sequence[NewLabel | RefusedError], given: Mapping[int, str | None], texts: Texts, path: Path
) -> list[NewLabel | RefusedError]:
    """Refuse labels of comments that are not there, or that say something else."""
    stored = texts(given)
    found: list[NewLabel | RefusedError] = []
    for one in some:
        if isinstance(one, RefusedError):
            found.append(one)
        elif one.comment_id not in stored:
            found.append(RefusedError(Reason.SCHEMA, f"{path}: there is no comment {one.comment_id} here"))
        elif given[one.comment_id] not in (None, stored[one.comment_id]):
            found.append(RefusedError(Reason.SCHEMA, f"{path}: comment {one.comment_id} has another text here"))
        else:
            found.append(one)
    return found
