"""Making the Celery app: configuration, tasks, sweeper, and what a forked child must do first."""

import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_failure, worker_init, worker_process_init

from worker.observability.logs import configure_logs
from worker.queue.beat import MAX_PAUSE_S, beat_scheduler
from worker.queue.broker import Broker
from worker.queue.config import SUBMIT_TASK, celery_config
from worker.queue.connection import Application
from worker.queue.hand_back import SecondTerm
from worker.queue.heartbeat import heartbeat_step
from worker.queue.retraining import add_retraining
from worker.queue.sweeper import sweeper_step
from worker.queue.tasks import add_tasks
from worker.work.service import Service


def make_app(
    broker: Broker,
    service: Callable[[], Service],
    *,
    soft_time_limit_s: int,
    hard_time_limit_s: int,
    on_main_start: Callable[[], None],
    on_child_start: Callable[[], None],
    sweep_interval_s: float,
    max_bytes: int,
    quarantine_s: int = 0,
    heartbeat_file: Path | None = None,
    retrain: Callable[[], None] | None = None,
    retrain_interval_s: float = 86_400.0,
) -> Celery:
    """Make an app whose tasks and sweeper work through ``service``; nothing is connected before its first use."""
    app = Application(broker)
    app.conf.update(celery_config(broker, soft_time_limit_s=soft_time_limit_s, hard_time_limit_s=hard_time_limit_s))
    add_tasks(app, service, max_bytes=max_bytes, quarantine_s=quarantine_s)
    if retrain:
        add_retraining(app, retrain, interval_s=retrain_interval_s)
    app.steps["worker"].add(sweeper_step(service, sweep_interval_s))
    app.steps["worker"].add(SecondTerm)
    if heartbeat_file:
        app.steps["worker"].add(heartbeat_step(heartbeat_file))
        app.conf.update(
            beat_scheduler=beat_scheduler(heartbeat_file),
            beat_max_loop_interval=MAX_PAUSE_S,
            result_expires=None,  # there are no results, which beat would ask a worker to clean up
        )
    worker_init.connect(lambda **_: on_main_start(), weak=False)
    worker_process_init.connect(lambda **_: on_child_start(), weak=False)
    task_failure.connect(lambda sender=None, args=(), **_: _keep(app, sender, args), weak=False)
    setup_logging.connect(_configure, weak=False)
    return app


def _keep(app: Celery, task: Any, args: Sequence[Any]) -> None:
    """Set aside what a submission that failed for good was given (its child was ended each time it was tried)."""
    if task is None or task.app is not app or task.name != SUBMIT_TASK:
        return
    with app.connection_for_write() as connection:
        set_aside = getattr(connection.default_channel, "set_aside", None)
        if set_aside is not None:  # RabbitMQ has dead-letter exchanges of its own
            set_aside(json.dumps(args), "its submission failed")


def _configure(loglevel: int | str | None = None, **_: Any) -> None:
    configure_logs(logging.getLevelName(loglevel) if isinstance(loglevel, int) else loglevel or "INFO")
