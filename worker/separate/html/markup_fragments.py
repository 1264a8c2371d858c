"""Text that is markup inside a page's data: JSON-LD and embedded state hold HTML, and text with entities."""

import html
import re

from selectolax.lexbor import LexborHTMLParser

# What a tag or an entity looks like; anything else is text.
_TAG = re.compile(r"<[a-z/!][^<>]{0,2000}>", re.I)
_ENTITY = re.compile(r"&(?:[a-z]{2,10}|#\d{2,7}|#x[0-9a-f]{2,6});", re.I)
_BLOCKS = "p,div,li,blockquote,h1,h2,h3,h4,h5,h6,pre,ul,ol,tr,section,article,figure"


def lines_of(text: str) -> list[str]:
    """The lines of a text that may be HTML, escaped once more or not; tags end lines where a browser does."""
    if not _TAG.search(text) and _ENTITY.search(text):
        text = html.unescape(text)
    if _TAG.search(text):
        text = _shown(text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line]


def _shown(markup: str) -> str:
    """The running text of a fragment of HTML, its blocks and breaks as line ends."""
    root = LexborHTMLParser(markup).body
    if root is None:
        return ""
    for node in root.css("script,style,template"):
        node.decompose()
    # Line ends of the source are spaces, and those of the blocks are not.
    parts = []
    for node in root.traverse(include_text=True):
        if node.tag == "-text":
            parts.append(" ".join((node.text_content or "").split("\n")))
        elif node.tag == "br" or node.tag in _BLOCK_TAGS:
            parts.append("\n")
    return "".join(parts)


_BLOCK_TAGS = frozenset(_BLOCKS.split(","))
