"""A site's history taken in: its articles stored and judged, and what became of its comments as labels."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from classifiers.data.vouching import IMPORTED
from classifiers.types import Label
from worker.domain import Arrival, State
from worker.errors import MisconfiguredError, RefusedError
from worker.ingest.history import read_history, readers
from worker.ingest.history.reader import Export
from worker.ingest.history.rows import Status
from worker.operations.history.spool import Spool
from worker.operations.history.threads import HistoryThread, threads
from worker.reasons import Reason
from worker.store.flow.inbox import Inbox
from worker.store.flow.listings import comment_ids
from worker.store.moderation.labels import Labels, NewLabel
from worker.work.service import Service, batches

# Articles, and bytes, that are stored and judged at once: a lease must hold for them.
_ARTICLES_AT_ONCE: Final = 64
_BYTES_AT_ONCE: Final = 1_000_000
# How a preview counts articles.
WOULD_BE: Final = "would be stored"
# What a status says of a comment. Who puts something into the trash does not say that it is spam.
_LABELS: Final = {Status.APPROVED: Label.HAM, Status.SPAM: Label.SPAM}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """An export: by which program, in which files, and what its user says of it.

    ``site`` is the address that paths are below, ``columns`` a CSV file's names for Winnow's fields; ``trash_is_spam``
    where that is what the trash was used for.
    """

    program: str
    files: Sequence[Path]
    site: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    trash_is_spam: bool = False

    def label(self, status: Status) -> Label | None:
        """Return what a status says of a comment; None where it does not tell spam from ham."""
        return Label.SPAM if self.trash_is_spam and status is Status.TRASH else _LABELS.get(status)


@dataclass(slots=True)
class BroughtIn:
    """How much was taken in, or would be: articles by what they were to the inbox, comments by their status.

    ``labels`` are those that are new; ``outweighed`` would contradict what somebody said by hand; ``waiting`` are
    articles that could not be judged yet, whose labels wait with them.
    """

    articles: Counter[str] = field(default_factory=Counter)
    comments: Counter[Status] = field(default_factory=Counter)
    labels: Counter[Label] = field(default_factory=Counter)
    outweighed: int = 0
    waiting: int = 0
    refused: Counter[Reason] = field(default_factory=Counter)


# Told why something was refused, with where it stood.
OnRefused = Callable[[str], None]
# Told how much is done, of how much.
Advance = Callable[[int, int], None]


def gather(
    spool: Spool,
    history: History,
    done: BroughtIn,
    on_refused: OnRefused,
    taken: Callable[[int], None] = lambda _: None,
) -> None:
    """Read all files into the spool; what can't be used is told and counted, and ``taken`` is told the bytes.

    Raises MisconfiguredError where no reader is named so, or it needs the site's address.
    """
    require_readable(history)
    for path in history.files:
        for row in read_history(history.program, Export(path, history.columns, taken)):
            if isinstance(row, RefusedError):
                done.refused[row.reason] += 1
                on_refused(f"{path}: {row} [{row.reason.value}]")
            else:
                spool.add(row)
    for name in spool.strays():
        done.refused[Reason.NO_ARTICLE] += 1
        on_refused(f"comment {name!r} stands under no article of the export [{Reason.NO_ARTICLE.value}]")


def require_readable(history: History) -> None:
    """Raise MisconfiguredError where no reader is named so, or it needs the site's address."""
    reader = readers().get(history.program)
    if reader is None:
        raise MisconfiguredError(f"no export is read as {history.program!r}; there are {', '.join(readers())}")
    if reader.needs_site and not history.site:
        raise MisconfiguredError(
            f"{history.program} names articles by their paths alone; give the address that they are below with "
            "--site https://..."
        )


def preview(spool: Spool, history: History, done: BroughtIn, on_refused: OnRefused, *, max_bytes: int) -> None:
    """Count what an import would take in; nothing is stored."""
    for thread in _threads(spool, history, done, on_refused, max_bytes):
        done.articles[WOULD_BE] += 1
        done.comments.update(thread.statuses.values())
        done.labels.update(given for one in thread.statuses.values() if (given := history.label(one)))


def bring_in(
    engine: Engine,
    service: Service,
    spool: Spool,
    history: History,
    done: BroughtIn,
    on_refused: OnRefused,
    *,
    by: str,
    max_bytes: int,
    advance: Advance = lambda done, total: None,
) -> None:
    """Store and judge what a spool holds, and label its comments by ``import:`` and who brings them in.

    Batch by batch, each stored with its labels before the next: after an interruption the same import goes on, and
    twice is once. Raises UnavailableError with nothing more stored.
    """
    reviewer = imported_by(by)
    total, so_far = spool.count(), 0
    for batch in _batched(_threads(spool, history, done, on_refused, max_bytes)):
        _store(engine, service, batch, done, history, reviewer)
        so_far += sum(len(thread.statuses) for thread in batch)
        advance(so_far, total)
    for reason, count in done.refused.items():
        service.inbox.refuse(reason, count)


def imported_by(name: str) -> str:
    """Return the reviewer that an import's labels are by; raises MisconfiguredError where nobody answers for it."""
    if not name.strip():
        raise MisconfiguredError("an import needs the name of who answers for it; give one with --by NAME")
    return IMPORTED + name.strip()


def _threads(
    spool: Spool, history: History, done: BroughtIn, on_refused: OnRefused, max_bytes: int
) -> Iterator[HistoryThread]:
    for conversation in spool.conversations():
        for one in threads(conversation, program=history.program, site=history.site, max_bytes=max_bytes):
            if isinstance(one, RefusedError):
                done.refused[one.reason] += 1
                on_refused(f"{one} [{one.reason.value}]")
            else:
                yield one


def _batched(found: Iterable[HistoryThread]) -> Iterator[list[HistoryThread]]:
    batch: list[HistoryThread] = []
    size = 0
    for one in found:
        batch.append(one)
        size += len(one.article.source.raw)
        if len(batch) == _ARTICLES_AT_ONCE or size >= _BYTES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _store(
    engine: Engine,
    service: Service,
    batch: Sequence[HistoryThread],
    done: BroughtIn,
    history: History,
    reviewer: str,
) -> None:
    """Store a batch, judge it here and now, and label it."""
    service.admit(len(batch))
    stored = service.inbox.submit([thread.article for thread in batch], rung=True)
    done.articles.update(one.arrival.value for one in stored)
    kept = {one.id: thread for one, thread in zip(stored, batch, strict=True) if one.arrival is not Arrival.ERASED}
    for ids in batches(list(kept), service.limits.batch_size):
        service.process(ids)
    states = Inbox(engine).states(list(kept))
    done.waiting += sum(state is not State.DONE for state in states.values())
    for thread in kept.values():
        done.comments.update(thread.statuses.values())
    rows = list(_labels(engine, kept, history, reviewer))
    changes = Labels(engine).add_all(rows)
    done.labels.update(one.after for one in changes if one.after and one.before != one.after)
    done.outweighed += len(rows) - len(changes)


def _labels(engine: Engine, kept: Mapping[int, HistoryThread], history: History, reviewer: str) -> Iterator[NewLabel]:
    for (article, identity), comment in comment_ids(engine, list(kept)).items():
        status = kept[article].statuses.get(identity)
        given = history.label(status) if status else None
        if given:
            yield NewLabel(comment, given, reviewer)
