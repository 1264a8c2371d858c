"""kombu's Redis transport, hardened: a message that is none is set aside instead of stopping its worker.

Stock kombu lets what it can't read (no JSON, no envelope, bad base64) end the worker's main process, and hands what
ended one worker to the next.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import structlog
from kombu.transport import redis
from kombu.utils.url import maybe_sanitize_url
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from worker.queue.aside import set_aside
from worker.queue.config import SUBMIT_QUEUE
from worker.queue.message import find_control_fault, find_fault, is_control_queue

# Deliveries of one message that were neither acknowledged nor given back in order: it ends its workers.
MOST_DELIVERIES = 3
DELIVERIES = "winnow.deliveries"
# Seconds that deliveries are remembered: longer than any restart of a worker takes.
DELIVERIES_TTL_S = 86_400

log = structlog.get_logger(__name__)


class QoS(redis.QoS):
    """Forgets a message's deliveries where one ends in order, and the message even where Redis can't be told."""

    def ack(self, delivery_tag: str) -> None:
        """Acknowledge."""
        with self._room_made(delivery_tag):
            self._forget(delivery_tag)
            super().ack(delivery_tag)  # type: ignore[no-untyped-call]

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        """Give back, or drop."""
        with self._room_made(delivery_tag):
            self._forget(delivery_tag)
            super().reject(delivery_tag, requeue=requeue)  # type: ignore[no-untyped-call]

    @contextmanager
    def _room_made(self, delivery_tag: str) -> Iterator[None]:
        """Free the message's place in any case: Celery only logs the error, and a worker whose places are all taken
        reads nothing more, for ever. Redis gives the message again later, and it claims nothing.
        """
        try:
            yield
        except (OSError, RedisError):
            self._quick_ack(delivery_tag)
            raise

    def _forget(self, delivery_tag: str) -> None:
        message = self._delivered.get(delivery_tag)
        if message is not None and message.delivery_info.get("redelivered"):
            self.channel.client.hdel(DELIVERIES, delivery_tag)


class Channel(redis.Channel):
    """Reads messages that may be anything."""

    QoS = QoS

    def _connparams(self, *arguments: Any, **options: Any) -> Any:
        if self.connection is None:
            # Closed after an error of Redis: kombu would break here, and tries again where it is told what it is.
            raise RedisConnectionError("the channel is closed")
        return super()._connparams(*arguments, **options)  # type: ignore[no-untyped-call]

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)  # type: ignore[no-untyped-call]
        except json.JSONDecodeError as error:
            set_aside(self.client, error.doc, "it is not JSON")
        except UnicodeDecodeError as error:
            set_aside(self.client, bytes(error.object), "it is not UTF-8")
        except RecursionError:
            set_aside(self.client, b"", "its JSON is nested too deep to be kept")
        return True

    def is_deadly(self, message: dict[str, Any], queue: str) -> bool:
        """Count a delivery that follows another, and say whether there were too many."""
        properties = message["properties"]
        if queue != SUBMIT_QUEUE or not properties["delivery_info"].get("redelivered"):
            return False
        with self.client.pipeline() as pipe:
            pipe.hincrby(DELIVERIES, properties["delivery_tag"], 1)
            pipe.expire(DELIVERIES, DELIVERIES_TTL_S)
            count: int = pipe.execute()[0]
        if count < MOST_DELIVERIES:
            return False
        self.client.hdel(DELIVERIES, properties["delivery_tag"])
        return True


class Transport(redis.Transport):
    """Delivers what is a message."""

    Channel = Channel

    def as_uri(self, uri: str, include_password: bool = False, mask: str = "**") -> str:
        """Show the broker's own address, the password hidden."""
        return uri if include_password else str(maybe_sanitize_url(uri, mask))

    def _deliver(self, message: Any, queue: str) -> None:
        channel = next((one for one in self.channels if queue in one._active_queues), None)
        if channel is None:
            self._pass_on(message, queue)
        elif is_control_queue(queue):
            self._pass_on_statement(message, queue, channel)
        elif (fault := find_fault(message, channel.decode_body)) is not None:
            set_aside(channel.client, json.dumps(message), fault)
        elif channel.is_deadly(message, queue):
            set_aside(channel.client, json.dumps(message), f"it ended {MOST_DELIVERIES} workers")
        else:
            if message["properties"]["delivery_tag"] in channel.qos._delivered:
                message["properties"]["delivery_tag"] = uuid4().hex  # a copy: one would be acknowledged for the other
            try:
                self._pass_on(message, queue)
            except OSError:
                raise
            except Exception as error:
                # Celery broke in the middle, and may hold a child for it: a restart costs less than a stuck worker.
                set_aside(channel.client, json.dumps(message), f"Celery can't read it: {error!r:.200}")
                channel.qos.reject(message["properties"]["delivery_tag"])
                raise

    def _pass_on_statement(self, message: Any, queue: str, channel: Any) -> None:
        """Hand on what Celery's workers and tools say to one another; what is none is dropped: it is no evidence."""
        if fault := find_control_fault(message, channel.decode_body):
            log.warning("control_message_dropped", queue=queue, why=fault)
        else:
            self._pass_on(message, queue)

    def _pass_on(self, message: Any, queue: str) -> None:
        super()._deliver(message, queue)  # type: ignore[no-untyped-call]
