"""All doors of one Winnow, as their users go through them: commands, HTTP, the Python clients, the desk, a Celery task.

Each has its own database and the test session's Redis; what was rung for is read from the queue itself.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import redis
from celery import Celery
from sqlalchemy import Engine, update
from typer.testing import CliRunner, Result

from tests.factories import new_article
from tests.web import Site, site, winnow_of
from worker.cli import app
from worker.client.http import Client
from worker.domain import State
from worker.errors import UnavailableError
from worker.observability.logs import configure_logs
from worker.queue.config import PROCESS_QUEUE, SUBMIT_QUEUE, SUBMIT_TASK
from worker.reasons import Reason
from worker.store.access.roles import Role
from worker.store.access.tokens import Scope
from worker.store.access.users import Users
from worker.store.base.audit import entries
from worker.store.base.schema import articles
from worker.store.base.transactions import writing
from worker.store.flow.inbox import Inbox

NAME, PASSWORD = "ida", "correct horse battery"
# Against a hang, on a machine however busy: at load 26 one answer took more than half a minute.
PATIENCE_S = 300.0


@dataclass
class Doors:
    """One Winnow with everything that leads into it."""

    site: Site
    broker: redis.Redis
    environment: dict[str, str]
    tokens: dict[tuple[Scope, ...], str] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        return self.site.winnow.engine

    def cli(self, *arguments: str, stdin: bytes | None = None) -> Result:
        """Run a command, which must not end in a traceback."""
        result = CliRunner().invoke(app, arguments, input=stdin, env=self.environment)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def api(self, *scopes: Scope) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token(*scopes)}"}
        return httpx.Client(base_url=self.site.url, headers=headers, timeout=PATIENCE_S)

    @contextmanager
    def client(self, *scopes: Scope) -> Iterator[Client]:
        with Client(self.site.url, self.token(*scopes), timeout_s=PATIENCE_S) as client:
            yield client

    def token(self, *scopes: Scope) -> str:
        """Return the one token of these scopes (else an admin's)."""
        wanted = scopes or (Scope.ADMIN,)
        if wanted not in self.tokens:
            self.tokens[wanted] = self.site.token(*wanted)
        return self.tokens[wanted]

    def desk(self) -> "Visitor":
        """Return somebody who is logged in at the desk."""
        if NAME not in {user.name for user in Users(self.engine).list()}:
            Users(self.engine).add(NAME, PASSWORD, actor="test", role=Role.ADMIN)
        visitor = Visitor(self.site.url)
        assert visitor.log_in().status_code == 200
        return visitor

    def send_task(self, rows: Any) -> None:
        """Send a submission as a Celery producer does, and have a task take it from the queue."""
        celery = self.site.winnow.app
        options = {"global_keyprefix": self.site.winnow.settings.broker_key_prefix}
        with Celery(
            broker=self.environment["WINNOW_BROKER_URL"], broker_transport_options=options, set_as_current=False
        ) as producer:
            producer.send_task(SUBMIT_TASK, args=[rows], queue=SUBMIT_QUEUE)
        with celery.connection_for_read() as connection:
            queue = connection.SimpleQueue(SUBMIT_QUEUE)
            message = queue.get(timeout=PATIENCE_S)
            message.ack()
            queue.close()
        celery.tasks[SUBMIT_TASK](*message.payload[0])

    def rung(self) -> list[list[int]]:
        """Return the batches that were rung for since the last look, in order."""
        found: list[list[int]] = []
        with self.site.winnow.app.connection_for_read() as connection:
            queue = connection.SimpleQueue(PROCESS_QUEUE)
            with suppress(queue.Empty):
                while message := queue.get(block=False):
                    message.ack()
                    found.append(message.payload[0][0])
            queue.close()
        return found

    def audited(self, action: str) -> list[dict[str, Any]]:
        """Return the details of the audit's entries of one kind, the oldest first."""
        return [dict(one.details) for one in reversed(entries(self.engine, limit=10_000)) if one.action == action]

    def states(self, ids: Sequence[int]) -> set[State]:
        return set(Inbox(self.engine).states(ids).values())


class Visitor:
    """A browser without script: cookies, forms, and nothing else."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, follow_redirects=True, timeout=PATIENCE_S)

    def log_in(self, name: str = NAME, password: str = PASSWORD) -> httpx.Response:
        return self.client.post("/desk/login", data={"name": name, "password": password, "next": "/desk/queue"})

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def csrf(self, path: str = "/desk/queue") -> str:
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', self.get(path).text)
        assert found
        return found[1]

    def send(self, path: str, **fields: object) -> httpx.Response:
        return self.client.post(path, data={"csrf": self.csrf(), **fields})

    def first(self, path: str = "/desk/queue") -> int:
        """Return the id of the first comment that a page shows."""
        found = re.search(r'id="comment-(\d+)"', self.get(path).text)
        assert found
        return int(found[1])


@contextmanager
def doors(folder: Path, database_url: str, redis_url: str) -> Iterator[Doors]:
    """Open all doors of a fresh Winnow over this database."""
    configure_logs("ERROR")  # as `winnow web` does: what it logs is not what a command prints
    broker = redis.Redis.from_url(redis_url)
    broker.flushdb()
    winnow = winnow_of(folder, database_url=database_url, broker_url=redis_url)
    environment = {
        "WINNOW_DATABASE_URL": database_url,
        "WINNOW_BROKER_URL": redis_url,
        "WINNOW_MODEL_DIR": str(winnow.settings.model_dir),
    }
    with site(winnow) as running:
        yield Doors(running, broker, environment)
    broker.close()


def bury(engine: Engine, many: int, reason: Reason = Reason.TIMEOUT) -> list[int]:
    """Store that many dead letters of one class; return their ids."""
    stored = Inbox(engine).submit([new_article(f"{reason}-{number}", f"<p>{number}</p>") for number in range(many)])
    ids = [one.id for one in stored]
    with writing(engine) as connection:
        dead = {"state": State.DEAD, "attempts": 3, "error_reason": reason.value, "error_message": "It is planted."}
        connection.execute(update(articles).where(articles.c.id.in_(ids)).values(**dead))
    return ids


class AwayBell:
    """A broker that nobody reaches."""

    tried = 0

    def ring(self, _: object) -> None:
        self.tried += 1
        raise UnavailableError("the broker is away")
