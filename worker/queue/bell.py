"""The bell: messages that carry row ids and nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from celery import Celery
from celery.exceptions import CeleryError
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from worker.errors import UnavailableError
from worker.observability.traces import carried
from worker.queue.config import LAST_TASK, PROCESS_QUEUE, PROCESS_TASK


class CeleryBell:
    """Rings for articles over a Celery app's broker."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    def ring(self, batches: Sequence[Sequence[int]]) -> None:
        """Send one message a batch; raises UnavailableError."""
        with reaching(self._app), self._app.producer_or_acquire() as producer:
            for ids in batches:
                # What is shown of the arguments: Celery's own words for so many ids cost more than to send them.
                shown = f"({len(ids)} ids,)"
                self._app.send_task(
                    PROCESS_TASK, args=[list(ids)], producer=producer, headers=carried(), argsrepr=shown
                )

    def ring_last(self, ids: Sequence[int]) -> None:
        """Send one message an article for its last attempt; raises UnavailableError."""
        with reaching(self._app), self._app.producer_or_acquire() as producer:
            for article_id in ids:
                self._app.send_task(LAST_TASK, args=[article_id], producer=producer)

    def depth(self) -> int:
        """Count the messages that wait to be taken; raises UnavailableError."""
        return depth(self._app, PROCESS_QUEUE)


def depth(app: Celery, queue: str) -> int:
    """Count the messages that wait in a queue; raises UnavailableError."""
    with reaching(app), app.connection_for_read() as connection:
        connection.ensure_connection(max_retries=1, timeout=5)
        channel = connection.channel()
        try:
            return int(channel.queue_declare(queue, passive=True).message_count)
        except connection.channel_errors as error:
            if str(getattr(error, "reply_code", "")) != NO_QUEUE:
                raise
            return 0  # an empty queue doesn't exist on Redis
        finally:
            channel.close()


def forget_all_aside(app: Celery) -> None:
    """Drop what was set aside at a Redis; raises UnavailableError. Other brokers keep what they refuse elsewhere."""
    with reaching(app), app.connection_for_write() as connection:
        forget = getattr(connection.default_channel, "forget_aside", None)
        if forget is not None:
            forget()


# AMQP's own code, which kombu gives on every broker.
NO_QUEUE = "404"


@contextmanager
def reaching(app: Celery) -> Iterator[None]:
    """Turn what a broker's driver raises into UnavailableError; the address is shown without its password."""
    try:
        yield
    except _driver_errors() as error:
        where = f"the broker at {app.connection_for_read().as_uri()}"
        if isinstance(error, _refusals()) or isinstance(error.__cause__, _refusals()):
            raise UnavailableError(f"{where} refuses us ({_short(error)}); are user and password right?") from None
        raise UnavailableError(f"{where} can't be reached ({_short(error)}); is it running?") from None


# The drivers are imported once something went wrong: an embedded broker needs neither, and they are slow to import.
def _driver_errors() -> tuple[type[Exception], ...]:
    from amqp.exceptions import AMQPError  # noqa: PLC0415
    from redis.exceptions import RedisError  # noqa: PLC0415

    return BrokerError, KombuError, CeleryError, RedisError, AMQPError, OSError


def _refusals() -> tuple[type[Exception], ...]:
    """What a server says that is there, and lets nobody of that name in."""
    from amqp.exceptions import AccessRefused  # noqa: PLC0415
    from redis.exceptions import AuthenticationError, NoPermissionError  # noqa: PLC0415

    return AuthenticationError, NoPermissionError, AccessRefused


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0][:160] if str(error) else type(error).__name__
