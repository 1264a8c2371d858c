"""Every regular expression takes time linear in its text: found in all modules, timed at 10, 20 and 40 kB."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Mapping
from types import ModuleType

import pytest

import classifiers
import worker
from tests.clean_room.imports import EXTRAS_OWN

SIZES = (10_000, 20_000, 40_000)
# What makes a search begin at every character and fail late: runs of one kind, and pairs that almost match.
SEEDS = (
    " ", "\n", "\t \n", "a", "A", "1", ".", "-", "/", "@", "<", "=", "&", "(", "[", "\"", "a ", "a.", "a@", "1:", "1/",
    "<a", "<a ", "a=\"", "http://a", "www.", "a b. ", "says", "says: ", "é", "\u0301", "\u200b",
    "ﷺ", "한", "\U0001f4a9",
    "<!--", "</", "comment-", "2 comments ", "March 1, 2026 at ", "%20", "--", "__", "``", "{{", "}}",
)  # fmt: skip
# A quadratic search takes 16 times as long for four times the text; the rest is noise of a busy machine.
MOST_GROWTH = 9.0
# Seconds below which a search is too fast to be measured, and fast enough whatever its growth.
FAST_S = 0.004


def modules() -> Iterator[ModuleType]:
    for package in (worker, classifiers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" in found.name or found.name.endswith(("__main__", ".app")):
                continue
            if found.name not in EXTRAS_OWN:
                yield importlib.import_module(found.name)


def patterns() -> dict[str, "re.Pattern[str] | re.Pattern[bytes]"]:
    return {
        f"{module.__name__}.{name}.{at}": pattern
        for module in modules()
        for name, value in vars(module).items()
        for at, pattern in enumerate(_compiled(value))
    }


def _compiled(value: object) -> "Iterator[re.Pattern[str] | re.Pattern[bytes]]":
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        yield from _compiled(tuple(value.values()))
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            if isinstance(one, re.Pattern):
                yield one


FOUND = patterns()


def test_they_are_found() -> None:
    assert len(FOUND) > 30


@pytest.mark.parametrize("name", FOUND)
def test_four_times_the_text_never_takes_the_square(name: str) -> None:
    slow = [seed for seed in SEEDS if _is_slow(FOUND[name], seed)]
    assert slow == [], f"{FOUND[name].pattern!r} at {slow}"


def _is_slow(pattern: "re.Pattern[str] | re.Pattern[bytes]", seed: str) -> bool:
    """Look twice before saying so: a neighbour on the machine can slow one measurement, not three of each size."""
    small, _, large = (_seconds(pattern, seed, size, tries=1) for size in SIZES)
    if large < FAST_S or large < MOST_GROWTH * small:
        return False
    small, middle, large = (_seconds(pattern, seed, size, tries=3) for size in SIZES)
    return large > FAST_S and large > MOST_GROWTH * small and large > middle * MOST_GROWTH / 3


def _seconds(pattern: "re.Pattern[str] | re.Pattern[bytes]", seed: str, size: int, *, tries: int) -> float:
    text = seed * (size // len(seed)) + "\0"
    subject = text if isinstance(pattern.pattern, str) else text.encode()
    best = float("inf")
    for _ in range(tries):
        start = time.thread_time()
        for _found in pattern.finditer(subject):  # type: ignore[arg-type]
            pass
        pattern.match(subject)  # type: ignore[arg-type]
        best = min(best, time.thread_time() - start)
    return best
