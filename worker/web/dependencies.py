"""What the web service works with, and how a route gets at it."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from sqlalchemy import Engine
from starlette.requests import HTTPConnection

from classifiers.registry.versions import Registry
from worker.settings import Settings
from worker.store.flow.webhooks import Webhooks
from worker.work.service import Service


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The parts that routes use; wired in `worker.bootstrap`, or by a test."""

    settings: Settings
    engine: Engine
    service: Service
    registry: Registry
    webhooks: Webhooks


async def _of_app(connection: HTTPConnection) -> Dependencies:
    return cast(Dependencies, connection.app.state.dependencies)


# A route's parameter: ``def route(winnow: Wired)``.
Wired = Annotated[Dependencies, Depends(_of_app)]
