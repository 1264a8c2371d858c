"""A small selector language for the platform table, matched on a page's columns instead of its nodes.

A selector is one or two compounds apart by a space ("the second within the first"); a compound is an optional
tag and any number of ``.class``, ``#id`` and ``[attribute=value]``, lower case, with ``N`` for a number. A
comma joins selectors into a union; ``|`` parts alternatives, of which the first that matches anything counts.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from worker.separate.tree import Tree

_PART = re.compile(r"^[a-z][a-z0-9-]*|[.#][^.#\[\s]+|\[[^\]\s]+\]")


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


def select_all(tree: Tree, selectors: str, start: int, stop: int) -> list[int]:
    """The elements among ``start .. stop`` that any alternative matches."""
    return [
        element
        for union in compile_selectors(selectors)
        for compounds in union
        for element in _select(tree, compounds, start, stop)
    ]


def _select(tree: Tree, compounds: tuple[Compound, ...], start: int, stop: int) -> list[int]:
    last = compounds[-1]
    found = [index for index in _candidates(tree, last, start, stop) if _is(tree, index, last)]
    if len(compounds) > 1:
        found = [index for index in found if _within(tree, index, compounds[0], start)]
    return found


def _candidates(tree: Tree, compound: Compound, start: int, stop: int) -> Iterable[int]:
    if not compound.names:
        return range(start, stop)
    marked = tree.marked.get(compound.names[0], [])
    return marked[bisect_left(marked, start) : bisect_left(marked, stop)]


def _is(tree: Tree, index: int, compound: Compound) -> bool:
    if compound.tag and tree.tag[index] != compound.tag:
        return False
    return all(_has(tree.marked.get(name, []), index) for name in compound.names[1:])


def _has(marked: list[int], index: int) -> bool:
    at = bisect_left(marked, index)
    return at < len(marked) and marked[at] == index


def _within(tree: Tree, index: int, compound: Compound, start: int) -> bool:
    above = tree.parent[index]
    while above >= start:
        if (not compound.tag or tree.tag[above] == compound.tag) and all(
            _has(tree.marked.get(name, []), above) for name in compound.names
        ):
            return True
        above = tree.parent[above]
    return False
