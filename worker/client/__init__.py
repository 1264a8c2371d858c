"""What Python producers import: ``from worker.client import submit``."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from worker.domain import Arrival, Submitted
from worker.errors import RefusedError

if TYPE_CHECKING:
    from worker.bootstrap import Winnow

__all__ = ["Arrival", "RefusedError", "Submitted", "submit"]


def submit(
    articles: Iterable[Mapping[str, Any]], *, database_url: str | None = None, broker_url: str | None = None
) -> list[Submitted]:
    """Persist articles (envelopes as mappings, see docs/envelope.md) in one transaction, then ring for a worker.

    All or nothing: raises RefusedError where one of them is refused, UnavailableError where the database is out of
    reach (try again: the same article twice is one article), and StoredNotRungError where only the queue is.
    Settings that are not given come from the environment and the settings file, once a process.
    """
    from worker.operations.submit import parse, take_in_whole  # noqa: PLC0415

    winnow = _wired(database_url, broker_url)
    max_bytes = winnow.settings.max_page_bytes
    return take_in_whole(winnow.service, [parse(dict(row), max_bytes=max_bytes) for row in articles])


@cache
def _wired(database_url: str | None, broker_url: str | None) -> "Winnow":
    from worker.bootstrap import wire  # noqa: PLC0415  - Celery and SQLAlchemy: when the first article is handed in

    return wire(database_url=database_url, broker_url=broker_url)
