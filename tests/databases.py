"""Fresh databases for the tests: empty ones, and copies of one that was upgraded once."""

import shutil
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg

from tests.servers import postgres_15_programs, postgres_18_programs, postgres_server
from worker.store.base.database import connect, upgrade


class Databases(Protocol):
    """One kind of database; each call hands out a database of its own."""

    def empty(self) -> str: ...

    def upgraded(self) -> str: ...

    def drop(self, url: str) -> None: ...


class SqliteDatabases:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._template = folder / "template.db"
        _upgrade(f"sqlite:///{self._template}")

    def empty(self) -> str:
        return f"sqlite:///{self._next()}"

    def upgraded(self) -> str:
        path = self._next()
        shutil.copy(self._template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        Path(url.removeprefix("sqlite:///")).unlink(missing_ok=True)

    def _next(self) -> Path:
        return self._folder / f"test-{next(self._numbers)}.db"


class PostgresDatabases:
    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._numbers = count(1)
        self._create("winnow_template", "template0")
        _upgrade(self._url("winnow_template"))

    def empty(self, template: str = "template0") -> str:
        return self._next(template)

    def upgraded(self) -> str:
        return self._next("winnow_template")

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def _next(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._create(name, template)
        return self._url(name)

    def _create(self, name: str, template: str) -> None:
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._server_url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _url(self, name: str) -> str:
        return f"{self._server_url.rpartition('/')[0]}/{name}"


def _upgrade(url: str) -> None:
    engine = connect(url)
    upgrade(engine)
    engine.dispose()


class DatabaseServers:
    """Starts each kind of database when a test first asks for it, and stops all at the end."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._started: dict[str, Databases] = {}

    def databases(self, kind: str) -> Databases:
        """Return this kind's databases; raises AbsentError where the machine has no such server."""
        if kind not in self._started:
            self._started[kind] = self._start(kind)
        return self._started[kind]

    def _start(self, kind: str) -> Databases:
        if kind == "sqlite":
            return SqliteDatabases(self._folder)
        programs = postgres_18_programs() if kind == "postgresql-18" else postgres_15_programs()
        return PostgresDatabases(self._stack.enter_context(postgres_server(programs)))
