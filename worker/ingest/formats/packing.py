"""Compressed files: what is in them, read as a stream that holds little of it at a time."""

import gzip
import io
import zlib
from typing import BinaryIO, Final, cast

from worker.errors import RefusedError
from worker.reasons import Reason

# Compressed bytes that are unpacked at once: a block of zstd takes three of them and may stand for 128 kB.
_PIECE_BYTES: Final = 256

GZIP: Final = ".gz"
ZSTD: Final = ".zst"
PACKINGS: Final = (GZIP, ZSTD)


class _ZstdDamageError(OSError):
    """What a zstd stream holds is not what was packed."""


# What reading an unpacked stream raises where the packed bytes are damaged or end early.
DAMAGE: Final = (EOFError, zlib.error, gzip.BadGzipFile, _ZstdDamageError)


def packing_of(name: str) -> str:
    """Return the ending that tells how a file is packed; empty where it is not."""
    return next((one for one in PACKINGS if name.lower().endswith(one)), "")


def unpacked(stream: BinaryIO, packing: str) -> BinaryIO:
    """Return what a packed stream holds, as a stream; reading it raises one of `DAMAGE`."""
    if packing == GZIP:
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    if packing == ZSTD:
        return cast(BinaryIO, io.BufferedReader(_Zstd(stream)))
    return stream


def damaged(error: Exception) -> RefusedError:
    """Say that packed bytes are damaged."""
    return RefusedError(Reason.DECODE, f"the compressed data is damaged: {error}")


class _Zstd(io.RawIOBase):
    """The frames of a zstd file, one after the other; a file that ends within one is damaged."""

    def __init__(self, stream: BinaryIO) -> None:
        import zstandard  # noqa: PLC0415  - for packed files alone

        self._error = zstandard.ZstdError
        self._new_frame = zstandard.ZstdDecompressor().decompressobj
        self._frame = self._new_frame()
        self._stream = stream
        self._begun = False
        self._packed = self._unpacked = b""

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer with the next bytes; none at the end."""
        while not self._unpacked and self._next_piece():
            pass
        part, self._unpacked = self._unpacked[: len(buffer)], self._unpacked[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def _next_piece(self) -> bool:
        if not self._packed:
            self._packed = self._stream.read(_PIECE_BYTES)
        if not self._packed:
            if self._begun:
                raise _ZstdDamageError("it ends within a frame")
            return False
        try:
            self._unpacked = self._frame.decompress(self._packed)
        except self._error as error:
            raise _ZstdDamageError(str(error)) from None
        self._begun, self._packed = not self._frame.eof, b""
        if self._frame.eof:
            self._packed = self._frame.unused_data
            self._frame = self._new_frame()
        return True
