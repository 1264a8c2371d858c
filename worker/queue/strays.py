"""Messages that wait where nobody reads them: in the same Redis, under another key than ours."""

from typing import Any

from celery import Celery
from redis.exceptions import NoPermissionError

from worker.queue.bell import reaching
from worker.queue.config import SUBMIT_QUEUE

# Keys looked at in one call, and calls: a database shared with others may hold more than are worth the wait.
SCAN_COUNT = 1_000
SCANS = 1_000


def strays(app: Celery) -> dict[str, int]:
    """Count the submissions that wait under other keys than the app's, by key; raises UnavailableError.

    Where the app's user may look at its own keys alone, and on other brokers than Redis, none are found.
    """
    with reaching(app), app.connection_for_read() as connection:
        connection.ensure_connection(max_retries=1, timeout=5)
        channel = connection.default_channel
        plain = getattr(channel, "plain", None)
        if plain is None:
            return {}
        try:
            return {key: plain.llen(key) for key in _lists(plain) if not _is_own(key, channel.global_keyprefix)}
        except NoPermissionError:
            return {}


def _is_own(key: str, prefix: str) -> bool:
    return key.startswith(prefix + SUBMIT_QUEUE)


def _lists(plain: Any) -> list[str]:
    cursor = 0
    found: set[str] = set()
    for _ in range(SCANS):
        cursor, keys = plain.scan(cursor, match=f"*{SUBMIT_QUEUE}*", count=SCAN_COUNT, _type="list")
        found.update(key.decode(errors="replace") for key in keys)
        if cursor == 0:
            break
    return sorted(found)
