"""Webhooks: who is told of what, and how each delivery went."""

import base64
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, select, update

from worker.errors import MisconfiguredError, NotFoundError
from worker.store.base.audit import note
from worker.store.base.narrowed import seen_by
from worker.store.base.schema import deliveries, webhooks
from worker.store.base.secret_box import SecretBox
from worker.store.base.transactions import AnyRow, instant, reading, row_ids, writing
from worker.store.flow.events import Event

# Bytes of a signing secret, as Standard Webhooks asks for at least.
_SECRET_BYTES = 32
# Seconds between one attempt and the next: the schedule of Standard Webhooks, some three days in all.
BACK_OFF_S = (5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
# Deliveries taken at once, and seconds after which another process may take them.
AT_ONCE = 20
LEASE_S = 60.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where to tell of which events; ``secret`` is shown when it is made, and then signs."""

    id: int
    url: str
    events: tuple[str, ...]
    secret: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Target:
    """Where a delivery goes, and the secret that signs it."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to tell to one webhook; ``attempts`` includes the one that is due, ``target`` is sealed."""

    id: int
    target: str
    event: str
    data: dict[str, Any]
    created_at: datetime
    attempts: int


class Webhooks:
    """The webhooks and their deliveries; ``box`` keeps their addresses and secrets from who reads the database."""

    def __init__(self, engine: Engine, box: SecretBox) -> None:
        self._engine = engine
        self._box = box

    def seen_from(self, engine: Engine) -> "Webhooks":
        """Return these webhooks as another engine sees them (`worker.store.base.narrowed`)."""
        return Webhooks(engine, self._box)

    def add(self, url: str, events: Sequence[Event], *, actor: str) -> Webhook:
        """Make a webhook with a fresh secret, which is told of what the maker may see.

        Raises MisconfiguredError where no key could keep it.
        """
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
        named = sorted({event.value for event in events})
        with writing(self._engine) as connection:
            target = self._box.seal({"url": url, "secret": secret})
            values = {
                "events": named,
                "target": target,
                "created_at": instant(connection),
                "sites": seen_by(connection),
            }
            made = connection.execute(webhooks.insert().values(values).returning(webhooks)).one()
            note(connection, actor=actor, action="webhook add", details={"id": made.id, "events": named})
        return self._webhook(made)

    def list(self) -> Sequence[Webhook]:
        """Return all webhooks, the oldest first; raises MisconfiguredError where no key opens one."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(webhooks).order_by(webhooks.c.id)).all()
        return [self._webhook(row) for row in rows]

    def target(self, delivery: Delivery) -> Target:
        """Return where a delivery goes; raises MisconfiguredError where no key opens it."""
        return Target(**self._box.open(delivery.target))

    def seal_anew(self) -> int:
        """Seal by the newest key what an older one seals, and return how many; what no key opens is left."""
        anew = 0
        with writing(self._engine) as connection:
            for row in connection.execute(select(webhooks.c.id, webhooks.c.target)).all():
                if self._box.is_current(row.target):
                    continue
                with suppress(MisconfiguredError):
                    target = self._box.seal(self._box.open(row.target))
                    connection.execute(update(webhooks).where(webhooks.c.id == row.id).values(target=target))
                    anew += 1
        return anew

    def remove(self, webhook_id: int, *, actor: str) -> None:
        """Remove a webhook and what it was still to be told; raises NotFoundError."""
        with writing(self._engine) as connection:
            gone = connection.execute(delete(webhooks).where(webhooks.c.id.in_(row_ids([webhook_id]))))
            if not gone.rowcount:
                raise NotFoundError(f"There is no webhook {webhook_id}.")
            note(connection, actor=actor, action="webhook remove", details={"id": webhook_id})

    def log(self, webhook_id: int, *, after: int, limit: int) -> Sequence[AnyRow]:
        """Return at most ``limit`` of a webhook's deliveries behind the id ``after``."""
        chosen = select(deliveries).where(deliveries.c.webhook_id == webhook_id, deliveries.c.id > after)
        with reading(self._engine) as connection:
            return connection.execute(chosen.order_by(deliveries.c.id).limit(limit)).all()

    def take_due(self) -> Sequence[Delivery]:
        """Take some deliveries that are due, so that no other process makes them meanwhile; each is one attempt."""
        with writing(self._engine) as connection:
            due = (
                select(deliveries.c.id)
                .where(deliveries.c.due_at <= instant(connection))
                .order_by(deliveries.c.due_at, deliveries.c.id)
                .limit(AT_ONCE)
                .with_for_update(skip_locked=True)
            )
            ids = list(connection.scalars(due))
            if not ids:
                return []
            connection.execute(
                update(deliveries)
                .where(deliveries.c.id.in_(ids))
                .values(due_at=instant(connection, LEASE_S), attempts=deliveries.c.attempts + 1)
            )
            taken = select(deliveries, webhooks.c.target).join(webhooks)
            rows = connection.execute(taken.where(deliveries.c.id.in_(ids)).order_by(deliveries.c.id))
            return [_delivery(row) for row in rows]

    def delivered(self, delivery: Delivery, status: int) -> None:
        """Note that a delivery was taken."""
        with writing(self._engine) as connection:
            values = {"due_at": None, "status": status, "error": None, "delivered_at": instant(connection)}
            connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(values))

    def failed(self, delivery: Delivery, status: int | None, error: str) -> None:
        """Note that it was not, and when to try again; after the last of the schedule it is given up."""
        again = delivery.attempts <= len(BACK_OFF_S)
        with writing(self._engine) as connection:
            due = instant(connection, BACK_OFF_S[delivery.attempts - 1]) if again else None
            values = {"due_at": due, "status": status, "error": error}
            connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(values))

    def _webhook(self, row: AnyRow) -> Webhook:
        target = Target(**self._box.open(row.target))
        return Webhook(row.id, target.url, tuple(row.events), target.secret, row.created_at)


def _delivery(row: AnyRow) -> Delivery:
    return Delivery(row.id, row.target, row.event, row.data, row.created_at, row.attempts)
