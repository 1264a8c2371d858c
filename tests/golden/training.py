"""What small trainings come to: figures of held-out languages, cut-offs, what is prepared and what is curated."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Final

from classifiers.data import synthetic
from classifiers.data.curation import curate
from classifiers.data.datasets import Example
from classifiers.features.extraction import extract
from classifiers.model.logistic import expit
from classifiers.training.development import train_development
from classifiers.training.train import prepare

# Sums of single precision, and the libraries' solvers, differ between processors.
TOLERANCE: Final = 2e-2
_PER_LANGUAGE: Final = 6
_SHOWN: Final = 40


def numbers() -> dict[str, float]:
    """Return the figures, cut-offs and probabilities of a small model by name."""
    trained = train_development(per_language=_PER_LANGUAGE, seed=3)
    told = {f"policy {name}": value for name, value in asdict(trained.policy).items() if isinstance(value, float)}
    for name, figures in trained.figures().items():
        told |= {f"{name} {figure}": value for figure, value in figures.items() if value is not None}
    told |= {f"held out {at}": float(value) for at, value in enumerate(trained.held_out[:_SHOWN])}
    judged = expit(trained.model.log_odds(extract([example.comment for example in trained.examples[:_SHOWN]])))
    told |= {f"judged {at}": float(value) for at, value in enumerate(judged)}
    return {name: round(float(value), 4) for name, value in told.items()}


def prepared() -> Iterator[str]:
    """Yield what is trained on, as counts and letters of each source, and some rows of it."""
    rows = [
        _on_a_page(example, at)
        for at, example in enumerate(synthetic.examples(4, 5))
        if example.language in {"en", "de"}
    ]
    examples, again = prepare(rows, 7, per_language=1)
    counts, letters = Counter[str](), Counter[str]()
    for example, second in zip(examples, again, strict=True):
        key = f"{example.source} {example.label} {second}"
        counts[key] += 1
        letters[key] += sum(len(f"{part}") for part in asdict(example.comment).values())
    yield from (f"{key}: {counts[key]} {letters[key]}" for key in sorted(counts))
    yield from (f"{example.comment}" for example in examples[:: len(examples) // _SHOWN])


def curated() -> Iterator[str]:
    """Yield what of repeated, disputed and one-sided labels is kept."""
    rows = synthetic.examples(3, 9)
    again = [replace(row, label=other.label) for row, other in zip(rows[::7], rows[1::7], strict=False)]
    many = [replace(row, by=f"reviewer {at % 5 // 2}") for at, row in enumerate([*rows, *again, *rows[:5], *rows[:30]])]
    for most, chars in ((10_000, 10_000_000), (60, 10_000_000), (10_000, 4_000)):
        found = curate(many, seed=3, most=most, most_chars=chars)
        yield (
            f"{found.read} {found.duplicates} {found.capped} {found.sampled} {found.disputed} {len(found.floods)} "
            f"{found.digest}"
        )
        yield from (f"{row.by} {row.label} {row.group}" for row in found.examples)
        yield from sorted(found.conflicts)


def rows() -> list[str]:
    """Return what is prepared and curated, a line each."""
    return [line for part in (prepared(), curated()) for line in part]


def agree(written: str) -> bool:
    """Tell whether a training's numbers are those that were written down, but for what processors differ in."""
    known, found = json.loads(written), numbers()
    return known.keys() == found.keys() and all(abs(known[name] - found[name]) <= TOLERANCE for name in known)


def _on_a_page(example: Example, at: int) -> Example:
    return replace(example, source=f"own-{at % 3}", comment=replace(example.comment, page=f"page {at % 2}"))
