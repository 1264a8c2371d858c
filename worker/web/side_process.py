"""A process beside the service that does what strangers' input may kill it with."""

import asyncio
import resource
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from worker.errors import UnprocessableError
from worker.reasons import Reason

# Bytes of one line of an answer: a page has at most 2 MB, and its parts come once each.
MAX_LINE_BYTES = 32_000_000
# Seconds that a new process may take to begin with its work, which is part of the first answer.
START_S = 20.0


@dataclass(slots=True)
class SideProcess:
    """A command that reads JSON Lines and answers each with a line; one question at a time.

    It is started by the first question, which may take ``start_s`` longer, ended where an answer takes too long
    (seconds) or it takes more memory (bytes of address space) than it may, and started again by the next question.
    """

    command: Sequence[str]
    time_limit_s: float
    memory_bytes: int
    environment: Mapping[str, str] | None = None  # the caller's own where none is given
    start_s: float = START_S
    _process: Process | None = field(default=None, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def ask(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the answer; raises UnprocessableError where there is none."""
        async with self._turn:
            try:
                line = await self._ask(orjson.dumps(row) + b"\n")
            except TimeoutError:
                await self._end()
                raise UnprocessableError(Reason.TIMEOUT, f"it took longer than {self.time_limit_s:g} s") from None
            except (OSError, ValueError):
                line = b""
            except asyncio.CancelledError:
                await self._end()  # its answer would be taken for the next question's
                raise
            if not line:
                await self._end()
                raise UnprocessableError(Reason.CRASH, "the process that reads pages ended on this one")
        answer: dict[str, Any] = orjson.loads(line)
        return answer

    async def _ask(self, line: bytes) -> bytes:
        fresh = self._process is None
        process = self._process = self._process or await self._start()
        return await asyncio.wait_for(_answer(process, line), self.time_limit_s + (self.start_s if fresh else 0))

    async def close(self) -> None:
        """End the process, if there is one."""
        async with self._turn:
            await self._end()

    async def _start(self) -> Process:
        process = await asyncio.create_subprocess_exec(
            *self.command, stdin=PIPE, stdout=PIPE, limit=MAX_LINE_BYTES, env=self.environment
        )
        resource.prlimit(process.pid, resource.RLIMIT_AS, (self.memory_bytes, self.memory_bytes))
        return process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()


async def _answer(process: Process, line: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line)
    await process.stdin.drain()
    return await process.stdout.readline()
