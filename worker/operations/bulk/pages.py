"""The pages of a shard, batch by batch: what came in, and what came out. Pure but for the reading."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from worker.domain import ClaimedArticle, Failed, NewArticle, Processed
from worker.errors import RefusedError
from worker.ingest.formats import Incoming
from worker.reasons import Reason
from worker.work.pipeline import JudgePort, Separate, process

# Pages that are judged together: enough to share the cost of a call, few enough to stay small in memory.
PAGES_AT_ONCE: Final = 16

# Where a page stood, what came in, and what came out of it (None where it never got in).
Page = tuple[str, NewArticle | RefusedError, Processed | Failed | None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Items of a shard that follow one another, the first of this number (from 0)."""

    first: int
    items: tuple[Incoming, ...]

    @property
    def behind(self) -> int:
        """The number of the item behind them."""
        return self.first + len(self.items)


def batches(
    incoming: Iterator[Incoming], *, start: int, alone_until: int, on_read: Callable[[int], None]
) -> Iterator[Batch]:
    """Cut a shard's items from number ``start`` on into batches; those before ``alone_until`` come alone.

    Batches end at the same numbers wherever they start: what a page is judged with never depends on what went before.
    ``on_read`` hears the number of the next item before a batch is read.
    """
    first, held = start, list[Incoming]()
    on_read(start)
    for number, item in enumerate(incoming):
        if number < start:
            continue
        held.append(item)
        if number < alone_until or (number + 1) % PAGES_AT_ONCE == 0:
            yield Batch(first, tuple(held))
            first, held = number + 1, []
            on_read(first)
    if held:
        yield Batch(first, tuple(held))


def work(batch: Batch, separate: Separate, judge: JudgePort) -> list[Page]:
    """Take the pages of a batch apart and judge their comments; what never got in has no outcome."""
    claimed = [
        ClaimedArticle(id=number, attempt=1, source=one.article.source)
        for number, one in enumerate(batch.items, batch.first)
        if isinstance(one.article, NewArticle)
    ]
    outcomes = {outcome.id: outcome for outcome in process(claimed, separate=separate, judge=judge)}
    return [(one.place, one.article, outcomes.get(number)) for number, one in enumerate(batch.items, batch.first)]


def took_memory(pages: Sequence[Page]) -> bool:
    """Whether one of these left its process short of memory, where it is not the next page's fault to fail."""
    return any(isinstance(outcome, Failed) and outcome.reason is Reason.MEMORY for _, _, outcome in pages)
