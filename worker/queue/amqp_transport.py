"""kombu's transports for RabbitMQ, hardened: what is no call for its queue is rejected before anybody unpacks it."""

from collections.abc import Callable
from typing import Any

import structlog
from kombu.transport import pyamqp

from worker.queue.calls import find_call_fault
from worker.queue.message import is_control_queue

JSON = "application/json"

log = structlog.get_logger(__name__)


class Channel(pyamqp.Channel):
    """Rejects what is no call: RabbitMQ hands it to the queue's dead-letter exchange, where it has one."""

    def basic_consume(self, queue: str = "", *, callback: Callable[[Any], Any], **options: Any) -> Any:
        """Consume a queue; calls are looked at before they are handed on."""

        def guarded(message: Any) -> Any:
            properties = message.properties
            fault = find_call_fault(queue, properties.get("application_headers"), message.body)
            if fault or properties.get("content_type") != JSON:
                log.error("message_rejected", why=fault or "its body is not JSON", bytes=len(message.body))
                return self.basic_reject(message.delivery_tag, requeue=False)
            return callback(message)

        handed = callback if is_control_queue(queue) else guarded
        return super().basic_consume(queue=queue, callback=handed, **options)


class _Connection(pyamqp.Connection):
    Channel = Channel


class Transport(pyamqp.Transport):
    """To RabbitMQ."""

    Connection = _Connection
    # How a URL names it.
    scheme = "amqp"


class TlsTransport(pyamqp.SSLTransport):
    """To RabbitMQ over TLS."""

    Connection = _Connection
    scheme = "amqp"
