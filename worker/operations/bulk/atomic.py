"""Files that are there as a whole or not at all, whenever the run ends."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from classifiers.registry.artifact import sync

# What a file is called while it is written; what a killed run left of them is removed by the next.
UNFINISHED: Final = ".unfinished"


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written; it takes its name where the block ended well, and is on the disk then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: where a node of a cluster is given up, another may do its shard while it still writes.
    unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex}{UNFINISHED}")
    try:
        with unfinished.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    sync(path.parent)


def remove_unfinished(folder: Path) -> None:
    """Remove what a run that was killed left half-written."""
    for path in folder.rglob(f"*{UNFINISHED}"):
        path.unlink()
