"""A worker whose Redis hangs while it acknowledges reads on when Redis is back."""

from collections.abc import Callable
from typing import Any

import pytest
from kombu import Connection, Consumer, Queue

from tests.chaos.server import Server
from worker.queue.redis_transport import Transport

pytestmark = pytest.mark.redis

SOCKET_TIMEOUT_S = 0.3


END: dict[str, Callable[[Any, str], None]] = {
    "ack": lambda channel, tag: channel.basic_ack(tag),
    "drop": lambda channel, tag: channel.basic_reject(tag),
    "give back": lambda channel, tag: channel.basic_reject(tag, requeue=True),
}


@pytest.mark.parametrize("ends", END)
def test_a_redis_that_hangs_takes_no_place_from_a_worker(redis_process: Server, ends: str) -> None:
    queue = Queue("winnow")
    taken: list[Any] = []
    options = {"socket_timeout": SOCKET_TIMEOUT_S}
    with Connection(redis_process.url, transport=Transport, transport_options=options) as connection:
        channel = connection.channel()
        producer = connection.Producer(channel)
        for number in range(2):
            producer.publish([[number], {}, None], routing_key="winnow", declare=[queue],
                             headers={"id": str(number), "task": "winnow.process"})  # fmt: skip
        with Consumer(channel, [queue], callbacks=[lambda _, message: taken.append(message)], prefetch_count=1):
            connection.drain_events(timeout=60)
            assert not channel.qos.can_consume()
            with redis_process.held(), pytest.raises(connection.connection_errors):
                END[ends](channel, taken[0].delivery_tag)
            assert channel.qos.can_consume()
            connection.drain_events(timeout=60)
    assert len(taken) == 2


def test_a_channel_that_was_closed_is_opened_again_to_publish(redis_url: str) -> None:
    with Connection(redis_url, transport=Transport) as connection:
        producer = connection.Producer()
        producer.publish([], routing_key="elsewhere", declare=[Queue("elsewhere")])
        producer.channel.close()
        producer.publish([], routing_key="elsewhere", retry=True, retry_policy={"max_retries": 2})
        assert connection.channel().queue_declare("elsewhere", passive=True).message_count == 2
