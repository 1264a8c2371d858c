"""A small selector language for the platform table, matched on a page's columns instead of its nodes.

A selector is one or two compounds apart by a space ("the second within the first"); a compound is an optional
tag and any number of ``.class``, ``#id`` and ``[attribute=value]``, lower case, with ``N`` for a number. A
comma joins selectors into a union; ``|`` parts alternatives, of which the first that matches anything counts.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from worker.separate.html.tree import Tree

_PART = re.compile(r"^[a-z][a-z0-9-]*|[.#][^.#\[\s]+|\[[^\]\s]{1,80}\]")


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: its tag, if any, and all of its names."""

    tag: str
    names: tuple[str, ...]


@lru_cache(maxsize=1024)
def compile_selectors(selectors: str) -> tuple[tuple[tuple[Compound, ...], ...], ...]:
    """The alternatives, each a union of selectors, each its compounds with the outermost first."""
    return tuple(
        tuple(tuple(map(_compound, selector.split())) for selector in union.split(","))
        for union in selectors.split("|")
        if union.strip()
    )


def _compound(written: str) -> Compound:
    pieces = _PART.findall(written)
    tag = pieces[0] if pieces[0][0] not in ".#[" else ""
    return Compound(tag, tuple(pieces[1:] if tag else pieces))


def names_of(selectors: str) -> tuple[str, ...]:
    """Every name that the selectors ask for."""
    compiled = compile_selectors(selectors)
    return tuple(name for union in compiled for one in union for compound in one for name in compound.names)


def select(tree: Tree, selectors: str, start: int, stop: int) -> list[int]:
    """The elements among ``start .. stop`` that the first fitting alternative matches, in document order."""
    for union in compile_selectors(selectors):
        found = [_select(tree, compounds, start, stop) for compounds in union]
        merged = found[0] if len(found) == 1 else sorted({element for part in found for element in part})
        if merged:
            return merged
    return []


def _select(tree: Tree, compounds: tuple[Compound, ...], start: int, stop: int) -> list[int]:
    if len(compounds) == 1:
        return _matching(tree, compounds[0], start, stop)
    found: list[int] = []
    covered = start
    for outer in _matching(tree, compounds[0], start, stop):
        if outer >= covered:
            found += _matching(tree, compounds[1], outer + 1, tree.end[outer])
            covered = tree.end[outer]
    return found


def _matching(tree: Tree, compound: Compound, start: int, stop: int) -> list[int]:
    if not compound.names:
        return [element for element in range(start, stop) if tree.tag[element] == compound.tag]
    marked = tree.marked.get(compound.names[0])
    if not marked:
        return []
    found = marked[bisect_left(marked, start) : bisect_left(marked, stop)]
    if compound.tag:
        found = [element for element in found if tree.tag[element] == compound.tag]
    for name in compound.names[1:]:
        others = tree.marked.get(name, [])
        found = [element for element in found if _has(others, element)]
    return found


def _has(marked: list[int], element: int) -> bool:
    at = bisect_left(marked, element)
    return at < len(marked) and marked[at] == element
