"""One shard, from its part of a file to its pair of files and its row: the function that every engine runs."""

import time
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from pydantic import TypeAdapter

from classifiers.digests import digest
from worker.errors import UnavailableError
from worker.operations.bulk import manifest
from worker.operations.bulk.counts import Counts, Note, refused_one
from worker.operations.bulk.frames import Signal
from worker.operations.bulk.input_digest import digest_of_part
from worker.operations.bulk.job import Job, Row, Shard
from worker.operations.bulk.output import Rows, output
from worker.operations.bulk.page_server import Ended, PageServer
from worker.operations.bulk.pages_process import Request
from worker.operations.bulk.tables import batch_stream, row_columns, schemas

# How often the process may end before it comes to a page at all: then the fault is not a page's.
_STARTS: Final = 2
_COUNTS: Final = TypeAdapter(Counts)
_UNREADABLE: Final = "the rest of this part can't be read: {}"


@dataclass(slots=True)
class _Progress:
    """How far a shard is: the next item, those that are taken alone, and what the process is at."""

    next: int = 0
    alone_until: int = 0
    behind: int = 0
    working: bool = False
    ready: bool = False
    # How often the process ended while it read, or before it was ready, at the same item.
    ended: int = 0
    done: bool = False
    # What is known of a page that the process is at alone.
    known: dict[str, Any] | None = None
    counts: Counts = field(default_factory=Counts)
    rows: dict[Signal, bytes] = field(default_factory=dict)


def run_shard(shard: Shard, job: Job, server: PageServer, note: Note) -> Row:
    """Work at all pages of a shard, write its pair of files and then its row; return the row.

    A page that ends the process is a row with its reason. Raises UnavailableError where the process can't work at all
    or the input's store is out of reach, and OSError where the files can't be written: nothing of the shard is there
    then.
    """
    started = time.monotonic()
    input_digest = digest_of_part(shard, job.read_as)
    at = _Progress()
    with output(job, shard) as (articles, comments):
        while not at.done:
            request = Request(job=job, shard=shard, start=at.next, alone_until=at.alone_until)
            at.ready = at.working = False
            for frame in server.ask(request):
                if isinstance(frame, Ended):
                    _at_end(frame, at, job, shard, articles, note)
                else:
                    _take(*frame, at, articles, comments, note)
    row = Row(
        shard=shard,
        input=input_digest,
        versions=job.versions,
        counts=at.counts,
        seconds=round(time.monotonic() - started, 3),
    )
    manifest.write(job.out, row)
    return row


def _take(signal: Signal, content: bytes, at: _Progress, articles: Rows, comments: Rows, note: Note) -> None:
    if signal is Signal.READY:
        at.ready = True
    elif signal is Signal.WORKING:
        at.next, at.behind, at.known = orjson.loads(content)
        at.working = True
    elif signal in (Signal.ARTICLES, Signal.COMMENTS):
        at.rows[signal] = content
    elif signal is Signal.DONE:
        at.next, counts = orjson.loads(content)
        articles.add(at.rows.pop(Signal.ARTICLES))
        comments.add(at.rows.pop(Signal.COMMENTS))
        at.working, at.ended = False, 0
        _count(at, _COUNTS.validate_python(counts), note)
    elif signal is Signal.OUT_OF_REACH:
        raise UnavailableError(content.decode())
    elif signal is Signal.END:
        at.done = True
        _count(at, _COUNTS.validate_python({"passed_over": orjson.loads(content)}), note)


def _at_end(ended: Ended, at: _Progress, job: Job, shard: Shard, articles: Rows, note: Note) -> None:
    """Settle what the process was at: alone, a page is refused; of several, each is taken alone."""
    at.rows.clear()
    if not at.ready:
        at.ended += 1
        if at.ended >= _STARTS:
            raise UnavailableError(f"the process at the pages ended before it came to one ({ended.message}); see above")
    elif at.working and at.behind - at.next > 1:
        at.alone_until = at.behind
    elif at.working:
        _refuse(at, ended.reason.value, ended.message, at.known or {}, job, articles, note)
        at.next += 1
    else:
        at.ended += 1
        if at.ended >= _STARTS:
            place = {"id": digest(f"{shard.id}\0{at.next}")[:32], "file": shard.name, "place": f"item {at.next}"}
            _refuse(at, ended.reason.value, _UNREADABLE.format(ended.message), place, job, articles, note)
            at.done = True


def _refuse(
    at: _Progress, reason: str, message: str, known: dict[str, Any], job: Job, articles: Rows, note: Note
) -> None:
    row = known | {"refusal": reason, "message": message}
    articles.add(batch_stream(row_columns(row), schemas(job)[0]))
    _count(at, refused_one(reason), note)


def _count(at: _Progress, counts: Counts, note: Note) -> None:
    at.counts = at.counts + counts
    note(counts)
