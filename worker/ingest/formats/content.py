"""What a file holds by its first bytes, where its name says nothing."""

import re
from typing import Final

# Bytes of a file that are looked at: a doctype, comments and a licence stand before the first element.
HEAD_BYTES: Final = 2048

_HTML: Final = re.compile(rb"<(!doctype\s{1,100}html|html|head|body)[\s>]", re.IGNORECASE)
_FEED: Final = re.compile(rb"<(rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
_JSON: Final = re.compile(rb"(\xef\xbb\xbf)?\s{0,1000}[{\[]\s{0,1000}[\"{\]}]")


def suffix_by_content(head: bytes) -> str | None:
    """Return the ending that a file's name would have; None where it begins neither as a page, a feed nor JSON."""
    if _FEED.search(head[:HEAD_BYTES]) and not _HTML.search(head[:HEAD_BYTES]):
        return ".xml"
    if _HTML.search(head[:HEAD_BYTES]):
        return ".html"
    return ".json" if _JSON.match(head[:HEAD_BYTES]) else None
