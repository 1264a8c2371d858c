"""Whose word a label is, and whether that is enough to teach: one voice alone does not overrule a sure model."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from classifiers.types import Label

# From these probabilities on the model is sure. Between them its verdict is mostly "review", labels are what it asks
# for, and one teaches at once.
SURE_SPAM: Final = 0.98
SURE_HAM: Final = 0.02
# Who has contradicted a sure model so often, and in so large a share of what he said, is held with all of it. Who
# clears the queue does it in single labels out of hundreds, who poisons in most of them; of an honest reviewer's labels
# on new spam that the model was sure is ham, it was a sixth.
_OFTEN: Final = 10
_OFTEN_SHARE: Final = 0.25

# What the reviewer of a label begins with that came in a file; who brought the file stands behind it.
IMPORTED: Final = "import:"


class Hold(StrEnum):
    """Why a label does not teach yet; it overrides the verdict all the same.

    AGAINST_CHAMPION: it contradicts what the model was sure of. HELD_REVIEWER: who gave it does so too often.
    """

    AGAINST_CHAMPION = "against-champion"
    HELD_REVIEWER = "held-reviewer"


def contradicts(label: Label, probability: float) -> bool:
    """Whether a label says the opposite of a model that gives this probability of spam and is sure."""
    return probability >= SURE_SPAM if label is Label.HAM else probability <= SURE_HAM


def is_import(reviewer: str) -> bool:
    """Whether a label came in a file, and is not what somebody said of the comment before him."""
    return reviewer.startswith(IMPORTED)


def is_vouched_for(reviewers: Collection[str]) -> bool:
    """Whether those who agree on a label are two people or more; who brought a file is the one who labels by hand."""
    return len({one.removeprefix(IMPORTED) for one in reviewers}) > 1 and not all(map(is_import, reviewers))


def too_often(held: int, given: int) -> bool:
    """Whether who said so many labels, so many of them against a sure model, is held with all that he said."""
    return held >= _OFTEN and held >= _OFTEN_SHARE * given
