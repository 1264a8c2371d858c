"""The two tasks: process rows by their ids, and take articles in from producers that speak Celery."""

import random
import time
from collections.abc import Callable
from typing import Any

import structlog
from celery import Celery
from celery.exceptions import Reject

from worker.errors import RefusedError, UnavailableError
from worker.ingest.envelope import parse_envelope, to_article
from worker.queue.config import PROCESS_TASK, SUBMIT_TASK
from worker.service import Service, StoredNotRungError

# Seconds to wait where the database is gone: nobody runs hot, and with jitter not all come back at once.
OUTAGE_PAUSE_S = (1.0, 3.0)

log = structlog.get_logger(__name__)


def add_tasks(app: Celery, service: Callable[[], Service], *, max_bytes: int) -> None:
    """Register Winnow's tasks on this app alone; their service is made when the first message comes."""

    @app.task(name=PROCESS_TASK, shared=False)
    def process(ids: list[int]) -> None:
        """Process the articles of these row ids that are still pending."""
        try:
            stored = service().process(ids)
            log.info("batch_done", articles=len(ids), stored=stored)
        except UnavailableError as error:
            # The rows are pending or leased: the sweeper rings again when the database is back.
            log.warning("batch_put_off", articles=len(ids), error=str(error))
            _pause()
        except MemoryError:
            # Let out, it would end the main process and not only this child.
            log.error("batch_out_of_memory", articles=len(ids))

    @app.task(name=SUBMIT_TASK, shared=False)
    def submit(articles: Any) -> None:
        """Persist one envelope or a list of them, then ring."""
        try:
            accepted = _accepted(service(), articles, max_bytes)
            if accepted:
                service().submit(accepted)
        except StoredNotRungError as error:
            log.warning("stored_not_rung", error=str(error))
        except UnavailableError as error:
            # This message is the only copy: it goes back until the database takes it.
            log.warning("submission_put_off", error=str(error))
            _pause()
            raise Reject(str(error), requeue=True) from None


def _accepted(service: Service, articles: Any, max_bytes: int) -> list[Any]:
    accepted = []
    for row in articles if isinstance(articles, list) else [articles]:
        try:
            accepted.append(to_article(parse_envelope(row), max_bytes=max_bytes))
        except RefusedError as error:
            service.inbox.refuse(error.reason)
            log.warning("article_refused", reason=error.reason.value, error=str(error))
    return accepted


def _pause() -> None:
    time.sleep(random.uniform(*OUTAGE_PAUSE_S))  # noqa: S311  - jitter, no secret
