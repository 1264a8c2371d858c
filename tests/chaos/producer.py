"""A producer as a process (``python -m tests.chaos.producer``): submits until told to stop, and keeps its own book.

The book has one line an event: ``try`` before a submission, ``ack`` when it was taken, ``off`` with the class of the
error where it was put off. What was put off is tried again.
"""

import argparse
import itertools
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from tests.chaos.articles import envelope
from worker.client import submit
from worker.errors import UnavailableError
from worker.work.service import StoredNotRungError

BATCH = 8
# Seconds until what was put off is tried again.
PAUSE_S = 0.3


def main(arguments: argparse.Namespace) -> None:
    """Submit every ``step``-th article from ``first`` on, ``rate`` a second, until the file ``stop`` is there."""
    numbers = itertools.count(arguments.first, arguments.step)
    with (arguments.folder / f"producer-{arguments.first}.book").open("a", buffering=1) as book:
        due = time.monotonic()
        while not arguments.stop.exists():
            _submit(list(itertools.islice(numbers, BATCH)), book, arguments.stop)
            due = max(due + BATCH / arguments.rate, time.monotonic() - 1)
            time.sleep(max(0.0, due - time.monotonic()))


def _submit(batch: Sequence[int], book: TextIO, stop: Path) -> None:
    names = " ".join(map(str, batch))
    book.write(f"try {names}\n")
    while not stop.exists():
        try:
            submit([envelope(number) for number in batch])
        except StoredNotRungError:
            book.write("off StoredNotRungError\n")
        except UnavailableError as error:
            book.write(f"off {type(error).__name__}\n")
            time.sleep(PAUSE_S)
            continue
        book.write(f"ack {names}\n")
        return


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for option in ("--first", "--step"):
        parser.add_argument(option, type=int)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--stop", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main(_arguments())
