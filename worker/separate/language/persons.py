"""Lines in which somebody speaks of himself or to somebody: comments do, articles hardly outside quotations."""

import re
from functools import cache
from typing import NamedTuple

from worker.separate.language.lookups import LETTER, THAI, UNSPACED, records
from worker.separate.language.record import parts

# What ends a question or an exclamation, in any script.
CALLS = frozenset("?!？！؟՞")
# What begins a line of somebody's speech in an article.
DASHES = frozenset("–—-")
# Languages that are written as another one's record is, by their codes.
_WRITTEN_AS = {"no": "nb", "nn": "nb", "bs": "hr", "sh": "hr", "ms": "id", "iw": "he"}

# The letters behind the last of Thai, and of Chinese: Korean parts its words.
_PAST_THAI, _PAST_HAN = "\u0e80", "\ua000"

_WORD = re.compile(rf"{LETTER}+")
# What stands between quotation marks, or behind one that nothing closes.
_QUOTED = re.compile('[“„«»"「『][^“”„«»"」』]*(?:[”“»«"」』]|$)')


class _Persons(NamedTuple):
    """A language's words, their endings, and those of a script without spaces, which stand anywhere in a line."""

    words: frozenset[str]
    endings: tuple[str, ...]
    within: tuple[str, ...]


def in_person(text: str, language: str) -> bool:
    """Tell a line that asks, calls out, or has a word of the first or second person outside of quotations."""
    persons = _persons(_code(language))
    if persons is None or text[0] in DASHES:
        return False
    own = _QUOTED.sub(" ", text).casefold()
    if not CALLS.isdisjoint(own) or any(word in own for word in persons.within):
        return True
    words = _WORD.findall(own)
    return not persons.words.isdisjoint(words) or any(word.endswith(persons.endings) for word in words)


def _code(language: str) -> str:
    code = language.replace("_", "-").partition("-")[0].casefold()
    return _WRITTEN_AS.get(code, code)


@cache
def _persons(code: str) -> _Persons | None:
    record = records().get(code)
    if record is None or not record.persons:
        return None
    found = parts(record.persons)
    endings = tuple(word[1:] for word in found if word[0] == "-")
    within = tuple(word for word in found if UNSPACED <= word[0] < _PAST_HAN or THAI <= word[0] < _PAST_THAI)
    return _Persons(frozenset(found).difference(within), endings, within)
