"""Archives of which some bytes are others: each is read to its end, and cut, whatever they say now."""

from collections.abc import Callable
from random import Random

import pytest

from tests.fuzz.archives import MAX_BYTES, NAMES, articles, whole

WHOLE = whole()
# Of each name, and of each as many garblings as one may be: enough to see a reader that raises, in seconds.
TRIES = 60


def changed(raw: bytearray, at: int, rng: Random) -> None:
    raw[at] = rng.randrange(256)


def removed(raw: bytearray, at: int, rng: Random) -> None:
    del raw[at : at + rng.randrange(1, 60)]


def added(raw: bytearray, at: int, rng: Random) -> None:
    raw[at:at] = rng.randbytes(rng.randrange(1, 20))


def repeated(raw: bytearray, at: int, rng: Random) -> None:
    raw[at:at] = raw[rng.randrange(len(raw)) :][: rng.randrange(200)]


GARBLINGS: tuple[Callable[[bytearray, int, Random], None], ...] = (changed, removed, added, repeated)


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_archive_gives_its_pages(name: str) -> None:
    assert len(list(articles(name, WHOLE[name]))) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_a_garbled_archive_is_read_to_its_end(name: str) -> None:
    rng = Random(name)
    for _ in range(TRIES):
        raw = bytearray(WHOLE[name])
        for _ in range(rng.randrange(1, 6)):
            rng.choice(GARBLINGS)(raw, rng.randrange(len(raw)), rng)
        assert all(len(article.source.raw) <= MAX_BYTES for article in articles(name, bytes(raw)))
