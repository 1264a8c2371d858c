"""Phrases that stand around a comment's text: who says, when, and what can be clicked."""

import re

from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_furniture
from worker.separate.language.lookups import says

# Letters of a verb of the cues from which on it is one without its colon, too: "sa" is many a word.
_MIN_SAYS = 3
# "Added" as well stands in the midst of more sentences than it ends name lines.
_VERBS = {verb for verbs in says().values() for verb in verbs if len(verb) >= _MIN_SAYS} - {"added"}
_SAYS = "|".join(map(re.escape, sorted(_VERBS | {"adds", "comments", "replies"})))
_BY = "by|von|par|por|da|door|av"
_AUTHOR_SAYS = re.compile(
    rf"^(?:[#(]?\d{{1,5}}[.):]{{0,2}}\s)?(?:(?:{_BY})\s)?(\S[^\n]{{0,60}}?)\s(?:{_SAYS})\b(?=\W|$)", re.I
)
_POSTED_BY = re.compile(
    r"^(?:[#(]?\d{1,5}[.):]{0,2}\s)?(?:comment\s)?(?:posted|written|submitted|left|added|verfasst|geschrieben|"
    rf"gepostet|publié|escrito|enviado)?\s?(?:{_BY})\b:?\s(\S[^\n|]{{0,60}}?(?:\s\([^()\n|]{{1,60}}\)(?=\s?\|))?)"
    r"(?=\s?(?:\||·|•|—|–|,|\(|\n|$)|\s(?:on|at|am|um|le|el|on:|\d))",
    re.I,
)
_EDGES = (
    "by von par por da says said wrote writes sagt schreibt schrieb on at am um le el posted commented comment "
    "comments replied responded reply permalink link author user name edit quote report abuse # - – — | · • , : "
    "a dit dice disse"
)
_NAME_EDGES = frozenset(_EDGES.split())
# "a dit" ends a name, "a german fan" is one.
_FIRST_EDGES = _NAME_EDGES - {"a"}
_TRIM = " \t\n:,;|–—-•·/\\#»«>"


def says_who(line: str) -> str | None:
    """The name in "NAME says:" or "Posted by NAME", or None."""
    said = _AUTHOR_SAYS.match(line) or _POSTED_BY.match(line)
    return (clean_name(said[1]) or None) if said else None


def clean_name(text: str) -> str:
    """A name without the time, the verb and the punctuation around it; "" where nothing else is there."""
    span = find_time(text)
    if span is not None:
        sides = (_strip_edges(text[: span[0]]), _strip_edges(text[span[1] :]))
        return next((side for side in sides if not is_furniture(side, None, None)), "")
    return _strip_edges(text)


def _strip_edges(text: str) -> str:
    words = text.strip(_TRIM).split()
    while words and words[-1].strip(_TRIM + ".…").casefold() in _NAME_EDGES:
        words.pop()
    start = 0
    while start < len(words) - 1 and words[start].strip(_TRIM).casefold() in _FIRST_EDGES:
        start += 1
    return " ".join(words[start:]).strip(_TRIM)
