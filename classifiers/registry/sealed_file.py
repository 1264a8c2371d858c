"""A copy of a file in memory that nobody can change, this process included."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

# memfd_create(2), fcntl(2): no writing, no shrinking (which would end who maps it by SIGBUS), no growing, no unsealing.
_SEALS: Final = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL


@contextmanager
def sealed(path: Path) -> Iterator[BinaryIO]:
    """Yield what a file holds now, read once and sealed: what is checked is what is used.

    What the file becomes later, replaced, truncated or written into, changes nothing of it. Maps of it must be private
    (before Linux 6.7 shared ones of a sealed file are refused even for reading); forked processes share them. Raises
    OSError where the file can't be read.
    """
    handle = os.memfd_create(path.name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with os.fdopen(handle, "r+b") as copy:
        with path.open("rb") as file:
            shutil.copyfileobj(file, copy)
        copy.flush()
        fcntl.fcntl(copy, fcntl.F_ADD_SEALS, _SEALS)
        copy.seek(0)
        yield copy
