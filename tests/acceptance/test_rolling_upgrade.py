"""Old and new workers side by side over a migration: first it only adds, and takes away when the old ones are gone."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.process import CHECKOUT, environment, running
from worker.bootstrap import wire
from worker.ingest.envelope import parse_envelope, to_article
from worker.store.base import schema as schema_module
from worker.store.base.database import MIGRATIONS
from worker.store.base.schema import HEAD
from worker.store.figures.status import status

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.timeout(1800)]

EXPANDED = f"{int(HEAD) + 1:04}"
CONTRACTED = f"{int(HEAD[0]) + 1}001"
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    {change}
"""


@pytest.fixture
def expanded(tmp_path: Path) -> Path:
    """A later Winnow, whose migration adds a column."""
    change = 'op.add_column("results", sa.Column("mood", sa.Text))'
    return _later(CHECKOUT, tmp_path / "expanded", EXPANDED, HEAD, change)


@pytest.fixture
def contracted(expanded: Path, tmp_path: Path) -> Path:
    """One later still, whose migration takes it away."""
    return _later(expanded, tmp_path / "contracted", CONTRACTED, EXPANDED, 'op.drop_column("results", "mood")')


def _later(before: Path, folder: Path, revision: str, down: str, change: str) -> Path:
    for package in ("worker", "classifiers"):
        shutil.copytree(before / package, folder / package)
    schema = folder / Path(schema_module.__file__ or "").relative_to(CHECKOUT)
    schema.write_text(re.sub(r'^HEAD = ".*"', f'HEAD = "{revision}"', schema.read_text(), flags=re.MULTILINE))
    versions = folder / MIGRATIONS.relative_to(CHECKOUT) / "versions"
    content = MIGRATION.format(revision=revision, before=down, change=change)
    (versions / f"v{revision}_later.py").write_text(content)
    return folder


class Site:
    """One database and one queue, with programs of several versions on them."""

    def __init__(self, folder: Path, database_url: str, redis_url: str, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._settings = {
            "database_url": database_url,
            "broker_url": redis_url,
            "lease_s": "5",
            "sweep_interval_s": "0.5",
        }
        self._service = wire(**self._settings).service

    def run(self, version: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "worker", *arguments]
        return subprocess.run(
            command, env=self._environment(version), cwd=self._folder, capture_output=True, text=True, check=False
        )

    def start(self, version: Path) -> "subprocess.Popen[bytes]":
        """Start a worker and wait until it is up: one that is still loading ends at once when it is told to."""
        command = [sys.executable, "-m", "worker", "worker", "--concurrency", "1"]
        log, beat = self._folder / f"{version.name}.log", self._beat(version)
        worker = self._stack.enter_context(running(command, self._environment(version), log))
        deadline = time.monotonic() + 300
        while not beat.exists():
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        return worker

    def submit(self, numbers: range) -> None:
        rows = [{"text": f"Village {number} has a fair, as every year."} for number in numbers]
        self._service.submit([to_article(parse_envelope(row), max_bytes=10_000) for row in rows])

    def _environment(self, version: Path) -> dict[str, str]:
        beat = str(self._beat(version))
        return environment(self._folder, heartbeat_file=beat, **self._settings) | {"PYTHONPATH": str(version)}

    def _beat(self, version: Path) -> Path:
        return self._folder / f"{version.name}.beat"


@pytest.fixture
def site(tmp_path: Path, database_url: str, redis_url: str) -> Iterator[Site]:
    with ExitStack() as stack:
        yield Site(tmp_path, database_url, redis_url, stack)


def test_expand_side_by_side_then_contract(
    site: Site, expanded: Path, contracted: Path, database_url: str, open_engine: Callable[[str], Engine]
) -> None:
    engine = open_engine(database_url)
    old = site.start(CHECKOUT)
    site.submit(range(30))
    _await_done(engine, 30)

    assert site.run(expanded, "db", "upgrade").returncode == 0
    site.submit(range(30, 60))
    _await_done(engine, 60)  # by the old one, on the new schema
    new = site.start(expanded)
    site.submit(range(60, 300))
    _await_done(engine, 300)  # by both
    assert site.run(CHECKOUT, "db", "check").returncode == 0
    assert (old.poll(), new.poll()) == (None, None)

    old.terminate()
    assert old.wait(45) == 0
    new.terminate()
    assert new.wait(45) == 0
    assert site.run(contracted, "db", "upgrade").returncode == 0
    refused = site.run(CHECKOUT, "db", "check")
    assert refused.returncode == 78
    assert "newer than this Winnow" in refused.stderr
    site.start(contracted)
    with engine.begin() as connection:  # submitted by whoever is not upgraded yet is taken too
        connection.execute(text("UPDATE articles SET state = 'pending', rung_at = NULL WHERE id = 1"))
    _await_done(engine, 300)
    assert status(engine).dead == 0


def _await_done(engine: Engine, count: int) -> None:
    deadline = time.monotonic() + 300
    while status(engine).done < count:
        assert time.monotonic() < deadline, f"not done: {status(engine)}"
        time.sleep(0.1)
