"""kombu's Redis channels, hardened: what they read may be anything, and what ended workers is counted."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu.transport import redis
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry
from redis.sentinel import Sentinel

from worker.queue.config import SUBMIT_QUEUE
from worker.queue.set_aside_messages import forget_aside, set_aside

# Deliveries of one message that were neither acknowledged nor given back in order: it ends its workers.
MOST_DELIVERIES = 3
# A Redis hash, behind the broker's key prefix.
DELIVERIES = "winnow.deliveries"
# Seconds that deliveries are remembered: longer than any restart of a worker takes.
DELIVERIES_TTL_S = 86_400
# Seconds that one sentinel may take to answer; there are others to ask.
SENTINEL_TIMEOUT_S = 2.0


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
            self.channel.forget_deliveries(delivery_tag)


class HardenedChannel:
    """What a channel of ours does otherwise than kombu's; to be mixed into one of them."""

    QoS = QoS

    @property
    def plain(self: Any) -> Redis:
        """A client that puts no prefix before its keys: kombu's does so for the few commands that kombu uses."""
        return Redis(connection_pool=self.pool)

    def set_aside(self: Any, message: str | bytes, why: str) -> None:
        """Keep a message where it stops nobody."""
        set_aside(self.plain, self.global_keyprefix, message, why)

    def forget_aside(self: Any) -> None:
        """Drop what was set aside: nobody knows whose words are in it."""
        forget_aside(self.plain, self.global_keyprefix)

    def is_deadly(self: Any, message: dict[str, Any], queue: str) -> bool:
        """Count a delivery that follows another, and say whether there were too many."""
        properties = message["properties"]
        if queue != SUBMIT_QUEUE or not properties["delivery_info"].get("redelivered"):
            return False
        key = self.global_keyprefix + DELIVERIES
        with self.plain.pipeline() as pipe:
            pipe.hincrby(key, properties["delivery_tag"], 1)
            pipe.expire(key, DELIVERIES_TTL_S)
            count: int = pipe.execute()[0]
        if count < MOST_DELIVERIES:
            return False
        self.forget_deliveries(properties["delivery_tag"])
        return True

    def forget_deliveries(self: Any, delivery_tag: str) -> None:
        """Forget how often a message was delivered."""
        self.plain.hdel(self.global_keyprefix + DELIVERIES, delivery_tag)

    def _connparams(self: Any, *arguments: Any, **options: Any) -> Any:
        if self.connection is None:
            # Closed after an error of Redis: kombu would break here, and tries again where it is told what it is.
            raise RedisConnectionError("the channel is closed")
        return super()._connparams(*arguments, **options)  # type: ignore[misc]

    def _brpop_read(self: Any, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)  # type: ignore[misc]
        except json.JSONDecodeError as error:
            self.set_aside(error.doc, "it is not JSON")
        except UnicodeDecodeError as error:
            self.set_aside(bytes(error.object), "it is not UTF-8")
        except RecursionError:
            self.set_aside(b"", "its JSON is nested too deep to be kept")
        return True

    def _has_queue(self: Any, queue: str, **_: Any) -> bool:
        """Whether messages wait: an empty queue does not exist. kombu's own look forgets the prefix."""
        return bool(self._size(queue))


class Channel(HardenedChannel, redis.Channel):
    """Reads from one Redis."""


class SentinelChannel(HardenedChannel, redis.SentinelChannel):
    """Reads from the Redis that the sentinels name.

    They come as an option: kombu's way, alternatives in the URL, goes on with its own transport after the first error.
    """

    from_transport_options: tuple[str, ...] = (*redis.SentinelChannel.from_transport_options, "sentinels")  # type: ignore[assignment]
    sentinels: tuple[tuple[str, int], ...] = ()
    sentinel_kwargs: dict[str, Any] | None = None
    master_name = ""

    def _sentinel_managed_pool(self, asynchronous: bool = False) -> Any:
        parameters = {name: value for name, value in self._connparams(asynchronous).items() if name not in _ADDRESS}
        options: dict[str, Any] = {
            "socket_timeout": SENTINEL_TIMEOUT_S,
            "socket_connect_timeout": SENTINEL_TIMEOUT_S,
            "retry": Retry(NoBackoff(), 0),
            **(self.sentinel_kwargs or {}),
        }
        manager = Sentinel(self.sentinels, sentinel_kwargs=options, **parameters)  # type: ignore[no-untyped-call]
        if asynchronous:
            self._async_sentinel_manager = manager  # kombu closes it with the channel
        else:
            self._sentinel_manager = manager
        return manager.master_for(self.master_name, Redis).connection_pool  # type: ignore[no-untyped-call]


# The sentinels say where the master is.
_ADDRESS = ("host", "port")
