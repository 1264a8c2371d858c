"""A plain text's lines as the rest reads them: line ends, dumps' link numbers, and name lines that stand in pieces."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from worker.separate.language.dates import find_time
from worker.separate.language.lookups import alternatives, by_words, nouns, says
from worker.separate.language.name_lines import MAX_NAME, MIN_SIGNATURE, is_closed, is_name, read_name_line
from worker.separate.language.time_words import months
from worker.separate.text.flat_text import part_flat

# Line ends besides the newline: of old Macs, of mainframes, and Unicode's own.
_ENDS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
# Written-out newlines that a text without a real one must hold: somebody's JSON was never decoded.
MIN_WRITTEN = 2
# Lines that a dump's link number must begin before all of them are cut: an article's footnotes stand behind words.
MIN_NUMBERED = 3
# Lines that must begin with a whole name line before any is parted, and characters within which one ends.
MIN_GLUED_LINES, MAX_HEAD = 2, 120
# What Markdown puts around emphasised words.
EMPHASIS = ("*", "_")
# Characters of a piece of a name line ("says:", "Posted by:", "13").
MAX_PIECE = 24

_DIGIT = re.compile(r"\d")
# A wiki's signature behind a text: "… . NAME (talk) 10:15, 2 May 2024 (UTC)".
_WIKI = re.compile(
    r"(?<=[.!?…。！？)”»])\s{1,3}[-–—]{0,3}\s?([^.!?()]{1,60})\s\([^\d()]{1,20}\)\s([^()]{8,40})\([A-Z]{3,4}\)$"
)
_LINK_NUMBER = re.compile(r"(?<![^\s*+•.)-])\[\d{1,4}\](?=\w)")
_STARTS_NUMBERED = re.compile(r"[\s*+•\d.)(-]{0,16}\[\d{1,4}\]\S")
# "# Title", and a line that is all one link ("[Reply](https://…)").
_MARKDOWN_TITLE = re.compile(r"#{1,6}\s{1,4}(?=\S)")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,120})\]\([^()\s]{1,2000}\)")
# "**Name** · *date*", and the marks that are cut from such a line.
_EMPHASISED = re.compile(r"[*_]\S.{0,158}\S?[*_]")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)")
# A month that is glued to the name before it: "mariaMay 5, 2012 at 3:15 pm". A class of letters first, as only then a
# search skips what can't begin a month.
_GLUED_MONTH = re.compile(r"[A-Z](?<=[^\W\d_A-Z][A-Z])[^\W\d_A-Z]{2,9}(?=\s\d{1,2},?\s(?:19|20)\d\d)")
_PIECE_ENDS = " :.…"
# What parts a name from its time, where a wiki's signature is set above its text.
WROTE = "wrote:"


def split_lines(content: str) -> list[str]:
    """Return a text's stripped lines, blank ones among them; linear in its length."""
    if "\n" not in content and content.count("\\n") >= MIN_WRITTEN:
        content = content.replace("\\r", "").replace("\\n", "\n")
    for end in _ENDS:
        content = content.replace(end, "\n")
    return _part_signed(_part_glued(part_flat(clean_lines(content.split("\n")))))


def _part_glued(lines: list[str]) -> list[str]:
    """Part name lines from the text behind them ("1. NAME says: DATE Well, …") where some stand so."""
    glued: dict[int, int] = {at: last for at, line in enumerate(lines) if ":" in line and (last := _name_ends(line))}
    if len(glued) < MIN_GLUED_LINES:
        return lines
    parted: list[str] = []
    for at, line in enumerate(lines):
        end = glued.get(at)
        parted += [line] if end is None else [line[:end].strip(), line[end:].strip()]
    return parted


def _part_signed(lines: list[str]) -> list[str]:
    """Set a wiki's signatures above the text that they stand behind, as other pages' names do, where some stand so."""
    ends = (at for at, line in enumerate(lines) if line[-1:] == ")")
    signed = {at: found for at in ends if (found := _WIKI.search(lines[at][-MAX_HEAD:])) and find_time(found[2])}
    if len(signed) < MIN_GLUED_LINES:
        return lines
    parted: list[str] = []
    last = len(lines)
    for at, line in enumerate(lines):
        found = signed.get(at)
        if found is None:
            parted.append(line)
            continue
        start = len(parted)
        while start > last and parted[start - 1][-1:] in ("", *".!?…"):
            start -= 1
        parted[start:start] = ["", f"{found[1]} {WROTE} {found[2].strip()}"]
        parted.append(line[: -len(found[0])])
        last = len(parted)
    return parted


def _name_ends(line: str) -> int:
    """Return where the name line ends that begins a longer line; 0 where none does."""
    if len(line) < MAX_PIECE or ":" not in line[:MAX_NAME] or not _DIGIT.search(line[:MAX_HEAD]):
        return 0
    if not _may_say(line[:MAX_NAME].casefold()):
        return 0
    span = find_time(line[:MAX_HEAD])
    if span is None or span[0] > MAX_NAME or not any(letter.isalpha() for letter in line[span[1] :]):
        return 0
    parts = read_name_line(line[: span[1]])
    return span[1] if parts is not None and parts.sure and parts.name else 0


def _may_say(folded: str) -> bool:
    """Tell whether a verb that may tell a name stands in the line: words are looked up far faster than searched for."""
    if not folded.isascii():
        return _verb().search(folded) is not None
    glued = folded.partition(":")[0].rstrip().endswith(_ascii_verbs())
    return glued or not _last_words().isdisjoint(folded.replace(":", " ").split())


def clean_lines(raw: Sequence[str]) -> list[str]:
    """Return as many lines, stripped, without a dump's link numbers and Markdown's signs, and pieces put together."""
    lines = [line.strip() for line in raw]
    bracketed = [at for at, line in enumerate(lines) if "[" in line]
    if sum(_STARTS_NUMBERED.match(lines[at]) is not None for at in bracketed) >= MIN_NUMBERED:
        for at in bracketed:
            lines[at] = _LINK_NUMBER.sub("", lines[at]).strip()
    for at, line in enumerate(lines):
        if not line:
            continue
        if line[0] == "#":
            lines[at] = _MARKDOWN_TITLE.sub("", line, count=1)
        elif line[0] == "[" and (linked := _MARKDOWN_LINK.fullmatch(line)):
            lines[at] = linked[1].strip()
        elif line[0] in EMPHASIS and line[-1] in EMPHASIS and _EMPHASISED.fullmatch(line):
            lines[at] = _EMPHASIS.sub("", line).strip()
        elif len(line) <= MAX_HEAD and ("20" in line or "19" in line) and (month := _GLUED_MONTH.search(line)):
            lines[at] = _with_space(line, month)
    _join_pieces(lines)
    return lines


def _with_space(line: str, month: re.Match[str]) -> str:
    """Return a line with a blank before what may be a month, where it is one."""
    return f"{line[: month.start()]} {line[month.start() :]}" if month[0].casefold() in months() else line


def _join_pieces(lines: list[str]) -> None:
    """Put name lines and headings together whose pieces stand on a line each, as where each tag became a line."""
    pieces = _pieces()
    for at, line in enumerate(lines):
        if not 0 < len(line) <= MAX_PIECE or (piece := line.strip(_PIECE_ENDS).casefold()) not in pieces:
            continue
        if piece in _verbs():
            _join_above(lines, _join_above(lines, at, _is_number), is_name)
        elif piece in nouns():
            _join_above(lines, at, str.isdecimal)
        else:
            _join_below(lines, at)


def _is_number(line: str) -> bool:
    """Tell the number of an account, in brackets behind its name."""
    return line[0] == "(" and line[-1] == ")" and line[1:-1].isdecimal()


def _join_above(lines: list[str], at: int, fits: Callable[[str], bool]) -> int:
    """Put a piece behind the line above it, where that is a name or number; return where it stands then."""
    above = _next(lines, at, -1)
    if above is None or not fits(lines[above]) or is_closed(lines[above]):
        return at
    lines[above], lines[at] = f"{lines[above]} {lines[at]}", ""
    return above


def _join_below(lines: list[str], at: int) -> None:
    """Put a name, and the date that may stand below it, behind "Posted by:"."""
    name = _next(lines, at, 1)
    if name is None or not is_name(lines[name]):
        return
    parts = [lines[at], lines[name]]
    lines[name] = ""
    when = _next(lines, name, 1)
    if when is not None and find_time(lines[when]) == (0, len(lines[when])):
        parts += ["|", lines[when]]
        lines[when] = ""
    lines[at] = " ".join(parts)


def _next(lines: Sequence[str], at: int, step: int) -> int | None:
    """Return the next line that holds a letter or digit, at most one without between."""
    for place in (at + step, at + 2 * step):
        if not 0 <= place < len(lines):
            return None
        if any(letter.isalnum() for letter in lines[place]):
            return place
    return None


@cache
def _verb() -> re.Pattern[str]:
    """Return what finds a verb that may tell a name, far faster than a time is found."""
    return re.compile(alternatives(verb for verbs in says().values() for verb in verbs))


@cache
def _ascii_verbs() -> tuple[str, ...]:
    return tuple(verb for verbs in says().values() for verb in verbs if verb.isascii())


@cache
def _last_words() -> frozenset[str]:
    return frozenset(verb.rpartition(" ")[2].strip(":") for verb in _ascii_verbs())


@cache
def _verbs() -> frozenset[str]:
    return frozenset(verb for verbs in says().values() for verb in verbs if verb[0].isalpha())


@cache
def _pieces() -> frozenset[str]:
    return _verbs() | nouns() | _leads()


@cache
def _leads() -> frozenset[str]:
    leads = (lead for leads in by_words().values() for lead in leads)
    return frozenset(lead for lead in leads if len(lead) >= MIN_SIGNATURE and " " in lead)
