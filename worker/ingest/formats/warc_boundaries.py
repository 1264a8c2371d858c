"""Where records begin in a WARC file: to cut it into parts, and to go on behind what is damaged."""

import re
import zlib
from typing import BinaryIO, Final

import zstandard

from worker.ingest.formats.packing import GZIP, ZSTD

# Bytes that are looked at together; a record's first bytes may stand across two looks.
_LOOK_BYTES: Final = 1 << 20
_OVERLAP: Final = 64
# Bytes of a packed record that are unpacked to see that it is one.
_SAMPLE_BYTES: Final = 4096
_BEGINS: Final = {
    "": re.compile(rb"WARC/1\.\d\r\n(?=[A-Za-z])"),
    GZIP: re.compile(rb"\x1f\x8b\x08"),
    ZSTD: re.compile(rb"\x28\xb5\x2f\xfd"),
}
# What stands before a record that is not packed: the end of the one before it.
_BEFORE: Final = b"\r\n\r\n"
_FIRST: Final = b"WARC/"


def next_boundary(stream: BinaryIO, packing: str, at: int) -> int | None:
    """Return where the next record begins, at ``at`` or behind it; None where none does.

    A packed record is one whose bytes unpack to a record's first line: three equal bytes stand in any packed page.
    """
    while True:
        stream.seek(at)
        look = stream.read(_LOOK_BYTES)
        for found in _BEGINS[packing].finditer(look, 0, len(look)):
            place = at + found.start()
            if _is_record(stream, packing, place):
                return place
        if len(look) < _LOOK_BYTES:
            return None
        at += _LOOK_BYTES - _OVERLAP


def starts_record(block: bytes) -> bool:
    """Whether a record begins within a block of bytes: then the block's length is not what its record told."""
    if _FIRST not in block:  # as in nearly all: a search for bytes takes a fraction of the pattern's time
        return False
    return any(block.startswith(_BEFORE, found.start() - len(_BEFORE)) for found in _BEGINS[""].finditer(block, 4))


def _is_record(stream: BinaryIO, packing: str, place: int) -> bool:
    if not packing:
        stream.seek(max(place - len(_BEFORE), 0))
        return place == 0 or stream.read(len(_BEFORE)) == _BEFORE
    stream.seek(place)
    sample = stream.read(_SAMPLE_BYTES)
    try:
        if packing == GZIP:
            first = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(sample, len(_FIRST))
        else:
            first = zstandard.ZstdDecompressor().decompressobj().decompress(sample)[: len(_FIRST)]
    except (zlib.error, zstandard.ZstdError):
        return False
    return first == _FIRST
