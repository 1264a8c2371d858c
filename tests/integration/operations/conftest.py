"""One Winnow a door, so that each begins with the same store."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.databases import DatabaseServers
from tests.doors import Doors, doors

pytestmark = pytest.mark.redis


@pytest.fixture
def opened(tmp_path: Path, database_kinds: DatabaseServers, redis_url: str) -> Iterator[Callable[[], Doors]]:
    """Return what opens a fresh Winnow with all its doors; each is closed at the test's end."""
    kind = database_kinds.databases("sqlite")
    with ExitStack() as stack:

        def fresh() -> Doors:
            url = kind.upgraded()
            stack.callback(kind.drop, url)
            folder = tmp_path / url.rpartition("/")[2]
            folder.mkdir()
            return stack.enter_context(doors(folder, url, redis_url))

        yield fresh
