"""Every container of docker-compose.yml, its very command run by hand against real servers.

The commands come from the built wheel, not from the checkout: its model and migrations are what runs. What these
tests can't show is Docker itself: the images' contents, the networks, the read-only file systems.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from time import monotonic, sleep
from typing import Any

import httpx
import psycopg
import pytest
from celery import Celery
from redis import Redis

from tests.acceptance.installation import Installation
from tests.deployment import entrypoint, image_environment, interpolated, services
from tests.servers import (
    AbsentError,
    free_port,
    postgres_15_programs,
    postgres_18_programs,
    postgres_server,
    redis_server,
)

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.postgres, pytest.mark.timeout(1800)]

SECRETS = {"POSTGRES_PASSWORD": "elderberry1", "REDIS_PASSWORD": "elderberry2", "PRODUCER_PASSWORD": "elderberry3"}
START_S = 300.0
# Shorter than the containers' own grace: nothing is in hand when they are stopped here.
STOP_S = 120.0

ARTICLE = {
    "id": "lighthouse-7",
    "title": "The lighthouse keeps its lamp",
    "html": """<html><body><article><h1>The lighthouse keeps its lamp</h1>
      <p>The harbour board has decided to leave the old lamp where it is, and to light it on Sundays.</p></article>
      <ol class="comment-list"><li class="comment depth-1" id="comment-1"><div class="comment-author"><b class="fn">
      Ottoline Marsh</b></div><div class="comment-content"><p>My uncle trimmed that lamp for twenty years.</p></div>
      </li></ol></body></html>""",
}


@dataclass(frozen=True)
class Containers:
    """The wheel's commands in the environment that the containers get, the servers' addresses put in."""

    folder: Path
    site: Path
    broker_url: str
    database_url: str
    environment: dict[str, str]

    def command(self, *arguments: str) -> list[str]:
        name, *rest = entrypoint()
        return [str(self.site / "bin" / name), *rest, *arguments]

    def run(self, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            self.command(*arguments),
            input=given,
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=START_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("status", "--json"))
        return found


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """The redis container: the very flags of its command."""
    words = [interpolated(word, SECRETS) for word in services()["redis"]["command"]]
    assert words[0] == "redis-server"
    with redis_server(*words[1:]) as url:
        yield url.replace("redis://", f"redis://:{SECRETS['REDIS_PASSWORD']}@")


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    """The postgres container's server: PostgreSQL 15 where the machine has it, else 18."""
    try:
        programs = postgres_15_programs()
    except AbsentError:
        programs = postgres_18_programs()
    with postgres_server(programs) as url:
        _create_account(url)
        yield url


@pytest.fixture(scope="module")
def containers(
    installation: Installation, redis_url: str, postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Containers:
    site = installation.folder
    shown = {name: interpolated(value, SECRETS) for name, value in services()["worker"]["environment"].items()}
    broker = shown["WINNOW_BROKER_URL"].replace("@redis:6379", "@" + _address(redis_url))
    database = shown["WINNOW_DATABASE_URL"].replace("@postgres:5432", "@" + _address(postgres_url))
    folder = tmp_path_factory.mktemp("container")
    environment = {
        "PATH": f"{site / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(site),
        **image_environment(),
        "WINNOW_MODEL_DIR": str(folder / "models"),
        "WINNOW_BROKER_URL": broker,
        "WINNOW_DATABASE_URL": database,
    }
    return Containers(folder, site, broker, database, environment)


@pytest.fixture(scope="module")
def migrated(containers: Containers) -> Containers:
    containers.run(*services()["migrate"]["command"])
    return containers


def test_the_commands_are_the_wheels(containers: Containers) -> None:
    look = [sys.executable, "-c", "import worker, classifiers; print(worker.__file__, classifiers.__file__)"]
    shown = subprocess.run(
        look, env=containers.environment, cwd=containers.folder, capture_output=True, text=True, check=True
    ).stdout.split()
    assert all(Path(path).is_relative_to(containers.site) for path in shown)


def test_redis_keeps_what_it_was_given_and_is_healthy(redis_url: str) -> None:
    with Redis.from_url(redis_url, decode_responses=True) as client:
        assert client.config_get("appendonly", "appendfsync", "maxmemory-policy") == {
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
        }
    if which("redis-cli") is None:
        pytest.skip("redis-cli is not on this machine; CI has it")
    port = redis_url.rpartition(":")[2].partition("/")[0]
    shell = services()["redis"]["healthcheck"]["test"].replace("redis-cli", f"redis-cli -p {port}")
    secret = interpolated(services()["redis"]["environment"]["REDISCLI_AUTH"], SECRETS)
    assert subprocess.run(shell, shell=True, env={**os.environ, "REDISCLI_AUTH": secret}, check=False).returncode == 0


def test_postgres_is_healthy(postgres_url: str) -> None:
    how, program, *options = services()["postgres"]["healthcheck"]["test"]
    programs = postgres_15_programs if Path("/usr/lib/postgresql/15/bin").exists() else postgres_18_programs
    port = postgres_url.rpartition(":")[2].partition("/")[0]
    assert how == "CMD"
    assert subprocess.run([programs() / program, *options], env={"PGPORT": port}, check=False).returncode == 0


def test_migrate_brings_the_schema_and_may_run_again(migrated: Containers) -> None:
    migrated.run(*services()["migrate"]["command"])
    assert migrated.status()["done"] == 0


def test_worker_processes_what_is_submitted(migrated: Containers) -> None:
    with _running(migrated, "worker"):
        assert migrated.run("submit", "-", "--wait", given=json.dumps(ARTICLE)).strip() == "1"
        (exported,) = [json.loads(line) for line in migrated.run("export").splitlines()]
    assert exported["external_id"] == "lighthouse-7"
    assert [comment["author"] for comment in exported["comments"]] == ["Ottoline Marsh"]
    assert exported["model"] == migrated.status()["model"]


def test_submit_worker_takes_articles_from_celery_producers(migrated: Containers) -> None:
    before = migrated.status()
    with _running(migrated, "submit-worker"):
        url = migrated.broker_url.replace(f":{SECRETS['REDIS_PASSWORD']}", f"producer:{SECRETS['PRODUCER_PASSWORD']}")
        settings = {"broker": url, "broker_transport_options": {"global_keyprefix": "winnow:"}}
        with Celery("plain", **settings, set_as_current=False) as producer:
            article = {"id": "by-celery", "text": "The tide tables for next year are out.\n\nThey cost two crowns."}
            producer.send_task("winnow.submit", args=[article], queue="winnow.submit")
        _await(lambda: migrated.status()["pending"] == before["pending"] + 1)
    with _running(migrated, "worker"):
        _await(lambda: migrated.status()["done"] == before["done"] + 1)


def test_web_refuses_to_be_public_without_a_token_and_then_serves(migrated: Containers) -> None:
    command = [*services()["web"]["command"], "--port", str(free_port())]
    refused = subprocess.run(
        migrated.command(*command), env=migrated.environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert refused.returncode == 78
    assert "winnow user add NAME, or winnow token add NAME" in refused.stderr
    migrated.run("token", "add", "ops", "--scope", "admin")
    with _running(migrated, "web"):
        _await(lambda: _answers("http://127.0.0.1:8377/healthz"))
        assert _is_healthy(migrated, "web")
    assert not _is_healthy(migrated, "web")


def _is_healthy(containers: Containers, name: str) -> bool:
    how, program, *arguments = services()[name]["healthcheck"]["test"]
    assert (how, program) == ("CMD", "python")
    return subprocess.run([sys.executable, *arguments], env=containers.environment, check=False).returncode == 0


def _answers(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(url).text == "ok"
    return False


def test_containers_write_nothing_beside_their_volumes(migrated: Containers) -> None:
    assert [path.name for path in migrated.folder.iterdir() if path.name != "models"] == []


def _address(url: str) -> str:
    return url.rpartition("@")[2].partition("/")[0]


def _create_account(url: str) -> None:
    """Do what the postgres image's entry point does with its environment."""
    set_up = {name: interpolated(value, SECRETS) for name, value in services()["postgres"]["environment"].items()}
    with psycopg.connect(url, autocommit=True) as connection:
        user, database = set_up["POSTGRES_USER"], set_up["POSTGRES_DB"]
        connection.execute(f"CREATE ROLE {user} LOGIN PASSWORD '{set_up['POSTGRES_PASSWORD']}'".encode())
        connection.execute(f"CREATE DATABASE {database} OWNER {user}".encode())


@contextmanager
def _running(containers: Containers, name: str) -> Iterator[None]:
    """Run a container's command; it must end by itself, and well, on SIGTERM."""
    command = [interpolated(word, SECRETS) for word in services()[name]["command"]]
    process = subprocess.Popen(
        containers.command(*command),
        env=containers.environment,
        cwd=containers.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
        assert process.poll() is None, f"{name} ended by itself"
        process.terminate()
        assert process.wait(STOP_S) == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its children too, where it did not end well
        process.wait()


def _await(true: Callable[[], bool]) -> None:
    deadline = monotonic() + START_S
    while not true():
        assert monotonic() < deadline, "it did not come to pass in time"
        sleep(0.2)
