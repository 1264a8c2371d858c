"""The desk as the tests use it: a running service with a filled store, and somebody who may log in."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import CHROMIUM, FLAGS
from tests.desk_data import estimate, fill
from tests.doors import NAME, PASSWORD, Visitor
from tests.web import Site, site, winnow_of
from worker.store.access.roles import Role
from worker.store.access.users import Users


@contextmanager
def filled_desk(folder: Path, people: Mapping[str, Role], **what: int) -> Iterator[Site]:
    """Run a desk at which these people may log in; ``what`` is how much there is, as `fill` takes it."""
    winnow = winnow_of(folder)
    fill(winnow.engine, **what)
    estimate(winnow.engine)
    for name, role in people.items():
        Users(winnow.engine).add(name, PASSWORD, actor="test", role=role)
    with site(winnow) as running:
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with filled_desk(tmp_path_factory.mktemp("desk"), {NAME: Role.ADMIN, "jan": Role.MODERATOR}) as running:
        yield running


@pytest.fixture
def visitor(desk: Site) -> Iterator[Visitor]:
    one = Visitor(desk.url)
    yield one
    one.client.close()


@pytest.fixture
def ida(visitor: Visitor) -> Visitor:
    assert visitor.log_in().status_code == 200
    return visitor


@pytest.fixture
def jan(desk: Site) -> Iterator[Visitor]:
    one = Visitor(desk.url)
    one.log_in("jan")
    yield one
    one.client.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is not there, and CI must run every test")
        pytest.skip(f"{CHROMIUM} is not there (Debian: apt-get install chromium)")
    return CHROMIUM


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()
