"""The queue for strangers' submissions carries submissions, and nothing else reaches a worker through it."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from celery import Celery, signature
from celery.app.base import Celery as App

from tests.brokers import app_of
from worker.queue.bell import depth
from worker.queue.config import PROCESS_QUEUE, RETRAIN_TASK, SUBMIT_QUEUE, SUBMIT_TASK

GOOD = [{"text": "The good one."}]
FAR_AWAY = datetime(2099, 1, 1, tzinfo=UTC)


def submit(app: App, **options: Any) -> None:
    app.send_task(SUBMIT_TASK, args=[{"text": "An article."}], queue=SUBMIT_QUEUE, **options)


def other(app: App) -> Any:
    return signature(RETRAIN_TASK, app=app)


OVERREACHING: dict[str, Callable[[App], object]] = {
    "another task of ours": lambda app: app.send_task(RETRAIN_TASK, queue=SUBMIT_QUEUE),
    "a task of nobody's": lambda app: app.send_task("rm.everything", queue=SUBMIT_QUEUE),
    "a hundred ETAs": lambda app: [submit(app, eta=FAR_AWAY) for _ in range(100)],
    "a countdown": lambda app: submit(app, countdown=3_600),
    "a callback": lambda app: submit(app, link=other(app)),
    "an errback": lambda app: submit(app, link_error=other(app)),
    "a chain": lambda app: submit(app, chain=[other(app)]),
    "a chord": lambda app: submit(app, chord=other(app)),
    "a compressed one": lambda app: submit(app, compression="gzip"),
    "a time limit": lambda app: submit(app, time_limit=86_400),
    "a soft time limit": lambda app: submit(app, soft_time_limit=86_400),
}


@pytest.fixture
def stranger(broker_url: str) -> Iterator[App]:
    """An application of others, with nothing of Winnow's in it but the key prefix."""
    options = {"global_keyprefix": "winnow:"}
    with Celery("stranger", broker=broker_url, broker_transport_options=options, set_as_current=False) as app:
        yield app


@pytest.fixture
def winnow(broker_url: str) -> App:
    """Winnow's app, as a worker that takes submissions has it; the queues are empty."""
    app = app_of(broker_url)
    with app.connection_for_write() as connection:
        for queue in (SUBMIT_QUEUE, PROCESS_QUEUE):
            connection.channel().queue_declare(queue, durable=True, auto_delete=False)
            connection.channel().queue_purge(queue)
    return app


def taken(app: App, queue: str) -> list[Any]:
    """The arguments of all calls that reach a worker on this queue, up to the good one."""
    app.amqp.queues.select([queue])
    found: list[Any] = []

    def take(message: Any) -> None:
        found.append(json.loads(message.body)[0])
        message.ack()

    with app.connection_for_read() as connection:
        channel = connection.channel()
        channel.basic_qos(0, 1, False)
        with app.amqp.TaskConsumer(channel, on_message=take, accept=["json"]):
            while GOOD not in found:
                connection.drain_events(timeout=120)
    return found


@pytest.mark.parametrize("kind", OVERREACHING)
def test_what_reaches_beyond_its_queue_reaches_no_worker(stranger: App, winnow: App, kind: str) -> None:
    OVERREACHING[kind](stranger)
    stranger.send_task(SUBMIT_TASK, args=GOOD, queue=SUBMIT_QUEUE, link=[], expires=86_400)
    assert taken(winnow, SUBMIT_QUEUE) == [GOOD]
    assert depth(winnow, SUBMIT_QUEUE) == 0


def test_the_queue_for_work_carries_work_alone(stranger: App, winnow: App) -> None:
    stranger.send_task(SUBMIT_TASK, args=[{"text": "An article."}], queue=PROCESS_QUEUE)
    stranger.send_task("winnow.process", args=GOOD, queue=PROCESS_QUEUE)
    assert taken(winnow, PROCESS_QUEUE) == [GOOD]


def test_what_ended_its_child_is_sent_anew_without_having_to_wait(winnow: App) -> None:
    """Celery's own delay would make it one of those that want to wait."""
    task = winnow.tasks[SUBMIT_TASK]
    assert task.retry_on_worker_lost
    task.push_request(id="1", args=GOOD, kwargs={}, retries=0, timelimit=[None, None], delivery_info={})
    try:
        again = task.signature_from_request(countdown=task.default_retry_delay, retries=1)
    finally:
        task.pop_request()
    again.apply_async()
    assert taken(winnow, SUBMIT_QUEUE) == [GOOD]
