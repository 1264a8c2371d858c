"""The process at the pages as its shard sees it: asked for frames, replaced when a page ends it."""

import os
import selectors
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from worker.errors import UnavailableError
from worker.operations.bulk.frames import HEAD_BYTES, Signal, head
from worker.operations.bulk.pages_process import Request
from worker.reasons import Reason

# Seconds that the process gets to import its libraries and load the model.
START_S: Final = 120
# Seconds within which the next pages must be read: a record may be long, and is read to its end to be passed over.
READ_S: Final = 600
# How much longer than its own time a page may take by the clock: the processor is shared, or the page sleeps.
CLOCK_FACTOR: Final = 3
# What the kernel's processor timer and its own kill end a process with.
_BY_TIME: Final = (signal.SIGPROF, signal.SIGALRM, signal.SIGXCPU)


@dataclass(frozen=True, slots=True)
class Ended:
    """How the process ended, while it was at a page or reading one."""

    reason: Reason
    message: str


@dataclass(slots=True)
class PageServer:
    """Starts ``command`` when it is first asked, and again when it has ended."""

    command: Sequence[str]
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    _stopped: bool = field(default=False, init=False)

    def ask(self, request: Request) -> Iterator[tuple[Signal, bytes] | Ended]:
        """Yield what the process tells of a shard, up to its end or how it ended itself."""
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(request.model_dump_json().encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            yield self._ended(timed_out=False)
            return
        patience: float = START_S
        while True:
            frame = self._frame(patience)
            if isinstance(frame, Ended):
                yield frame
                return
            sent = frame[0]
            if sent is Signal.LEAVING:
                self.close()
                return
            yield frame
            if sent is Signal.END:
                return
            patience = request.job.limits.time_s * CLOCK_FACTOR if sent is Signal.WORKING else READ_S

    def stop(self) -> None:
        """End the process, from whichever thread, and start none again."""
        self._stopped = True
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.close()
            if self._stopped:
                raise UnavailableError("the run was ended; the same command goes on")
            try:
                self._process = subprocess.Popen(  # noqa: S603  - our own program
                    self.command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    bufsize=0,
                    start_new_session=True,  # Ctrl-C is for whoever waits; and a page that kills its group kills no run
                )
            except OSError as error:
                raise UnavailableError(f"the process at the pages can't be started: {error.strerror}") from None
        return self._process

    def _frame(self, patience: float) -> tuple[Signal, bytes] | Ended:
        raw = self._read(HEAD_BYTES, patience)
        if isinstance(raw, Ended):
            return raw
        sent, length = head(raw)
        content = self._read(length, patience)
        return content if isinstance(content, Ended) else (sent, content)

    def _read(self, size: int, patience: float) -> bytes | Ended:
        assert self._process is not None
        assert self._process.stdout is not None
        pipe, parts = self._process.stdout.fileno(), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while len(parts) < size:
                if not selector.select(patience):
                    return self._ended(timed_out=True)
                part = os.read(pipe, size - len(parts))
                if not part:
                    return self._ended(timed_out=False)
                parts += part
        return bytes(parts)

    def _ended(self, *, timed_out: bool) -> Ended:
        assert self._process is not None
        if timed_out:
            self._process.kill()
        code = self._process.wait()
        self.close()
        if timed_out or -code in _BY_TIME:
            return Ended(Reason.TIMEOUT, "the page took longer than the time limit")
        if code == 0:
            return Ended(Reason.CRASH, "its process ended by itself")
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        if code == -signal.SIGKILL:
            return Ended(Reason.MEMORY, f"its process was ended from outside ({how}), as when memory runs out")
        return Ended(Reason.CRASH, f"the page ended its process ({how})")
