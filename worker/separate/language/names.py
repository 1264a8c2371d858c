"""Names out of what HTML shows around a comment, by the grammar of name lines."""

import re
from functools import cache

from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_furniture
from worker.separate.language.lookups import alternatives, by_words, entries
from worker.separate.language.name_lines import (
    cut_head,
    cut_tail,
    cut_verb,
    ends_in_verb,
    is_name,
    read_name_line,
)

# Punctuation that stands around a name; "@" and "*" may be of it.
_TRIM = " \t\n:,;|–—-•·/\\#»«>：，、"
# Characters within which a colon must follow "NAME says", where a text follows on the same line.
_MAX_SAID = 80
# Letters of a link or role that is cut from a name without a time: shorter ones end names too ("Jean Le").
_MIN_TAIL = 4
# The same where a time stood behind it: "Ada on", but "Joe V".
_MIN_APART = 2
# Characters of a time zone and a weekday between a time and "by", and words of a name that stands alone.
_MAX_ZONE, _MAX_WORDS = 16, 4
_NUMBER = re.compile(r"[#(]?\d{1,5}[.):]{0,2}\s")
# Names that are written between hyphens: "-rook-"; one at one end leads or parts.
_FRAMED = re.compile(r"-\w{1,30}-")
_COLON = re.compile("[:：]")
# Where a signature's name ends: "Ada | …", "Ada, editor", "Ada 3 March", "Ada (guest)", but not "Ada (Uppsala) | …".
_NAME = re.compile(r"(?:(?!\s\d)[^|·•—–,\n(]|\([^()\n|]{1,60}\)(?=\s?\|))+")


def says_who(line: str) -> str | None:
    """The name in "NAME says: …" or "Posted by NAME …", or None."""
    number = _NUMBER.match(line)
    rest = (line[number.end() :] if number else line).strip(_TRIM[:2])
    behind = cut_head(rest, by_words())
    if len(behind) < len(rest):
        name = _signed(behind)
        if name:
            return name
    colon = _COLON.search(rest, 0, _MAX_SAID)
    if colon and ends_in_verb(rest[: colon.start()]):
        rest = rest[: colon.end()]
    found = read_name_line(rest) if rest else None
    return found.name if found is not None and found.sure else None


def said_behind(line: str, end: int) -> str | None:
    """The name that "by" leads behind a time that ends at ``end`` ("Posted 3 March 2021 9:14 UTC by NAME (guest)")."""
    found = _by_behind().match(line, end)
    return _signed(line[found.end() :]) if found else None


@cache
def _by_behind() -> re.Pattern[str]:
    words = sorted({word for words in by_words().values() for word in words}, key=len, reverse=True)
    return re.compile(rf"[^\n.!?]{{0,{_MAX_ZONE}}}?(?<!\w)(?:{'|'.join(map(re.escape, words))})\s", re.I)


def is_plain_name(line: str) -> bool:
    """Whether a line may be a name and nothing else: few words, each with a capital or script of its own."""
    words = line.split()
    if not 0 < len(words) <= _MAX_WORDS or line[-1] in ".!?:;,…" or any(char.isdigit() for char in line[:1]):
        return False
    return all(word[0].isupper() or not word[0].islower() for word in words) and not is_furniture(line, None, None)


def _signed(text: str) -> str | None:
    """The name that begins a text behind "by"."""
    span = find_time(text)
    found = _NAME.match(text[: span[0]] + "|" if span and span[0] else text)
    name = cut_tail(found[0].strip(_TRIM)).strip(_TRIM) if found else ""
    return name if is_name(name.partition(" (")[0]) else None


def clean_name(text: str) -> str:
    """A name without the time, the verb and the punctuation around it; "" where nothing else is there."""
    span = find_time(text)
    if span is not None:
        sides = (_bare(text[: span[0]], 1), _bare(text[span[1] :], 1))
        return next((side for side in sides if not is_furniture(side, None, None)), "")
    return _bare(text, _MIN_TAIL)


def bare_name(text: str) -> str:
    """A name without the verb, the prepositions and the punctuation around it, where its time was set apart."""
    return _bare(text, _MIN_APART)


def _bare(text: str, least: int) -> str:
    if _FRAMED.fullmatch(text.strip()):
        return text.strip()
    text = _unverified().sub(" ", text) if "(" in text else text
    name = cut_verb(cut_tail(cut_head(text.strip(_TRIM), by_words()), least), glued=False)
    return " ".join(name.split()).strip(_TRIM)


@cache
def _unverified() -> re.Pattern[str]:
    """Return what finds "(not verified)" behind a name."""
    return re.compile(rf"\s?\((?:{alternatives(entries('unverified'))})\)", re.I)


@cache
def _leads() -> frozenset[str]:
    return frozenset(f"{word} "[:3] for words in by_words().values() for word in words)


def may_say(text: str) -> bool:
    """Whether it is worth asking who says something: a colon or its like at the end, or "by" at the start."""
    return text[-1:] in (":", "：", ",", ".", "…") or text[:3].casefold() in _leads()
