"""Telling webhooks: signed as Standard Webhooks asks, tried again with growing pauses, each attempt logged."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import httpx
import orjson
import structlog
from anyio import to_thread
from standardwebhooks import Webhook as Signer

from worker.errors import WinnowError
from worker.store.flow.events import announce_champion
from worker.store.flow.webhooks import Delivery, Target, Webhooks
from worker.web.dependencies import Dependencies
from worker.web.guarded_request import send
from worker.web.webhook_address import Endpoint, Network, endpoint, networks

# Seconds between two looks for what is due, and that a receiver has for its answer.
LOOK_S = 1.0
TIMEOUT_S = 15.0
# Deliveries that are on their way at once.
AT_ONCE = 5

log = structlog.get_logger(__name__)

Found = TypeVar("Found")


def signed(delivery: Delivery, secret: str, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Return a delivery's body and headers; the same delivery has the same id at every attempt."""
    payload = {"type": delivery.event, "timestamp": delivery.created_at.isoformat(), "data": delivery.data}
    body, name = orjson.dumps(payload), f"msg_{delivery.id}"
    return body, {
        "Content-Type": "application/json",
        "User-Agent": "Winnow",
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Signer(secret).sign(name, now, body.decode()),
    }


async def _post(client: httpx.AsyncClient, delivery: Delivery, target: Target, place: Endpoint) -> int:
    """Send a delivery to the address that was looked at, under the name that it has; return the status."""
    body, headers = signed(delivery, target.secret, datetime.now(UTC))
    return await send(client, "POST", target.url, place, body, headers)


async def deliver(
    client: httpx.AsyncClient, webhooks: Webhooks, delivery: Delivery, allowed: Sequence[Network]
) -> None:
    """Make one attempt, and note how it went."""
    status, fault = 0, None
    try:
        target = webhooks.target(delivery)
        place = await to_thread.run_sync(endpoint, target.url, allowed)
        status = await _post(client, delivery, target, place)
        if not httpx.codes.is_success(status):
            fault = f"it answered {status}"
    except WinnowError as error:
        fault = str(error)
    except Exception as error:  # whatever it is, it is this delivery's: it is noted, and ends with the schedule
        fault = type(error).__name__
    log.info("webhook", delivery=delivery.id, event_type=delivery.event, attempt=delivery.attempts, status=status)
    if fault is None:
        await to_thread.run_sync(webhooks.delivered, delivery, status)
    else:
        await to_thread.run_sync(webhooks.failed, delivery, status or None, fault)


async def dispatch(winnow: Dependencies, *, look_s: float = LOOK_S) -> None:
    """Deliver what is due until cancelled; a database that is away is asked again."""
    webhooks, turns = winnow.webhooks, asyncio.Semaphore(AT_ONCE)
    allowed = networks(winnow.settings.webhook_networks)
    async with httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False) as client:

        async def one(delivery: Delivery) -> None:
            async with turns:
                await deliver(client, webhooks, delivery, allowed)

        await _or_none(webhooks.seal_anew)
        while True:
            due = await _or_none(webhooks.take_due) or []
            results = await asyncio.gather(*map(one, due), return_exceptions=True)
            for failure in filter(None, results):
                log.warning("webhook_not_noted", error=type(failure).__name__)
            await _or_none(lambda: announce_champion(winnow.engine, winnow.registry.champion()))
            if not due:
                await asyncio.sleep(look_s)


async def _or_none(look: Callable[[], Found]) -> Found | None:
    try:
        return await to_thread.run_sync(look)
    except WinnowError as error:
        log.warning("webhooks_put_off", error=type(error).__name__)
        return None
