"""Progress on a terminal, lines in a pipe."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from worker.cli.terminal import print_error, progress_bar
from worker.work.interval import Interval

# Seconds between two lines where there is no terminal to draw on.
LINE_S = 10.0


class Advance(Protocol):
    """Takes how much is done."""

    def __call__(self, done: int, total: int | None = None, share: float | None = None) -> None:
        """Show it: of how many, or as which share of all (0 to 1) where only that is known."""


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """Show on standard error how ``what`` goes on."""
    if sys.stderr.isatty():
        yield from _bar(what)
    else:
        yield _lines(what)


def _bar(what: str) -> Iterator[Advance]:
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with progress_bar(*columns) as bar:
        task = bar.add_task(what, total=None)

        def advance(done: int, total: int | None = None, share: float | None = None) -> None:
            part = share if share is not None else done / total if total else None
            bar.update(
                task,
                description=_description(what, done, total),
                completed=part or 0.0,
                total=None if part is None else 1.0,
            )

        yield advance


def _lines(what: str) -> Advance:
    pause = Interval(LINE_S)
    pause.begin()

    def advance(done: int, total: int | None = None, share: float | None = None) -> None:
        if pause.over:
            pause.begin()
            percent = "" if share is None else f" ({share:.0%} of the input)"
            print_error(_description(what, done, total) + percent)

    return advance


def _description(what: str, done: int, total: int | None) -> str:
    return f"{what}: {done:,}" + (f" of {total:,}" if total else "")
