"""How a site's prior moves what the shipped model says."""

from dataclasses import replace
from math import log

import pytest

from classifiers.model.judge import Judge
from classifiers.model.policy import Policy
from classifiers.types import Comment, Verdict
from tests.plain_model import plain_model

COMMENT = Comment("I planted two of them last year, and both bear fruit now.", "Susan Miller")


def judge(policy: Policy) -> Judge:
    return Judge("plain", plain_model(1), policy)


def log_odds(probability: float) -> float:
    return log(probability / (1 - probability))


def test_a_prior_adds_its_shift_to_the_log_odds() -> None:
    plain, shifted = judge(Policy(0.4, 0.9, Policy(0.3, 0.95))).judge([COMMENT, replace(COMMENT, shift=1.5)])

    assert plain.shift is None
    assert shifted.shift == 1.5
    assert log_odds(shifted.probability) == pytest.approx(log_odds(plain.probability) + 1.5)
    assert shifted.words == plain.words


def test_shifted_scores_have_cut_offs_of_their_own() -> None:
    probability = judge(Policy(0.0, 1.0)).judge([COMMENT])[0].probability
    tried = judge(Policy(1.0, 1.0, Policy(probability / 2, 1.0)))

    plain, shifted = tried.judge([COMMENT, replace(COMMENT, shift=0.0)])

    assert plain.verdict is Verdict.ALLOW
    assert shifted.verdict is Verdict.REVIEW
    assert shifted.probability == plain.probability


def test_a_model_without_such_cut_offs_shifts_nothing() -> None:
    plain, shifted = judge(Policy(0.4, 0.9)).judge([COMMENT, replace(COMMENT, shift=5.0)])

    assert plain == shifted


def test_a_judge_that_explains_nothing_judges_alike() -> None:
    told = judge(Policy(0.0, 1.0))
    [explained], [silent] = told.judge([COMMENT]), replace(told, explains=False).judge([COMMENT])
    assert explained.reasons
    assert silent == replace(explained, reasons=())
