"""A part of a stream, read as if it were all of it."""

import io
from typing import BinaryIO, cast

from worker.ingest.formats.reader import Part


class _Window(io.RawIOBase):
    def __init__(self, stream: BinaryIO, left: int) -> None:
        self._stream, self._left = stream, left

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer with the next bytes; none at the part's end."""
        part = self._stream.read(min(len(buffer), self._left))
        self._left -= len(part)
        buffer[: len(part)] = part
        return len(part)


def window(stream: BinaryIO, part: Part) -> BinaryIO:
    """Return the bytes of a part of a stream; the stream itself where the part is all of it."""
    if part.start:
        stream.seek(part.start)
    if part.end is None:
        return stream
    return cast(BinaryIO, io.BufferedReader(_Window(stream, part.end - part.start)))
