"""What a site's labels say of evidence: how far it goes, and what holds it."""

import numpy as np
import pytest

from classifiers.model.site_model import MOST_CORRECTION, MOST_LEANING, corrected
from classifiers.training.leanings import learn_leanings

SIGNS = np.array([1.0, -1.0] * 30)
EVIDENCE = np.stack([SIGNS, np.ones(60)], axis=1)
NOWHERE = np.zeros(60)
ALIKE = np.ones(60)
NOBODY = np.zeros((0, 2)), np.zeros(0)


def test_a_column_that_tells_the_labels_apart_is_heard_and_one_that_does_not_is_not() -> None:
    found = learn_leanings(EVIDENCE, NOWHERE, SIGNS, ALIKE, *NOBODY, 1.0)
    assert found[0] > 1
    assert abs(found[1]) < 1e-6


def test_what_the_base_knows_is_not_learnt_again() -> None:
    surprised = learn_leanings(EVIDENCE, NOWHERE, SIGNS, ALIKE, *NOBODY, 1.0)
    known = learn_leanings(EVIDENCE, 6 * SIGNS, SIGNS, ALIKE, *NOBODY, 1.0)
    assert 0 < known[0] < surprised[0] / 10


def test_anchors_hold_where_they_are_in_doubt_and_let_go_where_they_are_sure() -> None:
    anchors = np.tile([1.0, 0.0], (500, 1))
    free, held, sure = (
        learn_leanings(EVIDENCE, NOWHERE, SIGNS, ALIKE, rows, np.full(len(rows), at), 1.0)[0]
        for rows, at in ((anchors[:0], 0.0), (anchors, 0.0), (anchors, 9.0))
    )
    assert held < free / 3
    assert sure > free * 0.9


def test_few_different_comments_tell_little() -> None:
    many = learn_leanings(EVIDENCE, NOWHERE, SIGNS, ALIKE, *NOBODY, 1.0)[0]
    copies = learn_leanings(EVIDENCE, NOWHERE, SIGNS, ALIKE / 30, *NOBODY, 1.0)[0]
    assert copies < many / 10


def test_evidence_moves_no_more_than_its_part() -> None:
    words, leaning = np.array([0.0, 0.0, 1.0, 5.0, -9.0]), np.array([99.0, -99.0, 0.5, 99.0, 99.0])
    expected = [MOST_LEANING, -MOST_LEANING, 1.5, MOST_CORRECTION, MOST_LEANING - 9.0]
    assert corrected(words, leaning).tolist() == pytest.approx(np.maximum(expected, -MOST_CORRECTION))
