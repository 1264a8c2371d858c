"""From the bytes of a page to its text: compression, then encoding, each within limits."""

import re
import zlib
from dataclasses import dataclass

import chardet
import webencodings

from worker.domain import Format
from worker.errors import UnprocessableError
from worker.reasons import Reason

GZIP = b"\x1f\x8b"
# Bytes that one page may grow to; a gzip bomb is stopped here, before it fills the memory.
MAX_DECOMPRESSED_BYTES = 5_000_000
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
# Shifts into two-byte letters, which no other text holds: ISO-2022-JP (RFC 1468) is ASCII to every other test.
ISO_2022_JP = (b"\x1b$B", b"\x1b$@")
# Bytes before and after one beyond ASCII that are looked at with it: some words of its language.
AROUND_BYTES = 60
BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the encoding that it was read in, and how many characters had to be replaced.

    ``utf8`` are the text's bytes in UTF-8, where it came as these.
    """

    text: str
    encoding: str
    replaced: int
    utf8: bytes | None = None


def decode(raw: bytes, page_format: Format, charset: str | None = None) -> Decoded:
    """Read a page's bytes: gzip, byte order mark, UTF-8 that can be nothing else, labels, then detection.

    Labels are HTTP's ``charset`` and the page's own, by WHATWG's names; one that is none of them tells nothing. Bytes
    beyond ASCII that are strictly valid UTF-8 are UTF-8, whatever a stale label says; where a label of UTF-8 is not
    true of them, they tell their encoding themselves.

    NUL bytes are dropped. Raises UnprocessableError: EMPTY, NOT_TEXT, DECOMPRESSION, DECODE.
    """
    content = _decompress(raw) if raw.startswith(GZIP) else raw
    if content.startswith(BINARY_MAGIC):
        raise UnprocessableError(Reason.NOT_TEXT, "the bytes are those of a document, picture or program, not of text")
    decoded = (
        _by_mark(content)
        or _by_strict_utf8(content)
        or _by_name(content, charset)
        or _by_label(content, page_format)
        or _detected(content)
    )
    if "\0" in decoded.text:
        decoded = Decoded(decoded.text.replace("\0", ""), decoded.encoding, decoded.replaced)
    if not decoded.text or decoded.text.isspace():
        raise UnprocessableError(Reason.EMPTY, "the page is empty")
    return decoded


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


def _by_strict_utf8(content: bytes) -> Decoded | None:
    """Read what is UTF-8 and not ASCII alone: text in another encoding is next to never valid UTF-8."""
    if content.isascii():
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    _require_text(content)
    return Decoded(text, "utf-8", 0, content)


def _by_name(content: bytes, name: str | None) -> Decoded | None:
    encoding = webencodings.lookup(name) if name else None
    if encoding is None:
        return None
    # A page's label that could be read can't stand in UTF-16: the standard takes it for UTF-8.
    codec = "utf-8" if encoding.name.startswith("utf-16") else encoding.codec_info.name
    return _detected(content) if codec == "utf-8" else _replacing(content, codec)


def _by_label(content: bytes, page_format: Format) -> Decoded | None:
    found = META_CHARSET.search(content[:PRESCAN_BYTES]) if page_format is Format.HTML else None
    return _by_name(content, found[1].decode("ascii")) if found else None


def _detected(content: bytes) -> Decoded:
    _require_text(content)
    if content.isascii():
        return _replacing(content, "iso2022_jp" if any(shift in content for shift in ISO_2022_JP) else "utf-8")
    sample = _telling(content)
    if _is_mostly_utf8(sample):
        return _replacing(content, "utf-8")
    # The encoding of most pages that tell none and are not UTF-8 stands in for what nothing was found out of.
    return _replacing(content, chardet.detect(sample)["encoding"] or "windows-1252")


def _telling(content: bytes) -> bytes:
    """Return the bytes beyond ASCII with their neighbours: a page's first part is often markup alone."""
    parts, at, size = [], 0, 0
    for found in BEYOND_ASCII.finditer(content):
        if found.start() < at:
            continue
        start, at = max(at, found.start() - AROUND_BYTES), found.start() + AROUND_BYTES
        parts.append(content[start:at])
        size += at - start
        if size >= DETECT_BYTES:
            break
    return b"".join(parts)


def _is_mostly_utf8(sample: bytes) -> bool:
    """Say whether a few bad bytes spoil a text that is UTF-8 otherwise."""
    text = sample.decode("utf-8", "replace")
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
