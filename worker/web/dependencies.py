"""What the web service works with, and how a route gets at it."""

from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, cast

from fastapi import Depends
from sqlalchemy import Engine
from starlette.requests import HTTPConnection

from classifiers.registry.versions import Registry
from worker.settings import Settings
from worker.store.base.narrowed import narrowed
from worker.store.flow.webhooks import Webhooks
from worker.work.service import Service

# Where a request keeps the sites that its caller is for, once he has proved himself.
_SITES: Final = "winnow.sites"


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The parts that routes use; wired in `worker.bootstrap`, or by a test.

    ``whole`` is the store with all that is in it, for what asks who is there; ``scope`` the request's own.
    """

    settings: Settings
    whole: Engine
    service: Service
    registry: Registry
    all_webhooks: Webhooks
    scope: MutableMapping[str, Any] | None = None

    @property
    def sites(self) -> frozenset[str] | None:
        """The sites that the caller is for, None for all."""
        return None if self.scope is None else self.scope.get(_SITES)

    @property
    def engine(self) -> Engine:
        """The store as the caller may see it."""
        return self.whole if self.sites is None else narrowed(self.whole, self.sites)

    @property
    def webhooks(self) -> Webhooks:
        """The webhooks that the caller may see."""
        return self.all_webhooks if self.sites is None else self.all_webhooks.seen_from(self.engine)


def is_for(connection: HTTPConnection, sites: frozenset[str] | None) -> None:
    """Note for which sites a request's caller is, so that it sees no others."""
    connection.scope[_SITES] = sites


async def _of_app(connection: HTTPConnection) -> Dependencies:
    return replace(cast(Dependencies, connection.app.state.dependencies), scope=connection.scope)


# A route's parameter: ``def route(winnow: Wired)``.
Wired = Annotated[Dependencies, Depends(_of_app)]
