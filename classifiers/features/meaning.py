"""What a model's features mean: their values on fixed comments, which its manifest keeps and loading compares.

Names would not do: a feature that keeps its name and counts otherwise spoils every probability. Nor would a hash of the
values: processors differ in their last digits.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features import evidence
from classifiers.features.evidence import evidence_of
from classifiers.features.extraction import FEATURES, VIEWS, View, extract
from classifiers.features.feature import Feature
from classifiers.features.history import PAST_NAMES, Past, past_columns
from classifiers.features.neighbours import Neighbours
from classifiers.features.ngrams import Fold
from classifiers.types import ArticleContext, Comment, Earlier, History

# All that a model looks at: what a comment and its page say, then what the site's past does.
COLUMNS: Final = (*evidence.COLUMNS, *PAST_NAMES)
# How far a value may be from the manifest's: far more than processors differ, far less than a change of meaning.
TOLERANCE: Final = 1e-4
_DECIMALS: Final = 6
# The words have millions of places; a wave over this many folded ones tells whether any gram went elsewhere.
_FOLD: Final = Fold(bits=10)
# So high that names, of which only what is out of the ordinary counts, are heard.
_HEIGHT: Final = np.float32(4)


def described() -> tuple[tuple[str, str], ...]:
    """Return each column's name, and the sentence that says what it tells."""
    groups: list[type[Feature]] = [View, *FEATURES.values(), Neighbours, Past]
    sentences = [feature.sentence for group in groups for feature in group]
    return tuple(zip(COLUMNS, sentences, strict=True))


@cache
def reference_comments() -> tuple[Comment, ...]:
    """Return the fixed comments, in many scripts, that ship with the package."""
    text = files("classifiers.features").joinpath("reference_comments.jsonl").read_text(encoding="utf-8")
    return tuple(_comment(json.loads(line)) for line in text.splitlines())


def _comment(row: Mapping[str, Any]) -> Comment:
    has_article = "title" in row or "body" in row
    return Comment(
        row["text"],
        author=row.get("author"),
        author_url=row.get("author_url"),
        links=tuple(row["links"]) if "links" in row else None,
        article=ArticleContext(row.get("title"), row.get("body")) if has_article else None,
        page=row.get("page"),
    )


def measured() -> NDArray[np.float64]:
    """Return what each column sees in each of the fixed comments: shape (columns, comments)."""
    batch = extract(reference_comments())
    wave = _HEIGHT * np.sin(np.arange(1 << _FOLD.bits)).astype(np.float32)
    words = np.zeros((batch.size, len(VIEWS)))
    words[batch.owners, batch.views] = batch.grams.sums(wave, _FOLD)
    seen = evidence_of(words, batch.shape, [slice(*page) for page in batch.pages])
    past = past_columns([_history(number) for number in range(batch.size)])
    return np.hstack([seen, past]).T


def _history(number: int) -> History:
    """Return a past for one of the fixed comments, which come without: longer and worse from one to the next."""
    earlier = Earlier(number, number // 2, number - 8.0, number // 3)
    return History(earlier if number % 2 else None, earlier if number % 3 else None)


def fingerprint() -> tuple[str, ...]:
    """Return one line for each column: its name, then its value in each of the fixed comments."""
    rows = measured()
    return tuple(
        " ".join([name, *(np.format_float_positional(value, _DECIMALS, trim="-") for value in row)])
        for name, row in zip(COLUMNS, rows, strict=True)
    )


def differences(known: Sequence[str]) -> list[str]:
    """Return the names of columns that see something else than this fingerprint says, or that stand elsewhere."""
    found = []
    for line, name, row in zip_longest(known, COLUMNS, measured(), fillvalue=None):
        recorded, *values = line.split() if line else [""]
        if recorded != name or row is None or not _agree(values, row):
            found.append(name or recorded)
    return found


def _agree(recorded: Sequence[str], row: NDArray[np.float64]) -> bool:
    try:
        values = np.array(recorded, np.float64)
    except ValueError:
        return False
    return values.shape == row.shape and bool(np.all(np.abs(values - row) <= TOLERANCE))
