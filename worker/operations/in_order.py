"""The same work on many items, by several processes, and the results in the items' order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final, TypeVar

from worker.errors import UnavailableError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Items that wait beside those that are worked at, for each process: enough that none is idle.
_WAITING: Final = 4


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], *, jobs: int, begin: Callable[[], object] | None = None
) -> Iterator[Result]:
    """Yield the result for each item, in order; few are in memory at once, however many there are.

    With one job, all is done here. ``begin`` is called first in each process. Raises UnavailableError where an item
    ended its process.
    """
    if jobs == 1:
        if begin is not None:
            begin()
        yield from map(work, items)
        return
    with ProcessPoolExecutor(jobs, initializer=begin) as pool:
        waiting = deque[Future[Result]]()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > jobs * _WAITING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            message = "an item ended the process that worked at it; winnow bulk says which page does, and goes on"
            raise UnavailableError(message) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
