"""The cut-offs of a site's own model."""

from pathlib import Path

import numpy as np
import pytest

from classifiers.data.datasets import Example
from classifiers.errors import DatasetError
from classifiers.model.policy import Target
from classifiers.model.site_model import base_of
from classifiers.registry.versions import Registry
from classifiers.training.site_cut_offs import cut_offs
from classifiers.training.site_estimator import held_out
from classifiers.types import Comment, Label
from tests.labelled import texts

BASE = Registry(Path("no-models")).load_base()
LABELS = [
    Example(Comment(text=text), label, "site")
    for both in zip(texts(Label.HAM, 40), texts(Label.SPAM, 40), strict=True)
    for text, label in zip(both, (Label.HAM, Label.SPAM), strict=True)
]


def test_they_are_the_shipped_ones_where_nothing_is_asked() -> None:
    assert cut_offs(BASE, LABELS, None) is BASE.policy


@pytest.mark.parametrize("target", [Target(hm=0.05, sm=0.05), Target(hm=0.2, sm=0.05), Target(hm=0.05, sm=0.3)])
def test_they_keep_what_is_asked_on_labels_that_taught_nothing(target: Target) -> None:
    found = cut_offs(BASE, LABELS, target)
    is_spam = np.array([example.is_spam for example in LABELS])
    scores = held_out(base_of(BASE.model), [example.comment for example in LABELS], is_spam)
    assert (scores[~is_spam] >= found.spam).mean() <= target.hm
    assert (scores[is_spam] < found.review).mean() <= target.sm
    assert found.shifted is None


@pytest.mark.parametrize(
    ("target", "told"),
    [(Target(hm=0.02, sm=0.1), "hm=0.02 shows in 50 ham labels"), (Target(hm=0.1, sm=0.01), "sm=0.01 in 100 spam")],
)
def test_shares_that_so_few_labels_can_t_show_are_refused(target: Target, told: str) -> None:
    with pytest.raises(DatasetError, match=told):
        cut_offs(BASE, LABELS, target)
