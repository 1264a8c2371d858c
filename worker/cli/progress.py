"""Progress on a terminal, lines in a pipe."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

# Seconds between two lines where there is no terminal to draw on.
LINE_S = 10.0


class Advance(Protocol):
    """Takes how much is done."""

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show it."""


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """Show on standard error how ``what`` goes on."""
    if sys.stderr.isatty():
        yield from _bar(what)
    else:
        yield _lines(what)


def _bar(what: str) -> Iterator[Advance]:
    from rich.console import Console  # noqa: PLC0415  - drawn on terminals only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total=None: bar.update(task, completed=done, total=total)


def _lines(what: str) -> Advance:
    last = time.monotonic()

    def advance(done: int, total: int | None = None) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_S:
            last = time.monotonic()
            print(f"{what}: {done}" + (f" of {total}" if total else ""), file=sys.stderr, flush=True)  # noqa: T201

    return advance
