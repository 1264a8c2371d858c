"""Fixtures that hand out real servers; one that the machine lacks skips its tests, and fails them in CI."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import NoReturn, TextIO, cast

import pytest
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from tests.chaos.server import Server, redis
from tests.databases import Databases, DatabaseServers
from tests.servers import AbsentError, rabbitmq_server, redis_server
from worker.store.base.database import connect


class _Output:
    """Standard output as it is when a line is written, or nowhere.

    A server's thread may write its last lines after the test whose output they belong to, and that is closed by then.
    """

    def write(self, text: str) -> None:
        with suppress(ValueError):
            sys.stdout.write(text)

    def flush(self) -> None:
        with suppress(ValueError):
            sys.stdout.flush()


structlog.configure(logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Output())))

# How long an example takes says nothing on a busy machine: what a test asserts decides, and nothing else.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def absent(error: AbsentError) -> NoReturn:
    """Skip on a laptop; in CI, a test that quietly stops running is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{error}, and CI must run every test")
    pytest.skip(str(error))


@pytest.fixture(scope="session")
def servers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def database_kinds(tmp_path_factory: pytest.TempPathFactory, servers: ExitStack) -> DatabaseServers:
    return DatabaseServers(tmp_path_factory.mktemp("databases"), servers)


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql-18", marks=pytest.mark.postgres),
        pytest.param("postgresql-15", marks=pytest.mark.postgres),
    ]
)
def databases(request: pytest.FixtureRequest, database_kinds: DatabaseServers) -> Databases:
    """Each kind of database that Winnow runs on, one after the other."""
    try:
        return database_kinds.databases(request.param)
    except AbsentError as error:
        absent(error)


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A fresh database with the newest schema."""
    url = databases.upgraded()
    yield url
    databases.drop(url)


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A fresh database with nothing in it."""
    url = databases.empty()
    yield url
    databases.drop(url)


@pytest.fixture
def open_engine() -> Iterator[Callable[[str], Engine]]:
    """Open engines that are closed when the test ends."""
    with ExitStack() as stack:

        def opened(url: str) -> Engine:
            engine = connect(url)
            stack.callback(engine.dispose)
            return engine

        yield opened


@pytest.fixture
def engine(database_url: str, open_engine: Callable[[str], Engine]) -> Engine:
    return open_engine(database_url)


@pytest.fixture(scope="session")
def redis_url(servers: ExitStack) -> str:
    """A Redis of this test session; tests that need it empty flush it."""
    try:
        return servers.enter_context(redis_server())
    except AbsentError as error:
        absent(error)


@pytest.fixture
def redis_process() -> Iterator[Server]:
    """A Redis of this test alone, which it may stop and kill."""
    try:
        with redis() as running:
            yield running
    except AbsentError as error:
        absent(error)


@pytest.fixture(scope="session")
def rabbitmq_url(servers: ExitStack) -> str:
    try:
        return servers.enter_context(rabbitmq_server())
    except AbsentError as error:
        absent(error)


@pytest.fixture(
    params=[
        pytest.param("redis_url", marks=pytest.mark.redis, id="redis"),
        pytest.param("rabbitmq_url", marks=pytest.mark.rabbitmq, id="rabbitmq"),
    ]
)
def broker_url(request: pytest.FixtureRequest) -> str:
    """Each broker that Winnow runs on, one after the other."""
    url: str = request.getfixturevalue(request.param)
    return url
