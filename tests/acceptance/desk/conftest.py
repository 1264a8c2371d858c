"""The desk as the tests use it: a running service with a filled store, and somebody who may log in."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.browser import CHROMIUM
from tests.desk_data import fill
from tests.web import Site, site, winnow_of
from worker.store.users import Users

NAME, PASSWORD = "ida", "correct horse battery"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    winnow = winnow_of(tmp_path_factory.mktemp("desk"))
    fill(winnow.engine)
    for name in (NAME, "jan"):
        Users(winnow.engine).add(name, PASSWORD, actor="test")
    with site(winnow) as running:
        yield running


class Visitor:
    """A browser without script: cookies, forms, and nothing else."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, follow_redirects=True, timeout=120)

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
