"""Train the plain-text labeller and write its weights.

    python benchmarks/train_text_model.py PAGES.jsonl.gz... --comments COMMENTS.jsonl.gz...
        --bodies PAGES.jsonl.gz... --forums PAGES.jsonl.gz...

Pages carry `text` with `line_labels`, or `html` with the gold `body` and `comments`; name the pages with their URLs
first. Comments carry `text`, `lang` and, where they stood together, `article`: they are set below pages without any.
Bodies and the forums' `comments` are learnt from by the first layer alone.
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
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from text_corpus import FOLDS, Comments, Labelled, add_comments, fold_of, number_of, part_of, read_pages, vary
from text_first import Block, fit_first, other_blocks, page_block, quantised
from text_reports import as_report

from worker.separate.text.clean_lines import clean_lines
from worker.separate.text.line_context import Cued, in_context
from worker.separate.text.line_features import Floats, Lines, read_lines
from worker.separate.text.line_model import MANIFEST, WEIGHTS, LineWeights, first_scores, log_probabilities
from worker.separate.text.rows import mark_code, read_rows
from worker.separate.text.section import with_section
from worker.separate.text.spans import weigh

LETTERS = "BCO"
HIDDEN = 32
# Passes of the perceptron over the data; more learn the training sites by heart.
PASSES = 14
# How much large weights cost the perceptron: at a ten-thousandth of it, it is surer on unseen sites than it is right.
DECAY = 10.0
# Share of the extractors' texts without comments that are learnt from with another site's below, too.
PASTED_EXTRACTED = 0.5
# Share of the articles that are learnt from as reports, too.
REPORTED = 0.15
# Lines; longer pages would outweigh all others.
LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Example:
    """A text's features, its gold labels and what cues tell of it; ``base`` where it isn't made of another."""

    site: int
    by: str
    base: bool
    lines: Lines
    gold: np.ndarray
    cued: Cued


def examples(pages: Iterable[Labelled], comments: Sequence[Path], seed: int = 1) -> list[Example]:
    """Return an example for every variant of every page, and for pages without comments with another site's below."""
    rng = np.random.default_rng(seed)
    kept = list(pages)
    donors = Comments(comments, kept)
    varied = chain(
        (variant for page in kept for variant in vary(page, rng)),
        (
            with_comments
            for page in kept
            if rng.random() < (PASTED_EXTRACTED if page.by else 1)
            and (with_comments := add_comments(page, donors, rng))
        ),
        (report for page in kept if rng.random() < REPORTED and (report := as_report(page, rng))),
    )
    return [example for variant in varied if (example := _example(variant))]


def _example(page: Labelled) -> Example | None:
    text = clean_lines(page.lines)
    lines = read_lines([text])
    if not 2 <= lines.index.size <= LONGEST:
        return None
    gold = np.array([LETTERS.find(page.labels[at]) % len(LETTERS) for at in lines.index])
    rows, found = with_section(read_rows([text], lines)[0])
    cued = Cued(np.array([mark_code(row) for row in rows]), [(found.start, found.end) if found else None])
    return Example(number_of(page.site), page.by, page.base, lines, gold, cued)


def fit(pages: Sequence[Example], others: Sequence[Block]) -> LineWeights:
    """Train both layers; the second sees the first one's scores as they are on sites that it hasn't seen."""
    blocks = [*others, *(page_block(page.site, page.lines, page.gold) for page in pages if page.base)]
    gold = np.concatenate([page.gold for page in pages])
    context: list[Floats] = [np.zeros(0)] * len(pages)
    for number in range(FOLDS):
        first = _first_alone(fit_first([block for block in blocks if fold_of(block.site) != number]))
        for at, page in enumerate(pages):
            if fold_of(page.site) == number:
                context[at] = np.vstack(list(in_context(page.lines, first_scores(page.lines, first), page.cued)))
    weight = weigh(np.concatenate([page.lines.length for page in pages]))
    return _weights(quantised(fit_first(blocks)), np.vstack(context), gold, weight / weight.mean())


def _first_alone(layer: Sequence[LogisticRegression]) -> LineWeights:
    """Return a first layer as serving knows it, with an empty second one."""
    none = np.zeros(0, np.float32)
    arrays = {name: array.astype(np.float32) for name, array in quantised(layer).items()}
    return LineWeights(**arrays, hidden=none, hidden_bias=none, out=none, out_bias=none)


def _weights(first: dict[str, np.ndarray], context: Floats, gold: np.ndarray, weight: np.ndarray) -> LineWeights:
    """Train the second layer, and fold the scaling of its inputs into its weights."""
    mean, scale = context.mean(0), context.std(0) + 1e-3
    context -= mean
    context /= scale
    second = MLPClassifier((HIDDEN,), alpha=DECAY, max_iter=PASSES, batch_size=512, random_state=0)
    second.fit(context, gold, sample_weight=weight)
    hidden = second.coefs_[0] / scale[:, None]
    return LineWeights(
        **first,
        hidden=hidden.astype(np.float32),
        hidden_bias=(second.intercepts_[0] - mean @ hidden).astype(np.float32),
        out=second.coefs_[1].astype(np.float32),
        out_bias=second.intercepts_[1].astype(np.float32),
    )


def evaluate(weights: LineWeights, pages: Sequence[Example]) -> dict[str, float]:
    """Return the share of lines, and of characters, labelled right."""
    right = lines = chars = right_chars = 0
    for page in pages:
        logs = log_probabilities(page.lines, first_scores(page.lines, weights), page.cued, weights)
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
    parser.add_argument("--bodies", nargs="+", type=Path, required=True, help="pages with articles for the first layer")
    parser.add_argument("--forums", nargs="+", type=Path, required=True, help="pages with replies for it")
    parser.add_argument("--out", type=Path, default=Path("worker/separate/text/data"))
    parser.add_argument("--hold-out", type=int, default=4, help="one site in so many measures (default 4); 0: none")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")  # neither layer is meant to converge: that overfits
    pages = examples(read_pages(asked.pages), asked.comments)
    others = other_blocks(asked.bodies, asked.forums, asked.comments)
    sources = sorted({path.name for path in (*asked.pages, *asked.comments, *asked.bodies, *asked.forums)})
    figures: dict[str, object] = {"pages": len(pages), "sources": sources}
    if asked.hold_out:
        held = [page for page in pages if part_of(page.site, asked.hold_out) == 0]
        learnt = fit(
            [page for page in pages if part_of(page.site, asked.hold_out)],
            [block for block in others if part_of(block.site, asked.hold_out)],
        )
        figures["held_out"] = evaluate(learnt, held)
        print(json.dumps(figures, indent=2))
    write(fit(pages, others), asked.out, figures)


if __name__ == "__main__":
    main()
