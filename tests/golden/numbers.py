"""What stands between a page and its body: two models' features and probabilities, a line for each block or line.

Features have no names and are many, so each row of them is drawn together into two numbers: a change of any one of them
moves both.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from worker.separate.html.blocks import as_ints, block_features, makes
from worker.separate.html.body import agreed, load_weights, probabilities
from worker.separate.html.platforms import NAMES
from worker.separate.html.tree import Tree, read_tree
from worker.separate.text import line_model
from worker.separate.text.line_context import Cued
from worker.separate.text.line_features import read_lines

# Processors differ in the last digits of single precision.
TOLERANCE = 2e-3
_SHOWN = 24


def numbers(path: Path) -> Iterator[tuple[str, list[float]]]:
    """Yield the beginning of each block of an HTML page, or line of a text, with what the models see and say of it."""
    content = path.read_text(encoding="utf-8")
    return _blocks(read_tree(content, NAMES)) if path.suffix == ".html" else _lines(content)


def _blocks(tree: Tree) -> Iterator[tuple[str, list[float]]]:
    claimed = bytearray(len(tree.texts))
    features = block_features(tree, claimed)
    likely = probabilities(features.copy(), load_weights())
    size = np.diff(as_ints(tree.chars)[as_ints([*tree.starts, len(tree.texts)])]).astype(np.float64)
    columns = [*_waves(features), likely, agreed(likely, makes(tree), size)]
    return _rows([tree.line(block) for block in range(len(tree.starts))], columns)


def _lines(content: str) -> Iterator[tuple[str, list[float]]]:
    texts = [line.strip() for line in content.split("\n")]
    lines, weights = read_lines([texts]), line_model.load_weights()
    scores = line_model.first_scores(lines, weights)
    logs = line_model.log_probabilities(lines, scores, Cued(np.zeros(len(scores), np.int64), [None]), weights)
    columns = [*_waves(lines.local), *scores.T, *logs.T, lines.telling]
    return _rows([texts[at] for at in lines.index.tolist()], columns)


def _waves(features: NDArray[np.float32]) -> Iterable[NDArray[np.float64]]:
    places = np.arange(features.shape[1])
    return features.astype(np.float64) @ np.sin(places + 1), features.astype(np.float64) @ np.cos(places + 1)


def _rows(names: list[str], columns: Iterable[NDArray[np.floating]]) -> Iterator[tuple[str, list[float]]]:
    for name, *values in zip(names, *(column.tolist() for column in columns), strict=True):
        yield " ".join(name.split())[:_SHOWN], [round(float(value), 4) for value in values]


def shown(path: Path) -> str:
    """Return these numbers as lines."""
    return "".join(f"{' '.join(f'{value:g}' for value in values)} | {name}\n" for name, values in numbers(path))


def agree(path: Path, written: str) -> bool:
    """Tell whether a page's numbers are those that were written down, but for what processors differ in."""
    known = [line.split(" | ", 1) for line in written.splitlines()]
    found = list(numbers(path))
    return [name for name, _ in found] == [name for _, name in known] and all(
        np.allclose(values, np.array(told.split(), float), atol=TOLERANCE, rtol=1e-4)
        for (told, _), (_, values) in zip(known, found, strict=True)
    )
