"""Submitting what comes in, in batches."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from worker.cli.errors import say
from worker.domain import NewArticle, Submitted
from worker.errors import RefusedError, UnavailableError
from worker.ingest.formats import Incoming
from worker.service import Service, StoredNotRungError

# Articles, and bytes, that one transaction stores: large enough to be fast, small enough to stay in memory.
SUBMIT_ARTICLES = 256
SUBMIT_BYTES = 16_000_000


@dataclass(slots=True)
class Intake:
    """What became of the input: what was stored, in order, and how many articles were refused."""

    stored: list[Submitted] = field(default_factory=list)
    refused: int = 0
    not_rung: str | None = None


def take_in(
    service: Service, incoming: Iterator[Incoming], on_batch: Callable[[Intake], None], intake: Intake | None = None
) -> Intake:
    """Submit all that comes in; refused articles are counted, named on standard error and passed over.

    What became of it is added to ``intake`` as it goes: who ends this knows how far it came.
    """
    intake = intake or Intake()
    batch: list[NewArticle] = []
    for one in incoming:
        if isinstance(one.article, RefusedError):
            _refuse(service, one.origin, one.article, intake)
        else:
            batch.append(one.article)
        if len(batch) >= SUBMIT_ARTICLES or sum(len(article.raw) for article in batch) >= SUBMIT_BYTES:
            if not _submit(service, batch, intake):
                return intake
            batch = []
            on_batch(intake)
    if batch:
        _submit(service, batch, intake)
    on_batch(intake)
    return intake


def _submit(service: Service, batch: Sequence[NewArticle], intake: Intake) -> bool:
    """Submit a batch; False where no further one can be taken now."""
    try:
        intake.stored += service.submit(batch)
    except StoredNotRungError as error:
        intake.stored += error.stored
        intake.not_rung = str(error)
    except UnavailableError as error:
        if not intake.stored:
            raise
        intake.not_rung = f"{len(intake.stored)} articles are stored, the rest is not: {error}"
        return False
    return True


def _refuse(service: Service, origin: str, error: RefusedError, intake: Intake) -> None:
    service.inbox.refuse(error.reason)
    intake.refused += 1
    say(f"{origin}: {error} [{error.reason.value}]")
