"""Doing together what is asked for at the same moment: many at once cost little more than one."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from anyio import to_thread

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Batcher(Generic[Asked, Answer]):
    """Hands what waits to ``work`` in a thread, at most ``most`` at once and one batch after the other.

    While nothing is under way, an item waits for nobody. What one item raises is raised to its asker alone.
    """

    work: Callable[[Sequence[Asked]], Sequence[Answer]]
    most: int
    _waiting: list[tuple[Asked, "asyncio.Future[Answer]"]] = field(default_factory=list, init=False)
    _runner: "asyncio.Task[None] | None" = field(default=None, init=False)

    async def ask(self, item: Asked) -> Answer:
        """Return the answer to one item."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[: self.most], self._waiting[self.most :]
            await self._answer(batch)

    async def _answer(self, batch: Sequence[tuple[Asked, "asyncio.Future[Answer]"]]) -> None:
        try:
            answers = await to_thread.run_sync(self.work, [item for item, _ in batch])
        except Exception as error:
            if len(batch) > 1:
                for one in batch:
                    await self._answer([one])
            elif not batch[0][1].done():
                batch[0][1].set_exception(error)
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)
