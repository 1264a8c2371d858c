"""The grammar of name lines, for HTML and text: "NAME says:", "Posted by NAME on TIME", "NAME, 3 hours ago"."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from worker.separate.language.dates import find_time
from worker.separate.language.lookups import EDGES, LETTER, UNSPACED, answering, heads, nouns, replies, says, tails
from worker.separate.language.time_words import months, ordinals

# Characters of "Posted by" and its like, without those of "by" and "on".
MIN_SIGNATURE = 5
# Characters of a dated line beside its date: a name and some links.
MAX_AROUND = 110
# Characters of a line whose time may be all words ("Mira, an hour ago").
MAX_WORDED = 40
# Links behind a name or time ("Reply | Quote | Link").
MAX_TAILS = 5
# Letters of a verb from more than which on it may be glued to a name.
MIN_GLUED = 3
# What ends a sentence or clause, in any script, and no name.
NO_NAME_ENDS = ".!?:;,…。！？।؟۔："
# What stands behind a verb that tells a name.
VERB_ENDS = (":", "：", ".", "…")
# A name has at most so many words and characters.
MAX_NAME_WORDS = 7
MAX_NAME = 60

_LEAD = re.compile(r"(?:[\s•*·▪–—-]|\+(?=\s)){0,4}(?:(?:\(|#\s?)?(\d{1,5})(?:[.):]{1,2}(?=\s|$)|$)\s{0,4})?")
_DIGIT = re.compile(r"\d")
# How a comment was rated, behind its name ("orla 9 points").
_SCORE = re.compile(r"\s\(?[+-]?\d{1,6}\s(?:points?|pts|likes?|upvotes?|votes?)\)?$")
# What may be a month whose day, or year, leads the line: no day stands behind it.
_MONTH_BEHIND = re.compile(rf"({LETTER}{{1,24}})[.,]?\s(?!\d{{1,2}},?\s\d{{4}})\d")


class NameLine(NamedTuple):
    """Who and when; a line without a name only tells the time.

    ``sure`` where a verb tells the name, ``numbered`` where a number leads, ``signed`` where "Posted by" does.
    """

    name: str | None = None
    posted: str | None = None
    answers: str | None = None
    sure: bool = False
    numbered: bool = False
    signed: bool = False


def read_name_line(line: str) -> NameLine | None:
    """Read a stripped line that says who, or when, or both, and nothing else; None where it is text."""
    lead = _lead(line)
    rest = line[lead.end() :] if lead else line
    numbered = lead is not None and lead[1] is not None
    span = find_time(rest) if len(rest) < MAX_WORDED or _DIGIT.search(rest) else None
    if span is None:
        return _untimed(rest, numbered)
    if len(rest) - (span[1] - span[0]) > MAX_AROUND:
        return None
    posted = rest[span[0] : span[1]].strip(EDGES)
    before, after = trim(rest[: span[0]]), trim(rest[span[1] :])
    sure = before[1] or after[1]
    name = before[0] or after[0]
    if before[0] and after[0]:
        if not sure or len(before[0]) + len(after[0]) > MAX_NAME:
            return None
        name = before[0] if is_name(before[0]) else after[0]
    if not name:
        return NameLine(posted=posted, numbered=numbered)
    if not is_name(name) or name[-1] in "!?;" or name.casefold() in nouns():
        return None
    if _is_bar(name):
        return NameLine(posted=posted, numbered=numbered)
    author, answers = _answered(name)
    return NameLine(author, posted, answers, sure, numbered, _is_signed(rest))


def _lead(line: str) -> re.Match[str] | None:
    """Return the bullet or number before a line; "15. März 2021" has none, "1. March 15, 2021" has."""
    lead = None if line[0].isalpha() else _LEAD.match(line)
    if lead is None or lead[1] is None:
        return lead
    behind = _MONTH_BEHIND.match(line, lead.end())
    word = behind[1].casefold() if behind else ""
    dated = word in months() or word in ordinals()
    return None if dated else lead


def _untimed(rest: str, numbered: bool) -> NameLine | None:
    if not numbered and not ends_in_verb(rest):
        return None
    name, sure = trim(rest)
    if not is_name(name) or not (sure or numbered):
        return None
    if not sure and (rest[-1] in ".!?:;," or len(name.split()) > 5):
        return None
    return NameLine(name, sure=sure, numbered=numbered)


def ends_in_verb(line: str) -> bool:
    """Tell a line whose last word says that someone says."""
    folded = _strip(line.casefold()).rstrip(".")
    return folded.endswith(says().get(folded[-1:], ()))


def _is_signed(text: str) -> bool:
    text = text.lstrip(EDGES)
    return len(cut_head(text, heads())) + MIN_SIGNATURE < len(text)


def is_name(text: str) -> bool:
    """Tell what can be a name: short, with a letter or digit in it."""
    return 0 < len(text) <= MAX_NAME and len(text.split()) <= MAX_NAME_WORDS and any(map(str.isalpha, text))


def _is_bar(name: str) -> bool:
    """Tell the links behind a time that count something ("Reply 0 Flag this") from a name."""
    first, _, rest = name.casefold().partition(" ")
    return first in replies() and rest[:1].isdecimal()


def is_closed(text: str) -> bool:
    """Tell text that ends as no name does; the point of a shortened last word closes nothing ("Iris B.", "Ph.D.")."""
    last = text.rpartition(" ")[2]
    shortened = " " in text and (len(last) == len("B.") or (last[0].isupper() and "." in last[:-1]))
    return text[-1] in NO_NAME_ENDS and not (text[-1] == "." and shortened)


def trim(text: str) -> tuple[str, bool]:
    """Cut what stands around a name ("Posted by NAME on", "NAME says:"); True where a verb tells the name.

    A verb that is glued to the name has a mark behind it: "Nick Giudice" is a name, and "NAMEdice:" says something.
    """
    if not text:
        return text, False
    marked = text.rstrip()[-1:] in VERB_ENDS
    text = cut_tail(cut_head(_strip(text).lstrip(". "), heads())).lstrip(". ")
    text = _SCORE.sub("", text) if text[-1:] in "st)" else text
    name = cut_verb(text, glued=marked)
    return name, len(name) < len(text)


def cut_verb(text: str, *, glued: bool = True) -> str:
    """Cut the verb that ends a text ("NAME says"); ``glued`` where text lost the space before it ("NAMEsays")."""
    folded = text.casefold().rstrip(".…")
    verb = _ending(folded, says(), glued=glued)
    return _strip(text[: len(folded) - len(verb)]) if verb else text


def _strip(text: str) -> str:
    """Strip a text of what stands around wordings, but for the bracket that closes one within."""
    bare = text.strip(EDGES)
    if len(bare) == len(text):
        return bare
    closed = text.find(")", text.find(bare) + len(bare))
    return bare + ")" if closed >= 0 and bare.count("(") > bare.count(")") else bare


def cut_head(text: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """Cut one of the words, by first letter, that begins a text."""
    folded = text[:MAX_NAME].casefold()
    candidates = words.get(folded[:1], ())
    for word in candidates if folded.startswith(candidates) else ():  # most texts begin with none of them
        if folded.startswith(word):
            return text if folded[len(word) : len(word) + 1].isalnum() else text[len(word) :].lstrip(EDGES)
    return text


def cut_tail(text: str, least: int = 1) -> str:
    """Cut the links, roles and prepositions of so many letters at least that end a text."""
    for _ in range(MAX_TAILS):
        word = _ending(text.casefold(), tails())
        if len(word) < least:
            break
        text = text[: len(text) - len(word)].rstrip(EDGES)
    return text


def _ending(folded: str, words: Mapping[str, tuple[str, ...]], *, glued: bool = False) -> str:
    """Return the word that ends a text, or ""; it must stand apart where its script has spaces."""
    candidates = words.get(folded[-1:], ())
    for word in candidates if folded.endswith(candidates) else ():
        if folded.endswith(word):
            apart = not folded[-len(word) - 1 : -len(word)].isalnum()
            if apart or word[0] >= UNSPACED or (glued and len(word) > MIN_GLUED):
                return word
    return ""


def _answered(name: str) -> tuple[str, str | None]:
    """Split "NAME responded to OTHER"."""
    found = _glue().search(name) if name.count(" ") > 1 else None
    if found:
        return name[: found.start()].strip(EDGES), name[found.end() :].strip(EDGES)
    return name, None


@cache
def _glue() -> re.Pattern[str]:
    """Return what stands between two names; a name and a glue have two spaces at least."""
    return re.compile("(?<=.)(?:" + "|".join(map(re.escape, answering())) + ")")
