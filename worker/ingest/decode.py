"""From the bytes of a page to its text: compression, then encoding, each within limits."""

import re
import zlib
from dataclasses import dataclass

import webencodings
from charset_normalizer import from_bytes

from worker.domain import Format
from worker.errors import UnprocessableError
from worker.reasons import Reason

GZIP = b"\x1f\x8b"
# Bytes that one page may grow to; a gzip bomb is stopped here, before it fills the memory.
MAX_DECOMPRESSED_BYTES = 8_000_000
# What pages are mistaken for: each begins like no text does.
BINARY_MAGIC = (b"%PDF-", b"\x89PNG", b"\x7fELF", b"PK\x03\x04", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\xd0\xcf\x11\xe0")
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# The HTML standard looks for a page's own label in its first 1,024 bytes.
PRESCAN_BYTES = 1024
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.\-]{1,40})", re.I)
# Guessing an encoding is slow and the first part of a page tells it as well as the whole.
DETECT_BYTES = 16_384
# One bad byte among so many characters beyond ASCII and text is UTF-8 still; other encodings give bad ones mostly.
MOST_SPOILT = 3
# Share of control characters from which on bytes that decode are still no text.
MAX_CONTROL_SHARE = 0.02
CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the encoding that it was read in, and how many characters had to be replaced."""

    text: str
    encoding: str
    replaced: int


def decode(raw: bytes, page_format: Format, charset: str | None = None) -> Decoded:
    """Read a page's bytes: gzip, byte order mark, HTTP's ``charset``, the page's own label, UTF-8, then detection.

    Names of encodings are WHATWG's; one that is none of them tells nothing.

    NUL bytes are dropped. Raises UnprocessableError: EMPTY, NOT_TEXT, DECOMPRESSION, DECODE.
    """
    content = _decompress(raw) if raw.startswith(GZIP) else raw
    if content.startswith(BINARY_MAGIC):
        raise UnprocessableError(Reason.NOT_TEXT, "the bytes are those of a document, picture or program, not of text")
    decoded = (
        _by_mark(content) or _by_charset(content, charset) or _by_label(content, page_format) or _by_content(content)
    )
    text = decoded.text.replace("\0", "")
    if not text.strip():
        raise UnprocessableError(Reason.EMPTY, "the page is empty")
    return Decoded(text, decoded.encoding, decoded.replaced)


def _decompress(raw: bytes) -> bytes:
    inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        content = inflate.decompress(raw, MAX_DECOMPRESSED_BYTES)
    except zlib.error:
        raise UnprocessableError(Reason.DECODE, "the bytes begin like gzip but are not") from None
    if inflate.unconsumed_tail:
        message = f"the page grows beyond {MAX_DECOMPRESSED_BYTES:,} bytes when decompressed"
        raise UnprocessableError(Reason.DECOMPRESSION, message)
    if not inflate.eof:
        raise UnprocessableError(Reason.DECODE, "the gzip data is cut short")
    return content


def _by_mark(content: bytes) -> Decoded | None:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _replacing(content[len(mark) :], encoding)
    return None


def _by_charset(content: bytes, charset: str | None) -> Decoded | None:
    encoding = webencodings.lookup(charset) if charset else None
    return None if encoding is None else _replacing(content, encoding.codec_info.name)


def _by_label(content: bytes, page_format: Format) -> Decoded | None:
    if page_format is not Format.HTML:
        return None
    found = META_CHARSET.search(content[:PRESCAN_BYTES])
    encoding = webencodings.lookup(found[1].decode("ascii")) if found else None
    if encoding is None:
        return None
    # A label that could be read can't stand in UTF-16: the standard takes it for UTF-8.
    name = "utf-8" if encoding.name.startswith("utf-16") else encoding.codec_info.name
    return _replacing(content, name)


def _by_content(content: bytes) -> Decoded:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _detected(content)
    _require_text(content)
    return Decoded(text, "utf-8", 0)


def _detected(content: bytes) -> Decoded:
    _require_text(content)
    if content[:4096].isascii() or _is_mostly_utf8(content):
        return _replacing(content, "utf-8")
    best = from_bytes(content[:DETECT_BYTES]).best()
    return _replacing(content, best.encoding if best else "windows-1252")


def _is_mostly_utf8(content: bytes) -> bool:
    """Say whether a few bad bytes spoil a text that is UTF-8 otherwise."""
    text = content[:DETECT_BYTES].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return bad * MOST_SPOILT < sum(not char.isascii() for char in text)


def _require_text(content: bytes) -> None:
    head = content[:DETECT_BYTES]
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls - head.count(0) > MAX_CONTROL_SHARE * len(head) or head.count(0) * 2 > len(head):
        raise UnprocessableError(Reason.NOT_TEXT, "the bytes are not text in any encoding that Winnow knows")


def _replacing(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))
