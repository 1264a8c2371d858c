"""Reading what a command's arguments name, and submitting it in batches."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from worker.cli.errors import say
from worker.domain import Submitted
from worker.errors import RefusedError, UnavailableError
from worker.ingest.formats import Incoming, is_known, read_articles
from worker.operations import submit
from worker.reasons import Reason
from worker.work.service import Service


@dataclass(slots=True)
class Intake:
    """What became of the input: what was stored, in order, and how many articles were refused."""

    stored: list[Submitted] = field(default_factory=list)
    refused: int = 0
    not_rung: str | None = None


def take_in(service: Service, incoming: Iterator[Incoming], on_batch: Callable[[Intake], None]) -> Intake:
    """Submit all that comes in; refused articles are counted, named on standard error and passed over."""
    intake = Intake()
    for batch in submit.batched(_told(incoming)):
        try:
            taken = submit.take_in(service, batch)
        except UnavailableError as error:
            if not intake.stored:
                raise
            intake.not_rung = f"{len(intake.stored)} articles are stored, the rest is not: {error}"
            return intake
        intake.stored += taken.stored
        intake.refused += len(taken.refused)
        intake.not_rung = taken.not_rung or intake.not_rung
        on_batch(intake)
    return intake


def read_paths(paths: Sequence[Path], *, max_bytes: int) -> Iterator[Incoming]:
    """Read the articles of files, of the known files in folders, and of standard input (``-``, JSON Lines)."""
    for path in paths:
        if str(path) == "-":
            yield from read_articles("-.jsonl", sys.stdin.buffer, max_bytes=max_bytes)
        elif path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.is_file() and is_known(file.name))
            if not found:
                yield Incoming(str(path), RefusedError(Reason.SCHEMA, "the folder holds no .html, .txt or .jsonl file"))
            yield from read_paths(found, max_bytes=max_bytes)
        else:
            yield from _read_file(path, max_bytes)


def _read_file(path: Path, max_bytes: int) -> Iterator[Incoming]:
    try:
        with path.open("rb") as stream:
            yield from read_articles(str(path), stream, max_bytes=max_bytes)
    except OSError as error:
        yield Incoming(str(path), RefusedError(Reason.SCHEMA, f"can't be read: {error.strerror}"))


def _told(incoming: Iterator[Incoming]) -> Iterator[submit.Parsed]:
    for one in incoming:
        if isinstance(one.article, RefusedError):
            say(f"{one.origin}: {one.article} [{one.article.reason.value}]")
        yield one.article
