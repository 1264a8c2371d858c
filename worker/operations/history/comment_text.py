"""What a reader saw of a comment that its program kept as HTML, or as the lines that somebody typed."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from worker.separate.html.markup_fragments import lines_of

# Markup that parts paragraphs itself. Where there is none, programs show each line end as one.
_PARTED: Final = re.compile(r"<(?:p|br|div|li|blockquote|pre)\b", re.IGNORECASE)
_LINK: Final = re.compile(r"<a\s", re.IGNORECASE)
# Addresses that programs turn into links.
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'()\[\]]{1,2000}", re.IGNORECASE)
# What ends a sentence and not an address.
_MARKS: Final = ".,;:!?"


def paragraphs(written: str) -> str:
    """Return the text of a comment or an article, its paragraphs parted by blank lines."""
    shown = written if _PARTED.search(written) else written.replace("\n", "<br>\n") if "<" in written else written
    return "\n\n".join(lines_of(shown))


def links(written: str) -> tuple[str, ...]:
    """Return the addresses that a comment links to, each once, in order."""
    found = []
    if _LINK.search(written):
        found = [node.attributes.get("href") or "" for node in LexborHTMLParser(written).css("a[href]")]
    found += [one.rstrip(_MARKS) for one in _ADDRESS.findall(written)]
    return tuple(dict.fromkeys(one.strip() for one in found if one.strip()))
