"""Submitting what comes in, in batches."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from worker.cli.errors import say
from worker.cli.interrupts import unbroken
from worker.domain import Submitted
from worker.errors import RefusedError, UnavailableError
from worker.ingest.formats import Incoming
from worker.operations import submit
from worker.work.service import Service


@dataclass(slots=True)
class Intake:
    """What became of the input: what was stored, in order, and how many articles were refused."""

    stored: list[Submitted] = field(default_factory=list)
    refused: int = 0
    not_rung: str | None = None


def take_in(service: Service, incoming: Iterator[Incoming], on_batch: Callable[[Intake], None], intake: Intake) -> None:
    """Submit all that comes in; refused articles are counted, named on standard error and passed over.

    What became of it is added to ``intake`` as it goes: who ends this knows how far it came.
    """
    for batch in submit.batched(_parsed(incoming)):
        with unbroken():
            if not _take_in_batch(service, batch, intake):
                return
        on_batch(intake)


def _take_in_batch(service: Service, batch: Sequence[submit.Parsed], intake: Intake) -> bool:
    """Submit a batch and count it; false where the rest can't be stored either."""
    try:
        taken = submit.take_in(service, batch)
    except UnavailableError as error:
        if not intake.stored:
            raise
        intake.not_rung = f"{len(intake.stored)} articles are stored, the rest is not: {error}"
        return False
    intake.stored += taken.stored
    intake.refused += len(taken.refused)
    intake.not_rung = taken.not_rung or intake.not_rung
    return True


def _parsed(incoming: Iterator[Incoming]) -> Iterator[submit.Parsed]:
    for one in incoming:
        if isinstance(one.article, RefusedError):
            say(f"{one.origin}: {one.article} [{one.article.reason.value}]")
        yield one.article
