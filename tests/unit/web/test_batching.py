"""What is asked for at the same moment is done together, and each gets its own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from worker.web.batching import Batcher


def test_all_are_answered_in_few_batches_and_an_error_is_ones_own() -> None:
    batches: list[list[int]] = []

    def halves(items: Sequence[int]) -> list[float]:
        batches.append(list(items))
        return [12 / item for item in items]

    async def ask_all() -> list[object]:
        batcher = Batcher(halves, 4)
        first = asyncio.create_task(batcher.ask(1))
        await asyncio.sleep(0)
        rest = [batcher.ask(item) for item in (2, 0, 3, 4, 6)]
        return await asyncio.gather(first, *rest, return_exceptions=True)

    first, two, zero, *others = asyncio.run(ask_all())
    assert (first, two, others) == (12, 6, [4, 3, 2])
    assert isinstance(zero, ZeroDivisionError)
    assert max(map(len, batches)) == 4
    # One alone, four of which one fails and so each alone, and the last.
    assert len(batches) == 7


def test_one_who_leaves_does_not_stop_the_others() -> None:
    async def leave() -> int:
        batcher = Batcher(list[int], 4)
        leaver, stayer = asyncio.create_task(batcher.ask(1)), asyncio.create_task(batcher.ask(2))
        await asyncio.sleep(0)
        leaver.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaver
        return await stayer

    assert asyncio.run(leave()) == 2
