"""Whether a stored page names somebody, in whatever way its bytes write the name."""

import html
import re
import zlib
from contextlib import suppress

from worker.domain import Format
from worker.errors import UnprocessableError
from worker.ingest.decode import GZIP, MAX_DECOMPRESSED_BYTES, decode
from worker.work.folded_text import folded

_TAG = re.compile(r"<[^<>]{0,5000}>")
# Letters as JSON and scripts write them, and as percent signs of addresses.
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# Pages are escaped twice by careless templates, and three times by none that was seen.
_ESCAPES = 2


def names(raw: bytes, page_format: Format, charset: str | None, name: str) -> bool:
    """Whether a page's bytes name an author; ``name`` is folded.

    Looked at are the page's text in every encoding that it may be read in, with entities and JSON's escapes read, and
    with its tags taken out and replaced by spaces. What can't be decoded is looked at as it is.
    """
    return any(_stands_in(text, name) for text in _readings(raw, page_format, charset))


def _readings(raw: bytes, page_format: Format, charset: str | None) -> list[str]:
    content = _unpacked(raw) if raw.startswith(GZIP) else raw
    # A wrong label makes a worker read letters that are not there, and the name's bytes are there all the same.
    found = [content.decode(encoding, "replace") for encoding in ("utf-8", "cp1252", "utf-16-le", "utf-16-be")]
    with suppress(UnprocessableError):
        found.append(decode(content, page_format, charset).text)
    return found


def _unpacked(raw: bytes) -> bytes:
    """What a gzip stream holds, or its beginning where it is broken further on or a bomb."""
    inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        return inflate.decompress(raw, MAX_DECOMPRESSED_BYTES)
    except zlib.error:
        return raw


def _stands_in(text: str, name: str) -> bool:
    for _ in range(_ESCAPES):
        text = html.unescape(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
    return any(name in folded(one) for one in (text, _TAG.sub("", text), _TAG.sub(" ", text)))
