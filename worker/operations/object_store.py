"""Input in an object store that speaks S3 (``s3://BUCKET/KEY``), through fsspec.

Names and byte ranges travel between processes, never bytes: whoever works at a part of an object fetches that part.
Which store and whose key is told as to all tools of AWS, by the environment or a profile.
"""

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, Final

from worker.errors import MisconfiguredError, UnavailableError

PREFIX: Final = "s3://"
_AS_PATH: Final = PREFIX[:-1]
# Bytes that are fetched ahead of the reader; those behind its part's end are fetched for nothing.
_AHEAD_BYTES: Final = 4 << 20
# Bytes that a reader takes of them at once.
_BUFFER_BYTES: Final = 1 << 18
_NEEDED: Final = "s3:// names need s3fs here; install it: pip install 'winnow-worker[s3]'"


@dataclass(frozen=True, slots=True)
class Stat:
    """An object's bytes, and what tells its content from a later one's: the store's own hash."""

    size: int
    version: str


def is_stored(name: str) -> bool:
    """Say whether a name is one of an object store."""
    return name.startswith(PREFIX)


def name_of(path: Path) -> str | None:
    """Return the object's name that was taken for a path, which loses one of the slashes; None where it is a path."""
    written = path.as_posix()
    return PREFIX + written.removeprefix(_AS_PATH) if written.startswith(_AS_PATH) else None


def find(named: str, holds: Callable[[str], bool]) -> list[str]:
    """Return the objects that a name means, in order: one, those below a prefix whose names ``holds`` takes, or those
    of a pattern; the name itself where there is none.

    Raises UnavailableError where the store can't be reached, and MisconfiguredError where the extra is missing.
    """
    files = _file_system()
    files.invalidate_cache()
    with _translated(named):
        try:
            is_folder = files.info(named)["type"] == "directory"
        except FileNotFoundError:
            return [PREFIX + one for one in sorted(files.glob(named))] or [named]
        return [PREFIX + one for one in sorted(files.find(named)) if holds(one)] if is_folder else [named]


def stat(name: str) -> Stat:
    """Return what is known of an object; raises OSError where there is none, or where it is nobody's to read."""
    files = _file_system()
    with _translated(name):
        info = files.info(name)
    return Stat(int(info["size"]), str(info.get("ETag", "")).strip('"'))


@contextmanager
def opened(name: str) -> Iterator[io.BufferedReader]:
    """Open an object to be read from any place; reading raises UnavailableError where the store can't be reached."""
    files = _file_system()
    with _translated(name):
        file = files.open(name, "rb", block_size=_AHEAD_BYTES, cache_type="readahead")
    stream: io.BufferedReader = io.BufferedReader(_Object(name, file), _BUFFER_BYTES)
    with stream:
        yield stream


def _file_system() -> Any:
    if find_spec("s3fs") is None:
        raise MisconfiguredError(_NEEDED)
    import fsspec  # noqa: PLC0415  - an extra

    return fsspec.filesystem("s3")


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """Tell what is wrong with an object as with a file, and what is wrong with the store in a sentence."""
    try:
        yield
    except FileNotFoundError:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name) from None
    except PermissionError:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name) from None
    except Exception as error:  # whatever a store, HTTP or the network raises: it has no common tree
        raise _unavailable(name, error) from None


def _unavailable(name: str, error: Exception) -> UnavailableError:
    cause = " ".join(str(error).split())[:200] or type(error).__name__
    return UnavailableError(f"{name} can't be fetched ({cause}); the same command goes on")


class _Object(io.RawIOBase):
    """An object's bytes. A store that fails is no damage of the archive: it is raised as no reader takes it for."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name, self._file = name, file

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place; nothing is fetched yet."""
        return self._file.seek(offset, whence)

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer with the next bytes; none at the end."""
        try:
            part = self._file.read(len(buffer))
        except Exception as error:  # see _translated
            raise _unavailable(self._name, error) from None
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        """Fetch nothing more."""
        if not self.closed:
            self._file.close()
        super().close()
