"""What acceptance tests run: the built wheel, installed apart from the checkout, as processes of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.acceptance.installation import Installation, build_and_install
from tests.servers import AbsentError, redis_server


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel of this checkout, built and installed once a session."""
    return build_and_install(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def own_redis_url() -> Iterator[str]:
    """A Redis of this test alone."""
    with ExitStack() as stack:
        try:
            yield stack.enter_context(redis_server())
        except AbsentError as error:
            if os.environ.get("CI"):
                pytest.fail(f"{error}, and CI must run every test")
            pytest.skip(str(error))


@pytest.fixture
def start(installation: Installation, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start ``winnow ARGUMENTS`` in a process group of its own; what still runs at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*arguments: str, **settings: str) -> subprocess.Popen[bytes]:
        log = (tmp_path / f"process-{len(started)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=tmp_path,
            env=installation.environment(**settings),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        process.wait(timeout=10)
