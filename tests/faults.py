"""A Winnow whose separation does what a page's text asks for: the fault hook, which the product itself lacks.

``celery -A tests.faults worker`` is a worker with it, ``python -m tests.faults`` its quarantine.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from worker import separate as real
from worker.bootstrap import Winnow
from worker.domain import Page, Separation
from worker.settings import load_settings
from worker.work.quarantined import main


def hang_in_c() -> None:
    """Sleep in C with the interpreter's lock held: no Python handler runs."""
    ctypes.PyDLL(None).sleep(3600)


def crash() -> None:
    ctypes.string_at(0)


def take_memory() -> None:
    raise MemoryError


def fill_memory() -> None:
    bytearray(1 << 40)


def recurse() -> None:
    recurse()


def leave() -> None:
    raise SystemExit(3)


def kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_parent() -> None:
    """End whoever started this process, then wait to be ended with it."""
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(3600)


def fail() -> None:
    raise KeyError("planted")


FAULTS: Mapping[str, Callable[[], None]] = {
    "hang": hang_in_c,
    "segv": crash,
    "memory": take_memory,
    "greed": fill_memory,
    "recursion": recurse,
    "exit": leave,
    "kill": kill_self,
    "parent": kill_parent,
    "error": fail,
    "slow": lambda: time.sleep(1.5),
    "slower": lambda: time.sleep(8),
}


def separate(pages: Sequence[Page]) -> list[Separation]:
    """Do the faults that the pages name (``FAULT:name.``), if they name any, and then the real thing."""
    for page in pages:
        _, named, rest = page.content.partition("FAULT:")
        if rest.startswith("quote."):
            raise ValueError(page.content)
        if named:
            FAULTS[rest.partition(".")[0]]()
    return real.separate_together(pages)


if __name__ == "__main__":
    main(separate)
elif "celery" in sys.argv[0]:
    app = Winnow(load_settings(), separate, (sys.executable, "-m", "tests.faults")).app
