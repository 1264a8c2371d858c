"""The tasks: process rows by their ids, give one its last attempt, take articles in from Celery's producers."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from celery import Celery
from celery.exceptions import Reject

from worker.errors import MisconfiguredError, UnavailableError
from worker.observability.traces import continued
from worker.operations import submit as submission
from worker.queue.config import LAST_TASK, PROCESS_TASK, SUBMIT_TASK
from worker.work.service import Service

# Seconds to wait where the database is gone: nobody runs hot, and with jitter not all come back at once.
OUTAGE_PAUSE_S = (1.0, 3.0)
# Seconds that storing the outcome of a last attempt may take beyond the quarantine itself.
LAST_MARGIN_S = 20

# W3C Trace Context.
_TRACE_HEADERS = ("traceparent", "tracestate")

log = structlog.get_logger(__name__)


def add_tasks(app: Celery, service: Callable[[], Service], *, max_bytes: int, quarantine_s: int) -> None:
    """Register Winnow's tasks on this app alone; their service is made when the first message comes.

    ``quarantine_s`` is how long a quarantine may take.
    """

    @app.task(name=PROCESS_TASK, shared=False, bind=True)
    def process(self: Any, ids: list[int]) -> None:
        """Process the articles of these row ids that are still pending."""
        with _named(self.request, ids):
            _work(service, lambda: service().process(ids), articles=len(ids))

    limit_s = quarantine_s + LAST_MARGIN_S

    @app.task(name=LAST_TASK, shared=False, bind=True, soft_time_limit=limit_s, time_limit=limit_s + LAST_MARGIN_S)
    def process_last(self: Any, article_id: int) -> None:
        """Give the article of this row id its last attempt."""
        with _named(self.request, [article_id]):
            _work(service, lambda: service().process_last(article_id), articles=1)

    # Tried again at once where its child was ended: Celery would have it wait in the queue, and none may.
    @app.task(name=SUBMIT_TASK, shared=False, default_retry_delay=0)
    def submit(articles: Any) -> None:
        """Persist one envelope or a list of them, then ring."""
        rows = articles if isinstance(articles, list) else [articles]
        try:
            _take_in(service(), rows, max_bytes)
        except (UnavailableError, MisconfiguredError) as error:
            # This message is the only copy: it goes back until the database takes it, and has its schema.
            log.warning("submission_put_off", error=str(error))
            _pause()
            raise Reject(str(error), requeue=True) from None


@contextmanager
def _named(request: Any, ids: list[int]) -> Iterator[None]:
    """Name the task and its articles in what is logged, and continue the trace that rang for them."""
    carried = {name: value for name in _TRACE_HEADERS if isinstance(value := request.get(name), str)}
    with structlog.contextvars.bound_contextvars(task_id=request.id, article_ids=ids), continued(carried):
        yield


def _work(service: Callable[[], Service], work: Callable[[], int], *, articles: int) -> None:
    try:
        stored = work()
        log.info("batch_done", articles=articles, stored=stored, model=service().judge().version)
    except (UnavailableError, MisconfiguredError) as error:
        # The rows are pending or leased: the sweeper rings again when the database is back.
        log.warning("batch_put_off", articles=articles, error=str(error))
        _pause()
    except MemoryError:
        # Let out, it would end the main process and not only this child.
        log.error("batch_out_of_memory", articles=articles)


def _take_in(service: Service, rows: Sequence[Any], max_bytes: int) -> None:
    for batch in submission.batched(submission.parse(row, max_bytes=max_bytes) for row in rows):
        taken = submission.take_in(service, batch)
        for error in taken.refused:
            log.warning("article_refused", reason=error.reason.value, error=str(error))
        if taken.not_rung:
            log.warning("stored_not_rung", error=taken.not_rung)


def _pause() -> None:
    time.sleep(random.uniform(*OUTAGE_PAUSE_S))  # noqa: S311  - jitter, no secret
