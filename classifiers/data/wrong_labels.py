"""Labels of the public sources that a person found to be wrong: published as digests, and learnt from by nobody.

``wrong_labels.txt`` names one a line: the first 16 hexadecimal digits of a SHA-256, the source, the label that is
wrong, and what the comment is.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from classifiers.data.datasets import Example

_LIST: Final = Path(__file__).with_name("wrong_labels.txt")
_DIGITS: Final = 16


def is_labelled_wrongly(example: Example) -> bool:
    """Tell whether a person found this example's label to be wrong."""
    return (digest_of(example), example.source, str(example.label)) in _known()


def digest_of(example: Example) -> str:
    """Return what names a comment in the list: a digest of its author and its text."""
    written = f"{example.comment.author or ''}\n{example.comment.text}"
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:_DIGITS]


@cache
def _known() -> frozenset[tuple[str, ...]]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(tuple(line.split()[:3]) for line in lines if line and not line.startswith("#"))
