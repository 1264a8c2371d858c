"""What neighbours add to a comment's log-odds."""

from dataclasses import replace

import numpy as np
import pytest

from classifiers.features.evidence import COLUMNS, NEIGHBOURS
from classifiers.features.neighbours import Neighbours, most_moved
from classifiers.model.evidence_model import EvidenceModel

UNITS = 6


@pytest.fixture
def model():
    dice = np.random.default_rng(0)
    inner = dice.normal(size=(len(COLUMNS), 3 * UNITS))
    inner[NEIGHBOURS, : 2 * UNITS] = 0
    # The twin with neighbours is the twin without where there are none.
    inner[:, 2 * UNITS :] += inner[:, UNITS : 2 * UNITS]
    inner[: NEIGHBOURS.start, 2 * UNITS :] = inner[: NEIGHBOURS.start, UNITS : 2 * UNITS]
    outer = np.zeros((3 * UNITS, 3))
    outer[:UNITS, 0], outer[UNITS : 2 * UNITS, 1] = dice.normal(size=(2, UNITS))
    outer[2 * UNITS :, 2] = outer[UNITS : 2 * UNITS, 1]
    bias = dice.normal(size=3 * UNITS)
    bias[2 * UNITS :] = bias[UNITS : 2 * UNITS]
    return EvidenceModel(np.zeros(len(COLUMNS)), np.ones(len(COLUMNS)), inner, bias, outer, np.array([0.5, -0.2, -0.2]))


def biased(model, *added):
    return replace(model, outer_bias=model.outer_bias + np.array(added))


def evidence(neighbours):
    rows = np.random.default_rng(1).normal(size=(40, len(COLUMNS)))
    rows[:, NEIGHBOURS] = np.random.default_rng(2).uniform(0, 1, size=rows[:, NEIGHBOURS].shape) * neighbours
    rows[:, NEIGHBOURS.start + Neighbours.LOG_COUNT] = neighbours
    return rows


def test_who_stands_alone_is_judged_by_the_networks_for_that(model):
    assert np.array_equal(model.log_odds(evidence(0)), biased(model, 0, 3, 9).log_odds(evidence(0)))
    assert np.allclose(model.log_odds(evidence(0)) + 1, biased(model, 1, 0, 0).log_odds(evidence(0)))


def test_what_both_twins_say_alike_moves_nothing(model):
    assert np.allclose(model.log_odds(evidence(1)), biased(model, 0, 9, 9).log_odds(evidence(1)))


def test_neighbours_move_no_more_than_they_may(model):
    rows = evidence(1)
    lowered, raised = most_moved(rows[:, NEIGHBOURS])
    moved = model.log_odds(rows) - model.log_odds(evidence(0))
    assert np.abs(moved).max() > 0.1
    assert (moved <= raised + 1e-9).all()
    assert (moved >= -lowered - 1e-9).all()


def test_without_its_neighbours_a_comment_falls_by_what_they_add(model):
    rows, missing = evidence(1), np.zeros(len(COLUMNS))
    [fallen] = model.falls(rows, missing, [list(range(NEIGHBOURS.start, NEIGHBOURS.stop))]).T
    assert np.allclose(fallen, model.log_odds(rows) - model.log_odds(evidence(0)))
