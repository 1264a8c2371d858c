"""A selection of `make chaos` that takes two minutes: few faults of several kinds, the same books."""

import os

import pytest

from tests.chaos.__main__ import run
from tests.chaos.scale import SHORT

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.postgres, pytest.mark.timeout(1800)]


@pytest.mark.parametrize("test", ["T1b", "T3", "T4", "T7", "T11"])
def test_nothing_is_lost_and_nothing_doubled(test: str) -> None:
    verdict = run(test, seed=7, scale=SHORT)
    if verdict.skipped and not os.environ.get("CI"):
        pytest.skip(verdict.skipped)
    assert verdict.met, verdict.line()
    assert verdict.books is not None
    assert verdict.books.done > 0
    assert verdict.books.balanced
