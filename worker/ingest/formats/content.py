"""What a file holds by its first bytes, where its name says nothing."""

import re
from typing import Final

# Bytes of a file that are looked at: a doctype, comments and a licence stand before the first element.
HEAD_BYTES: Final = 2048

_HTML: Final = re.compile(rb"<(!doctype\s{1,100}html|html|head|body)[\s>]", re.IGNORECASE)
# A message's head, which a page that was saved as one file begins with.
_HEADER: Final = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:")
_MIME: Final = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_FEED: Final = re.compile(rb"<(rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
_JSON: Final = re.compile(rb"(\xef\xbb\xbf)?\s{0,1000}[{\[]\s{0,1000}[\"{\]}]")


def suffix_by_content(head: bytes) -> str | None:
    """Return the ending that a file's name would have; None where it begins as none that tells."""
    if _HEADER.match(head) and _MIME.search(_HEAD_END.split(head[:HEAD_BYTES], 1)[0]):
        return ".mhtml"
    if _FEED.search(head[:HEAD_BYTES]) and not _HTML.search(head[:HEAD_BYTES]):
        return ".xml"
    if _HTML.search(head[:HEAD_BYTES]):
        return ".html"
    return ".json" if _JSON.match(head[:HEAD_BYTES]) else None
