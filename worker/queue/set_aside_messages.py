"""Messages set aside: kept for a person to look at, where they can stop no worker."""

from typing import Any

import structlog

# A Redis list, behind the broker's key prefix; the newest are at its head, and so many are kept.
ASIDE = "winnow.aside"
KEPT = 1000
# Seconds after which the whole list goes, counted from its first message: it holds what strangers wrote.
KEPT_S = 7 * 86_400
# Bytes of a message that are kept: enough to see who sent what.
KEPT_BYTES = 100_000

log = structlog.get_logger(__name__)


def set_aside(client: Any, key_prefix: str, message: str | bytes, why: str) -> None:
    """Keep a message (its beginning, where it is huge) in Redis, and say so in the log."""
    log.error("message_set_aside", why=why, bytes=len(message))
    key = key_prefix + ASIDE
    with client.pipeline() as pipe:
        pipe.lpush(key, message[:KEPT_BYTES])
        pipe.ltrim(key, 0, KEPT - 1)
        pipe.ttl(key)
        *_, left_s = pipe.execute()
    if left_s < 0:
        client.expire(key, KEPT_S)


def forget_aside(client: Any, key_prefix: str) -> None:
    """Drop all that was set aside."""
    client.delete(key_prefix + ASIDE)
