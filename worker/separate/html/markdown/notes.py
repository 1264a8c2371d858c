"""A page's footnotes: links that lead down to a note, by its number or sign, and the notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from worker.separate.html.tree import IN_LINK, INLINE, Tree

_SIGN: Final = re.compile(r"[\[(]?\s?(?:note |n )?(\d{1,4}|[A-Za-z]|[*†‡§¶]{1,4})\s?[\])]?")
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Characters of a note at most: what has more is a chapter that a table of contents leads to.
_MOST_CHARS: Final = 3_000


@dataclass(frozen=True, slots=True)
class Notes:
    """The links that refer to a note, and the elements that are one, each with the note's name."""

    references: dict[int, str]
    targets: dict[int, str]


def find_notes(tree: Tree, texts: Sequence[int]) -> Notes:
    """Find the footnotes of an article's texts."""
    notes, wanted = Notes({}, {}), set(texts)
    for text in texts:
        owner = tree.owner[text]
        if not tree.inherited[owner] & IN_LINK:
            continue
        while tree.tag[owner] != "a":
            owner = tree.parent[owner]
        href = tree.href.get(owner, "")
        if href.startswith("#") and owner not in notes.references:
            _add(tree, notes, owner, tree.ids.get(unquote(href[1:])), wanted)
    return notes


def _add(tree: Tree, notes: Notes, link: int, target: int | None, wanted: set[int]) -> None:
    sign = _SIGN.fullmatch(tree.text(link).strip()) if target is not None else None
    if sign is None or target is None:
        return
    while target > 0 and tree.tag[target] in INLINE:
        target = tree.parent[target]
    if target <= link or tree.tag[target] in _HEADINGS or tree.length(target) > _MOST_CHARS:
        return
    if target not in notes.targets:
        if not any(text in wanted for text in range(tree.first[target], tree.last[target])):
            return
        notes.targets[target] = _unused(sign[1], notes)
    notes.references[link] = notes.targets[target]


def _unused(name: str, notes: Notes) -> str:
    taken, number = set(notes.targets.values()), 2
    found = name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found
