"""Parting a text that lost all its line ends: a new line where a name line stands between two sentences."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_form
from worker.separate.language.headings import read_heading
from worker.separate.language.lookups import EDGES, replies
from worker.separate.language.name_lines import MAX_NAME_WORDS, NameLine, read_name_line

# Lines that a text has at most that lost its line ends: a title and a date may stand on their own.
MAX_LINES = 4
# Characters of a line that holds an article and its comments; a long paragraph has fewer.
MIN_CHARS = 400
# Name lines that must stand within it: with a verb or not. A report names a witness and a day once or twice.
MIN_SURE, MIN_NAMES = 2, 3
# Words of the longest link below a comment, and of the longest heading.
MAX_LINK_WORDS, MAX_HEADING_WORDS = 4, 20

# Where a sentence ends; a month's or a half day's short name before a number ends none.
_SENTENCE = re.compile(r"(?<=[!?…。！？”»)])\s+|(?<=[^\W\d]{5}\.)\s+|(?<=\.)\s+(?=[^\W\d])")
TEXT, NAME, LINK, HEADING = range(4)
_Piece = tuple[int, str]


def part_flat(lines: Sequence[str]) -> list[str]:
    """Return a text's stripped lines, the long ones parted where comments run on behind each other's names.

    Only a text of ``MAX_LINES`` lines is; linear in its length.
    """
    if sum(map(bool, lines)) > MAX_LINES or not any(len(line) >= MIN_CHARS for line in lines):
        return list(lines)
    return [part for line in lines for part in (_parted(line) if len(line) >= MIN_CHARS else [line])]


def _parted(line: str) -> list[str]:
    pieces = [piece for sentence in _SENTENCE.split(line) for piece in _pieces(sentence)]
    names = [name_line for kind, text in pieces if kind == NAME and (name_line := read_name_line(text))]
    if len(names) < (MIN_SURE if sum(one.sure for one in names) >= MIN_SURE else MIN_NAMES):
        return [line]
    start = _start([kind for kind, _ in pieces])
    article = " ".join(text for _, text in pieces[:start])
    return [article, *_joined(pieces[start:])] if article else list(_joined(pieces[start:]))


def _start(kinds: Sequence[int]) -> int:
    """Return where the comments begin: with a heading, else with a name behind a sentence, which no byline stands."""
    if HEADING in kinds:
        return kinds.index(HEADING)
    first_text = kinds.index(TEXT) if TEXT in kinds else 0
    return next((at for at in range(first_text, len(kinds)) if kinds[at] == NAME and at > 1), 0)


def _joined(pieces: Sequence[_Piece]) -> Iterator[str]:
    """Join the sentences that stand together; what else there is has a line of its own."""
    for is_text, run in groupby(pieces, lambda piece: piece[0] == TEXT):
        texts = [text for _, text in run]
        yield from [" ".join(texts)] if is_text else texts


def _pieces(sentence: str) -> Iterator[_Piece]:
    """Yield what stands before a sentence's name line, the line and what is said behind it; or the sentence."""
    span = find_time(sentence)
    before = sentence[: span[0]].split() if span else []
    at = _past_link(before)
    before_link, link, name = before[: at[0]], before[at[0] : at[1]], before[at[1] :]
    heading = _heading(name)
    name_line = _name(" ".join((*name[heading:], sentence[slice(*span)]))) if span else None
    behind = sentence[span[1] :].lstrip(" .,:;)") if span else ""
    if name_line is None or (behind[:1].islower() and ":" not in name_line):  # "NAME said on DAY that …"
        yield from _unnamed(sentence.split())
        return
    yield from _whole((TEXT, before_link), *_each(link), (HEADING, name[:heading]), (NAME, [name_line]))
    yield from _whole((TEXT, behind.split()))


def _unnamed(words: list[str]) -> Iterator[_Piece]:
    """Yield the link that a sentence begins with, and the rest; a heading and the form are lines of their own."""
    links = _each(words)
    rest = words[sum(len(link) for _, link in links) :]
    kind = HEADING if _is_heading(rest) else LINK if is_form(" ".join(rest).casefold()) else TEXT
    yield from _whole(*links, (kind, rest))


def _whole(*pieces: tuple[int, Sequence[str]]) -> Iterator[_Piece]:
    return ((kind, " ".join(words)) for kind, words in pieces if words)


def _past_link(words: Sequence[str]) -> tuple[int, int]:
    """Return where the last links in some words begin and end; both are 0 where there are none."""
    first = past = 0
    for start in range(len(words) - 1, max(len(words) - 2 * MAX_NAME_WORDS, 0) - 1, -1):
        for end in (first,) if past else range(min(start + MAX_LINK_WORDS, len(words) - 1), start, -1):
            if _is_link(words[start:end]):
                first, past = start, past or end
                break
    return first, past


def _each(words: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return the links that some words begin with, one by one."""
    links: list[tuple[int, list[str]]] = []
    at = 0
    while end := next((end for end in range(at + MAX_LINK_WORDS, at, -1) if _is_link(words[at:end])), 0):
        links.append((LINK, list(words[at:end])))
        at = end
    return links


def _is_link(words: Sequence[str]) -> bool:
    """Tell a link by its capital: "I will reply" says something."""
    return bool(words) and not words[0][0].islower() and " ".join(words).casefold().strip(EDGES) in replies()


def _heading(words: Sequence[str]) -> int:
    """Return how many words the shortest heading has that some words begin with; the others are a name."""
    return next((count for count in range(2, len(words)) if _is_heading(words[:count])), 0)


def _is_heading(words: Sequence[str]) -> bool:
    """Tell a heading with a number: any other can't be told from text."""
    if not 1 < len(words) <= MAX_HEADING_WORDS:
        return False
    folded = " ".join(words).casefold()
    heading = read_heading(folded, folded.strip(EDGES))
    return heading is not None and heading.declared is not None


def _name(line: str) -> str | None:
    """Return a name line if a verb tells the name, or each of its words has a capital."""
    name_line = read_name_line(line)
    return line if name_line is not None and name_line.name and (name_line.sure or _is_capital(name_line)) else None


def _is_capital(name_line: NameLine) -> bool:
    words = (name_line.name or "").split()
    return len(words) <= MAX_NAME_WORDS // 2 + 1 and not any(word[0].islower() for word in words)
