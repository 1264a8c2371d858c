"""What the second stage may learn of a disguise."""

import numpy as np
import pytest

from classifiers.features.evidence import COLUMNS, NEIGHBOURS, columns
from classifiers.features.extraction import GROUPS
from classifiers.training.evidence_estimator import EvidenceEstimator

DISGUISE = columns(*GROUPS["disguise"])


def fitted():
    """Return networks that met disguises on ham alone, and the evidence that they learnt from."""
    dice = np.random.default_rng(0)
    evidence = dice.normal(size=(4_000, len(COLUMNS)))
    evidence[:, NEIGHBOURS] = 0
    labels = (evidence[:, 0] > 0).astype(np.int64)
    evidence[:, DISGUISE] = dice.uniform(0, 2, (4_000, len(DISGUISE))) * (labels == 0)[:, None]
    sources = np.array(["a", "b"])[np.arange(4_000) % 2]
    return EvidenceEstimator(networks=2, epochs=2).fit(evidence, labels, sources, np.ones(4_000)), evidence


@pytest.fixture(scope="module")
def guarded():
    estimator, evidence = fitted()
    return estimator.let_no_disguise_lower(), evidence


@pytest.mark.parametrize("column", DISGUISE)
def test_a_disguise_never_lowers_the_log_odds(guarded, column):
    estimator, evidence = guarded
    more = evidence.copy()
    more[:, column] += 1
    assert (estimator.log_odds(more) >= estimator.log_odds(evidence) - 1e-9).all()


def test_before_that_it_does_where_ham_wore_it():
    estimator, evidence = fitted()
    more = evidence.copy()
    more[:, DISGUISE] += 1
    assert (estimator.log_odds(more) - estimator.log_odds(evidence)).mean() < -0.1


def test_what_bears_no_disguise_is_judged_as_before(guarded):
    estimator, evidence = guarded
    plain = evidence.copy()
    plain[:, DISGUISE] = 0
    assert np.allclose(estimator.log_odds(plain), fitted()[0].log_odds(plain), atol=1e-4)


def test_its_own_networks_and_what_serves_say_the_same(guarded):
    estimator, evidence = guarded
    assert np.allclose(estimator.log_odds(evidence), estimator.predict_log_odds(evidence), atol=1e-3)
