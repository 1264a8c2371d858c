"""The first layer of the plain-text labeller: two logistic regressions over hashed tokens and a line's shape.

One tells comments from body, and learns from other people's comments and articles too; the other tells both from a
page's furniture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from pages import read_rows
from py3langid.langid import classify
from sklearn.linear_model import LogisticRegression
from text_corpus import number_of

from worker.separate.text.line_features import Lines, read_lines
from worker.separate.text.tokens import WIDE_BITS

BODY, COMMENT, OTHER = range(3)
# Characters of the shortest line that is learnt from as a comment or body: shorter ones are names and headings.
LEAST = 25
# Comments that are learnt from of a source, and lines of a page.
MOST_COMMENTS, MOST_LINES = 4000, 150
# One in so many lines of furniture is learnt from: pages have many alike.
SPARED = 4
# Inverse strength of the regularisation of either regression.
STRENGTHS = (2.0, 1.0)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines with a label and a weight each, of one site or source."""

    site: int
    lines: Lines
    gold: np.ndarray
    weight: np.ndarray
    page: bool = False


def inputs(lines: Sequence[Lines]) -> sp.csr_matrix:
    """Return tokens and pairs, weighed by their number in the line, beside the local features."""
    counts = np.concatenate([np.diff(one.ends, prepend=0) for one in lines])
    rows = np.repeat(np.arange(counts.size), counts)
    values = (1 / np.sqrt(counts + 1))[rows]
    buckets = np.concatenate([one.tokens for one in lines], axis=1)
    shape = (counts.size, 1 << WIDE_BITS)
    hashed = sum(sp.csr_matrix((values, (rows, row)), shape=shape) for row in buckets)
    return sp.hstack([hashed, sp.csr_matrix(np.vstack([one.local for one in lines]))]).tocsr()


def read_bodies(paths: Sequence[Path]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the site, the language and the lines of each page's gold body."""
    for path in paths:
        for page in read_rows(path):
            body = page.get("body") or ""
            lines = [line.strip() for line in body.split("\n") if len(line.strip()) >= LEAST][:MOST_LINES]
            host = str(page.get("url") or page["id"]).split("/")[2:3]
            if lines and page.get("page_type") not in ("forum", "listing", "product"):
                yield str(page.get("site") or (host and host[0]) or page["id"]), classify(body)[0], lines


def read_replies(paths: Sequence[Path]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the site, the language and the lines of the replies on each forum page."""
    for path in paths:
        for page in read_rows(path):
            said = page["comments"]
            text = said if isinstance(said, str) else "\n".join(str(one.get("text") or "") for one in said)
            lines = [line.strip() for line in text.split("\n") if len(line.strip()) >= LEAST][:MOST_LINES]
            if lines:
                yield str(page.get("site") or str(page["url"]).split("/")[2]), classify(text)[0], lines


def read_comments(paths: Sequence[Path]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the source, the language and the lines of each source's comments, by language."""
    for path in paths:
        by_language: dict[str, list[str]] = {}
        for row in read_rows(path):
            lines = [line.strip() for line in row["text"].split("\n")]
            by_language.setdefault(str(row.get("lang")), []).extend(line for line in lines if len(line) >= LEAST)
        for language, lines in by_language.items():
            step = -(-len(lines) // MOST_COMMENTS)
            yield path.name, language, lines[:: step or 1]


def other_blocks(bodies: Sequence[Path], forums: Sequence[Path], comments: Sequence[Path]) -> list[Block]:
    """Return articles and comments that don't stand on pages, in each language as much of the one as of the other."""
    told = [(BODY, *one) for one in read_bodies(bodies)]
    told += [(COMMENT, *one) for one in (*read_replies(forums), *read_comments(comments))]
    amounts: dict[tuple[int, str], int] = {}
    for label, _, language, lines in told:
        amounts[label, language] = amounts.get((label, language), 0) + len(lines)
    blocks = []
    for label, site, language, lines in told:
        fewer = min(amounts.get((one, language), 0) for one in (BODY, COMMENT))
        if fewer:
            read = read_lines([lines])
            count = read.index.size
            if not count:
                continue
            weight = np.full(count, fewer / amounts[label, language])
            blocks.append(Block(number_of(site), read, np.full(count, label), weight))
    return blocks


def page_block(site: int, lines: Lines, gold: np.ndarray) -> Block:
    """Return a page's lines that the first layer learns from: text, and some of its furniture."""
    return Block(site, lines, gold, np.ones(gold.size), page=True)


def fit_first(blocks: Sequence[Block]) -> tuple[LogisticRegression, LogisticRegression]:
    """Train both regressions."""
    x = inputs([block.lines for block in blocks])
    gold, weight = (np.concatenate([getattr(block, name) for block in blocks]) for name in ("gold", "weight"))
    length = np.concatenate([block.lines.length for block in blocks])
    spoken = np.flatnonzero((gold != OTHER) & (length >= LEAST))
    of_page = np.concatenate([np.full(block.gold.size, block.page) for block in blocks])
    furniture = np.flatnonzero(of_page & ((gold != OTHER) | (np.arange(gold.size) % SPARED == 0)))
    return (
        _logistic(x[spoken], gold[spoken] == COMMENT, weight[spoken], STRENGTHS[0]),
        _logistic(x[furniture], gold[furniture] != OTHER, weight[furniture], STRENGTHS[1]),
    )


def _logistic(x: sp.csr_matrix, y: np.ndarray, weight: np.ndarray, strength: float) -> LogisticRegression:
    model = LogisticRegression(
        solver="liblinear", C=strength, class_weight="balanced", max_iter=50, tol=1e-2, random_state=0
    )
    return model.fit(x, y, sample_weight=weight)


def quantised(layer: Sequence[LogisticRegression]) -> dict[str, np.ndarray]:
    """Return the layer's arrays: the weights of the tokens as signed bytes, with what one unit is worth."""
    count = 1 << WIDE_BITS
    wide = np.stack([one.coef_[0, :count] for one in layer], axis=1)
    scale = np.abs(wide).max(axis=0) / 127
    return {
        "wide": np.round(wide / scale).astype(np.int8),
        "wide_scale": scale.astype(np.float32),
        "local": np.stack([one.coef_[0, count:] for one in layer], axis=1).astype(np.float32),
        "local_bias": np.array([one.intercept_[0] for one in layer], np.float32),
    }
