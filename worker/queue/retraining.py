"""The scheduled retraining: a task on a queue of its own, and when Celery's beat sends it."""

from collections.abc import Callable

import structlog
from celery import Celery

from classifiers.errors import ClassifierError
from worker.errors import UnavailableError
from worker.queue.config import RETRAIN_QUEUE, RETRAIN_TASK

# Seconds that a retraining may take at most: a million labels take a tenth of it.
LIMIT_S = 7_200

log = structlog.get_logger(__name__)


def add_retraining(app: Celery, retrain: Callable[[], None], *, interval_s: float) -> None:
    """Register the task on this app, and have beat send it every so many seconds."""

    @app.task(name=RETRAIN_TASK, shared=False, soft_time_limit=LIMIT_S, time_limit=LIMIT_S + 60, acks_late=False)
    def retrain_task() -> None:
        """Retrain from the moderators' labels; what is wrong is logged, and tried again at the next turn."""
        try:
            retrain()
        except (ClassifierError, UnavailableError) as error:
            log.warning("not_retrained", error=str(error))

    app.conf.beat_schedule = {
        # A beat that is not worked on by the next is dropped: two retrainings in a row tell nothing new.
        RETRAIN_TASK: {
            "task": RETRAIN_TASK,
            "schedule": interval_s,
            "options": {"queue": RETRAIN_QUEUE, "expires": interval_s},
        }
    }
