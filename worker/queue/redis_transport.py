"""kombu's Redis transports, hardened: a message that is none is set aside instead of stopping its worker.

Stock kombu lets what it can't read (no JSON, no envelope, bad base64) end the worker's main process, and hands what
ended one worker to the next.
"""

import json
from typing import Any
from uuid import uuid4

import structlog
from kombu.transport import redis
from kombu.utils.url import maybe_sanitize_url

from worker.queue.message import find_control_fault, find_fault, is_control_queue
from worker.queue.redis_channel import MOST_DELIVERIES, Channel, SentinelChannel

log = structlog.get_logger(__name__)


class HardenedTransport:
    """What a transport of ours does otherwise than kombu's; to be mixed into one of them."""

    # How a URL names it.
    scheme = "redis"

    def _deliver(self: Any, message: Any, queue: str) -> None:
        channel = next((one for one in self.channels if queue in one._active_queues), None)
        if channel is None:
            self._pass_on(message, queue)
        elif is_control_queue(queue):
            self._pass_on_statement(message, queue, channel)
        elif (fault := find_fault(message, queue, channel.decode_body)) is not None:
            channel.set_aside(json.dumps(message), fault)
        elif channel.is_deadly(message, queue):
            channel.set_aside(json.dumps(message), f"it ended {MOST_DELIVERIES} workers")
        else:
            self._pass_on_call(message, queue, channel)

    def _pass_on_call(self: Any, message: Any, queue: str, channel: Any) -> None:
        if message["properties"]["delivery_tag"] in channel.qos._delivered:
            message["properties"]["delivery_tag"] = uuid4().hex  # a copy: one would be acknowledged for the other
        try:
            self._pass_on(message, queue)
        except OSError:
            raise
        except Exception as error:
            # Celery broke in the middle, and may hold a child for it: a restart costs less than a stuck worker.
            channel.set_aside(json.dumps(message), f"Celery can't read it: {error!r:.200}")
            channel.qos.reject(message["properties"]["delivery_tag"])
            raise

    def _pass_on_statement(self: Any, message: Any, queue: str, channel: Any) -> None:
        """Hand on what Celery's workers and tools say to one another; what is none is dropped: it is no evidence."""
        if fault := find_control_fault(message, channel.decode_body):
            log.warning("control_message_dropped", queue=queue, why=fault)
        else:
            self._pass_on(message, queue)

    def _pass_on(self, message: Any, queue: str) -> None:
        super()._deliver(message, queue)  # type: ignore[misc]


class Transport(HardenedTransport, redis.Transport):
    """To one Redis over TCP, with TLS or without."""

    Channel = Channel


class SocketTransport(Transport):
    """To one Redis over a Unix socket: kombu's channel takes the path out of the URL."""

    can_parse_url = True
    scheme = "redis+socket"

    def as_uri(self, uri: str, include_password: bool = False, mask: str = "**") -> str:
        """Show the socket's path, the password hidden."""
        return uri if include_password else str(maybe_sanitize_url(uri, mask))


class SentinelTransport(HardenedTransport, redis.SentinelTransport):
    """To the Redis that sentinels name."""

    Channel = SentinelChannel
    scheme = "sentinel"
