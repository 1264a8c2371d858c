"""Phrases that stand around a comment's text: who says, when, and what can be clicked."""

import re

from worker.separate.cues import says
from worker.separate.dates import find_time

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
# Words that, with numbers and punctuation, make up lines which are no one's text.
_FURNITURE = (
    "reply replies quote report permalink permanent link edit delete like likes liked unlike share flag spam "
    "antworten antwort zitieren melden répondre responder rispondi reageer says said wrote writes on at by posted "
    "am um uhr sagt schrieb comment comments to this that log in pm edited unregistered guest author post abuse "
    "inappropriate offensive as recommend recommended thumbs thumb up down vote votes dislike points pts point "
    "rate rating tweet facebook twitter email reported responded respond commented via from top back parent "
    "collapse expand show hide full more less refresh thread number the is login register signin sign join now "
    "your please context view profile member moderator admin owner mod location website site url ip logged "
    "hour hours minute minutes day days week weeks month months year years ago"
)
_FURNITURE_WORDS = frozenset(_FURNITURE.split())
_EDGES = (
    "by von par por da says said wrote writes sagt schreibt schrieb on at am um le el posted commented comment "
    "comments replied responded reply permalink link author user name edit quote report abuse # - – — | · • , : "
    "a dit dice disse"
)
_NAME_EDGES = frozenset(_EDGES.split())
# "a dit" ends a name, "a german fan" is one.
_FIRST_EDGES = _NAME_EDGES - {"a"}
_WORD = re.compile(r"[^\W\d_]+")
_TRIM = " \t\n:,;|–—-•·/\\#»«>"
# Characters of a line that may still be furniture.
_MAX_FURNITURE_CHARS = 120


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


def is_furniture(line: str, author: str | None, posted_raw: str | None) -> bool:
    """Whether a line says no more than who, when, and what can be clicked."""
    if len(line) > _MAX_FURNITURE_CHARS:
        return False
    for known in (posted_raw, author):
        if known:
            line = line.replace(known, " ")
    # Most lines' first words tell already that they are none: no need to find the others.
    words = (found[0] for found in _WORD.finditer(line.casefold()))
    return all(word in _FURNITURE_WORDS or len(word) == 1 for word in words)


_FORM_LINE = re.compile(
    r"(?:leave (?:a|your) (?:reply|comment)|your email address will not be|post (?:a|your) comment|verify your comment|"
    r"required fields are marked|you must be logged in to|(?:sign|log) in to (?:add|post|comment|leave)|"
    r"comments are moderated|add (?:a|your) comment\b|schreibe einen kommentar|kommentar (?:schreiben|verfassen)|"
    r"laisser un commentaire|deja un comentario)",
    re.I,
)


def without_form(lines: list[str]) -> list[str]:
    """The lines without those before and after them that belong to the form in which a comment is written."""
    start = 0
    for at, line in enumerate(lines):
        if len(line) <= _MAX_FURNITURE_CHARS and _FORM_LINE.search(line):
            if at > start:
                return lines[start:at]
            start = at + 1
    return lines[start:]
