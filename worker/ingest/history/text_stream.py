"""An export's text, as a stream: unpacked, decoded and cleaned of what no text holds."""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final

import webencodings

from worker.errors import RefusedError
from worker.ingest.formats.packing import DAMAGE, GZIP, damaged, unpacked
from worker.ingest.history.reader import Export
from worker.reasons import Reason

# Bytes that are read at once.
_PIECE_BYTES: Final = 1 << 16
_GZIP_MAGIC: Final = b"\x1f\x8b"
# Where XML says how it is encoded.
_DECLARED: Final = re.compile(rb"^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9._:-]{1,40})")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Control characters but tab and line ends, and the two that are no characters: XML 1.0 forbids all of them.
_NOWHERE: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
_REPLACEMENT: Final = "\ufffd"


def read_text(export: Export) -> Iterator[str | RefusedError]:
    """Yield the text of a file, piece by piece, and at its end what could not be decoded of it.

    The encoding is that of its byte order mark, the one that XML declares, or UTF-8. Raises RefusedError (DECODE)
    where what is packed is damaged.
    """
    spoilt = 0
    with export.path.open("rb") as file:
        pieces = _pieces(_plain(file), file, export)
        first = next(pieces, b"")
        encoding = _encoding(first)
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        for piece in chain((first,), pieces):
            text = decoder.decode(piece)
            spoilt += text.count(_REPLACEMENT) - piece.count(_REPLACEMENT.encode())
            yield text.translate(_NOWHERE)
        yield decoder.decode(b"", final=True).translate(_NOWHERE)
    if spoilt > 0:
        message = (
            f"{spoilt:,} characters are not {encoding.removesuffix('-sig').upper()}, and were read as {_REPLACEMENT}"
        )
        yield RefusedError(Reason.DECODE, message)


def _plain(file: BinaryIO) -> BinaryIO:
    packed = file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
    file.seek(0)
    return unpacked(file, GZIP if packed else "")


def _pieces(source: BinaryIO, file: BinaryIO, export: Export) -> Iterator[bytes]:
    at = 0
    while True:
        try:
            piece = source.read(_PIECE_BYTES)
        except DAMAGE as error:
            raise damaged(error) from None
        if not piece:
            return
        export.taken(file.tell() - at)
        at = file.tell()
        yield piece


def _encoding(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    declared = _DECLARED.match(head)
    found = webencodings.lookup(declared[1].decode("ascii")) if declared else None
    # What could be read as ASCII so far is no UTF-16, whatever it says.
    return "utf-8" if found is None or found.name.startswith("utf-16") else found.codec_info.name
