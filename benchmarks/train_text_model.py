"""Train the plain-text labeller and write its weights.

    python benchmarks/train_text_model.py PAGES.jsonl.gz... --comments COMMENTS.jsonl.gz...

Pages carry `text` with `line_labels`, or `html` with the gold `body` and `comments`; name the pages with their URLs
first. Comments carry `text`, `lang` and, where they stood together, `article`: they are set below pages without any.
Prints the share of lines and of characters labelled right on held-out sites; writes weights and manifest to
worker/separate/text/data.
"""

import argparse
import hashlib
import json
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from text_corpus import Comments, Labelled, add_comments, read_pages, vary

from worker.separate.text.line_context import in_context
from worker.separate.text.line_features import BUCKETS, Floats, Lines, read_lines
from worker.separate.text.line_model import MANIFEST, SUREST, WEIGHTS, LineWeights, first_scores, log_probabilities
from worker.separate.text.section import find_section, read_rows

LETTERS = "BCO"
FOLDS = 3
HIDDEN = 32
# Passes of the perceptron over the data; more learn the training sites by heart.
PASSES = 14
# Lines; longer pages would outweigh all others.
LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Example:
    """A page's features, its gold labels and where cues found its comments."""

    site: int
    lines: Lines
    gold: np.ndarray
    section: tuple[int, int] | None


def examples(pages: Iterable[Labelled], comments: Comments, seed: int = 1) -> list[Example]:
    """Return an example for every variant of every page, and for pages without comments with another site's below."""
    rng = np.random.default_rng(seed)
    kept = list(pages)
    varied = chain(
        (variant for page in kept for variant in vary(page, rng)),
        (with_comments for page in kept if (with_comments := add_comments(page, comments, rng))),
    )
    return [example for variant in varied if (example := _example(variant))]


def _example(page: Labelled) -> Example | None:
    lines = read_lines([page.lines])
    if not 2 <= lines.index.size <= LONGEST:
        return None
    gold = np.array([LETTERS.find(page.labels[at]) % len(LETTERS) for at in lines.index])
    found = find_section(read_rows([page.lines], lines)[0])
    return Example(number_of(page.site), lines, gold, (found.start, found.end) if found else None)


def number_of(site: str) -> int:
    """Return a number that tells which part of the data a site belongs to."""
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16)


def part_of(site: int, parts: int) -> int:
    """Return which part of the data a site's number belongs to; the folds of one part are as large as another's."""
    return site // FOLDS % parts


def first_inputs(pages: Sequence[Example]) -> sp.csr_matrix:
    """Return hashed words, weighed by the line's length, beside the local features."""
    counts = np.concatenate([np.diff(page.lines.ends, prepend=0) for page in pages])
    rows = np.repeat(np.arange(counts.size), counts)
    words = np.concatenate([page.lines.words[: page.lines.ends[-1]] for page in pages]).astype(np.int64)
    values = (1 / np.sqrt(counts + 1))[rows]
    hashed = sp.csr_matrix((values, (rows, words)), shape=(counts.size, BUCKETS))
    return sp.hstack([hashed, sp.csr_matrix(np.vstack([page.lines.local for page in pages]))]).tocsr()


def fit(pages: Sequence[Example]) -> LineWeights:
    """Train both layers; the second sees the first one's scores as they are on sites that it hasn't seen."""
    inputs, gold = first_inputs(pages), np.concatenate([page.gold for page in pages])
    fold = np.repeat([page.site % FOLDS for page in pages], [page.gold.size for page in pages])
    scores = np.zeros((gold.size, len(LETTERS)), np.float32)
    for number in range(FOLDS):
        scores[fold == number] = _logistic(inputs[fold != number], gold[fold != number]).decision_function(
            inputs[fold == number]
        )
    np.clip(scores, -SUREST, SUREST, out=scores)
    bounds = np.cumsum([0, *(page.gold.size for page in pages)])
    context = [
        in_context(page.lines, scores[start:end], [page.section])
        for page, start, end in zip(pages, bounds[:-1], bounds[1:], strict=True)
    ]
    return _weights(_logistic(inputs, gold), np.vstack(context), gold)


def _logistic(inputs: sp.csr_matrix, gold: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=0.3, max_iter=40, tol=1e-3).fit(inputs, gold)


def _weights(first: LogisticRegression, context: Floats, gold: np.ndarray) -> LineWeights:
    """Train the second layer, and fold the scaling of its inputs into its weights."""
    mean, scale = context.mean(0), context.std(0) + 1e-3
    second = MLPClassifier((HIDDEN,), alpha=1e-3, max_iter=PASSES, batch_size=512, random_state=0)
    second.fit((context - mean) / scale, gold)
    hidden = second.coefs_[0] / scale[:, None]
    return LineWeights(
        words=first.coef_[:, :BUCKETS].T.astype(np.float16),
        local=first.coef_[:, BUCKETS:].T.astype(np.float32),
        local_bias=first.intercept_.astype(np.float32),
        hidden=hidden.astype(np.float32),
        hidden_bias=(second.intercepts_[0] - mean @ hidden).astype(np.float32),
        out=second.coefs_[1].astype(np.float32),
        out_bias=second.intercepts_[1].astype(np.float32),
    )


def evaluate(weights: LineWeights, pages: Sequence[Example]) -> dict[str, float]:
    """Return the share of lines, and of characters, labelled right."""
    right = lines = chars = right_chars = 0
    for page in pages:
        logs = log_probabilities(page.lines, first_scores(page.lines, weights), [page.section], weights)
        hits = logs.argmax(1) == page.gold
        right, lines = right + int(hits.sum()), lines + hits.size
        right_chars, chars = (
            right_chars + int(page.lines.length[hits].sum()),
            chars + int(page.lines.length.sum()),
        )
    return {
        "lines": round(right / lines, 4),
        "characters": round(right_chars / chars, 4),
        "pages": len(pages),
    }


def as_bytes(weights: LineWeights) -> bytes:
    """Return weights as a file holds them."""
    buffer = BytesIO()
    np.savez_compressed(buffer, **{name: getattr(weights, name) for name in LineWeights.__slots__})
    return buffer.getvalue()


def write(weights: LineWeights, folder: Path, figures: dict[str, object]) -> None:
    """Write the weights beside a manifest with their hash, the library's version and the held-out figures."""
    raw = as_bytes(weights)
    folder.mkdir(exist_ok=True)
    (folder / WEIGHTS).write_bytes(raw)
    manifest = {
        "sha256": hashlib.sha256(raw).hexdigest(),
        "scikit-learn": sklearn.__version__,
        **figures,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Train on all pages but those of held-out sites, report, then train on all and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--comments", nargs="+", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("worker/separate/text/data"))
    parser.add_argument("--hold-out", type=int, default=4, help="one site in so many measures (default 4); 0: none")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")  # neither layer is meant to converge: that overfits
    pages = examples(read_pages(asked.pages), Comments(asked.comments))
    sources = sorted(path.name for path in (*asked.pages, *asked.comments))
    figures: dict[str, object] = {"pages": len(pages), "sources": sources}
    if asked.hold_out:
        held = [page for page in pages if part_of(page.site, asked.hold_out) == 0]
        learnt = fit([page for page in pages if part_of(page.site, asked.hold_out)])
        figures["held_out"] = evaluate(learnt, held)
        print(json.dumps(figures, indent=2))
    write(fit(pages), asked.out, figures)


if __name__ == "__main__":
    main()
