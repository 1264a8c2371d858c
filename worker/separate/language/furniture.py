"""Lines that no one wrote: links and labels around a comment, notices of removal, the form, promos."""

import re
from collections.abc import Mapping
from functools import cache

from worker.separate.language.lookups import EDGES, alternatives, entries, form, mailing, records, replies
from worker.separate.language.record import Language, parts

# Characters of a line that may still be furniture; longer ones say something.
MAX_CHARS = 120
# The fields whose words make up furniture, and those of which only wordings of one word do: "me gusta" is said, too.
_WORDED, _SINGLE = ("says", "by", "tail", "nouns", "furniture"), ("reply",)
_WORD = re.compile(r"[^\W\d_]+")
# Words of a language whose words go with every other's: pages mix them with English ones.
_COMMON = "en"
# Letters by which the notices are looked up: enough to tell most lines that are none.
_KEY = 3


def is_furniture(line: str, author: str | None, posted_raw: str | None) -> bool:
    """Whether a line says no more than who, when, and what can be clicked, in one language or in it and English."""
    if len(line) > MAX_CHARS:
        return False
    for known in (posted_raw, author):
        if known:
            line = line.replace(known, " ")
    folded = line.casefold()
    languages, table = -1, _words()
    # Most lines' first words tell already that they are none: no need to find the others.
    for found in _WORD.finditer(folded):
        word = found[0]
        if len(word) > 1:
            languages &= table.get(word, 0)
            if not languages:
                return folded.strip(EDGES) in replies()
    return True


def is_wordless(line: str) -> bool:
    """Whether a line says something without any word of two letters: "+1", "42", an emoji."""
    return any(not char.isspace() and char not in "|·•#" for char in line) and all(
        len(word) < 2 for word in _WORD.findall(line)
    )


@cache
def _words() -> Mapping[str, int]:
    """Return the languages, a bit each, in which a word is furniture."""
    table: dict[str, int] = {}
    for bit, record in enumerate(records().values()):
        languages = -1 if record.code == _COMMON else 1 << bit
        for word in _of_language(record):
            table[word] = table.get(word, 0) | languages
    return table


def _of_language(record: Language) -> set[str]:
    if record.code == _COMMON:
        wordings = parts(record.furniture)
    else:
        wordings = [wording for field in _WORDED for wording in parts(getattr(record, field))]
        wordings += [wording for field in _SINGLE for wording in parts(getattr(record, field)) if " " not in wording]
    return {word for wording in wordings for word in _WORD.findall(wording)}


def is_form(folded: str) -> bool:
    """Whether a casefolded line begins as those of the form do in which a comment is written."""
    bare = folded.lstrip(EDGES)
    prefixes = form().get(bare.split(None, 1)[0]) if bare else None
    return prefixes is not None and bare.startswith(prefixes)


def is_mailing(folded: str) -> bool:
    """Whether a casefolded line begins as those do around an article that was sent by mail."""
    bare = folded.lstrip(EDGES)
    prefixes = mailing().get(bare.split(None, 1)[0].rstrip(EDGES + ".:")) if bare else None
    return prefixes is not None and bare.startswith(prefixes)


def without_form(lines: list[str]) -> list[str]:
    """The lines without those before and after them that belong to the form in which a comment is written."""
    start = 0
    for at, line in enumerate(lines):
        if len(line) <= MAX_CHARS and is_form(line.casefold()):
            if at > start:
                return lines[start:at]
            start = at + 1
    return lines[start:]


def is_removed(line: str) -> bool:
    """Whether a line only says that a comment was deleted, or waits for a moderator."""
    if len(line) > MAX_CHARS:
        return False
    bare = line.casefold().strip(EDGES + ".!…。\"'“”‘’„~")
    return any(notice.fullmatch(bare) for notice in _notices().get(bare[:_KEY], ()))


@cache
def _notices() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """Return the notices of each language, by their first letters: what they are about, what became of it, by whom."""
    found: dict[str, set[re.Pattern[str]]] = {}
    for record in records().values():
        removed, about, by = (parts(field) for field in (record.removed, record.removed_what, record.removed_by))
        if not removed:
            continue
        whom = rf"(?:\s(?:{alternatives(tuple(by))})(?:\s.{{1,60}})?)?" if by else ""
        notice = re.compile(rf"(?:(?:{alternatives(tuple(about))})\W{{0,9}})?(?:{alternatives(tuple(removed))}){whom}")
        for wording in (*removed, *about):
            found.setdefault(wording[:_KEY], set()).add(notice)
    return {letters: tuple(notices) for letters, notices in found.items()}


def is_promo(line: str) -> bool:
    """Whether a line begins as those do that lead to another article: "WATCH: …", "Read more …"."""
    return _promo().match(line) is not None


@cache
def _promo() -> re.Pattern[str]:
    labels, openers = (alternatives(entries(field)) for field in ("promo_labels", "promos"))
    return re.compile(rf"[\W_]{{0,5}}(?:(?:{labels})(?!\w)[^:：.!?]{{0,30}}[:：]|(?:{openers})(?!\w))", re.I)


def is_labelled_promo(line: str) -> bool:
    """Whether a line of plain text opens with such a label in capitals: "WATCH: …"."""
    return _capital_label().match(line) is not None


@cache
def _capital_label() -> re.Pattern[str]:
    labels = {wording.upper() for wording in entries("promo_labels") if wording.upper() != wording}
    return re.compile(rf"(?:{alternatives(tuple(labels))})\s?:\s?\S")
