"""Inputs as recipes: parts that are repeated until the input has its size, so that small bytes describe large pages."""

import gzip
import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

# The names that an input comes in by: pages as they are, packed, and a thread whose comments came apart.
WAYS: Final = ("page.html", "page.txt", "page.html.gz", "page.txt.gz", "thread.jsonl")
# Between the parts in a recipe's bytes: no UTF-8 holds it.
_BETWEEN: Final = b"\xff"
# Stands for the number of the repetition, so that no two need be alike.
NUMBER: Final = "\x01"
_MOST_PARTS: Final = 4
_PART_CHARS: Final = 300


@dataclass(frozen=True, slots=True)
class Recipe:
    """``parts``, each repeated as often as the others, one behind the other: "<b>" and "</b>" nest."""

    way: str
    parts: tuple[str, ...]

    def content(self, size: int) -> bytes:
        """Return the input: ``size`` bytes of a page, before it is packed."""
        times = max(1, size // max(1, sum(len(part.encode()) for part in self.parts)))
        if self.way == "thread.jsonl":
            return _thread(self.parts, size)
        page = "".join(_repeated(part, times) for part in self.parts).encode()[:size]
        return gzip.compress(page, 1) if self.way.endswith(".gz") else page

    def to_bytes(self) -> bytes:
        """Return the bytes that `from_bytes` reads."""
        return bytes([WAYS.index(self.way)]) + _BETWEEN.join(part.encode() for part in self.parts)

    def __str__(self) -> str:
        """Show the parts, on one line and in ASCII."""
        return " + ".join(f"{ascii(part)[1:-1]} × n" for part in self.parts)


def from_bytes(data: bytes) -> Recipe | None:
    """Read a recipe; None where the bytes hold none."""
    parts = [part.decode("utf-8", "ignore")[:_PART_CHARS] for part in data[1:].split(_BETWEEN)[:_MOST_PARTS]]
    kept = tuple(part for part in parts if part)
    return Recipe(WAYS[data[0] % len(WAYS)], kept) if kept else None


def _repeated(part: str, times: int) -> str:
    if NUMBER not in part:
        return part * times
    return "".join(part.replace(NUMBER, str(number)) for number in range(times))


def _thread(parts: tuple[str, ...], size: int) -> bytes:
    """Comments with one part each, in turn: their texts, and their authors where there is a second part."""
    name = parts[1] if len(parts) > 1 else "Ida"
    one = {"text": parts[0], "author": name, "links": list(parts[2:])}
    times = max(1, size // len(json.dumps(one)))
    comments = [
        {key: value.replace(NUMBER, str(at)) if isinstance(value, str) else value for key, value in one.items()}
        for at in range(times)
    ]
    return json.dumps({"comments": comments}, ensure_ascii=False).encode()


# What pages and comment sections are made of: what the hunt begins with, and its dictionary.
TAGS: Final = (
    "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<a href=/\x01>", "</a>", "<table>", "<tr>", "<td>", "<li>",
    "<ul>", "</ul>", "<li class=comment id=c\x01>", "<div class='comment depth-1'>", "<cite class=fn>",
    "<time datetime=2024-01-01>", "<br>", "<h2>Comments</h2>", "<blockquote>", "<span class=a\x01>",
    "<script type=application/ld+json>", "<template>", "<svg>", "<select><option>", "<article itemprop=comment>",
    "<form>", "<!--", "-->", "<a", "<", "&amp;", "&#x1F600;", "\u200b",
)  # fmt: skip
TEXTS: Final = (
    "\n", "a\n", "A\x01 says:\n", "1/2/26\n", "Comments\n", "Reply\n", "12 March 2024 at 9:41\n", "Posted by A\x01\n",
    "3 replies\n", "The wheel turns. ", "word\x01 ", "a", " ", "http://a\x01.example/ ", "\ufdfa", "e\u0301", "梨",
    "\u202e", "[1]", "* ", "> ", "|", "@a\x01 ", "\"", ": ", "2024-01-01T00:00:00Z ", "Leave a reply\n", "\\n", "\t",
    "!", "\U0001f600", "1", "-", "_a_", ".\u00a0",
)  # fmt: skip


def seeds() -> list[Recipe]:
    """Return what the hunt begins with: each token alone, and each beside a neighbour."""
    found = []
    for tokens, ways in ((TAGS, WAYS[:1]), (TEXTS, (WAYS[1], WAYS[4]))):
        nested = list(pairwise(tokens))
        parts = [*((one,) for one in tokens), *((one + other,) for one, other in nested), *nested]
        found += [Recipe(way, some) for way in ways for some in parts]
    return found
