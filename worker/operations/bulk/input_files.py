"""Files as a run names them: on a disk, or in an object store, and the same to whoever reads them."""

import glob
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from io import BufferedReader
from pathlib import Path

from worker.operations import object_store
from worker.operations.object_store import Stat, is_stored


def find(named: str, holds: Callable[[str], bool]) -> Iterator[str]:
    """Yield the files that a name means: one, those of a folder whose names ``holds`` takes, or those of a pattern.

    A name of nothing is yielded as it is: reading it says so.
    """
    if is_stored(named):
        yield from object_store.find(named, holds)
        return
    path = Path(named)
    if path.is_dir():
        yield from (one.as_posix() for one in sorted(path.rglob("*")) if one.is_file() and holds(one.name))
    elif not path.exists() and (matched := glob.glob(named, recursive=True)):  # noqa: PTH207  - a whole path's pattern
        yield from (Path(one).as_posix() for one in sorted(matched) if Path(one).is_file())
    else:
        yield path.as_posix()


def location(name: str) -> str:
    """Return where a file is for another process, which stands elsewhere."""
    return name if is_stored(name) else str(Path(name).resolve())


def stat(name: str) -> Stat:
    """Return a file's size and what tells its content from a later one's; raises OSError where it can't be read."""
    if is_stored(name):
        return object_store.stat(name)
    status = Path(name).stat()
    return Stat(status.st_size, str(status.st_mtime_ns))


def opened(name: str) -> AbstractContextManager[BufferedReader]:
    """Open a file to be read; raises OSError where it can't be, UnavailableError where its store is out of reach."""
    return object_store.opened(name) if is_stored(name) else Path(name).open("rb")
