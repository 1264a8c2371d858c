"""How far what was on a site before moves what the shipped model says of a comment."""

from collections.abc import Sequence
from dataclasses import replace
from math import log

import numpy as np
import pytest

from classifiers.features.history import Past
from classifiers.model.history_model import MOST_MOVED, HistoryModel, within_one_step
from classifiers.model.judge import Judge
from classifiers.model.policy import Policy
from classifiers.reasons import ReasonCode
from classifiers.types import Comment, Earlier, History, Prediction, Verdict
from tests.plain_model import plain_model

CUTS = Policy(0.6, 0.95)
HAM = History(Earlier(30, 30, -5.0, 0))
SPAM = History(Earlier(30, 30, 5.0, 25), Earlier(25, 25, 5.0, 25))
READER = Comment("I planted two of them last year, and both bear fruit now.", "Susan Miller", "https://miller.example")
PILLS = Comment("Cheap pills and casino bonus online, buy cheap pills", "cheap pills", "http://pills.example")


def model(weight: float = 2.0) -> HistoryModel:
    weights = np.zeros(len(Past))
    weights[[Past.AUTHOR_SCORE, Past.TEXT_COMMENTS]] = weight
    return HistoryModel(weights)


def judge(cuts: Policy = CUTS, weight: float = 2.0) -> Judge:
    return Judge("plain", replace(plain_model(1), history=model(weight)), cuts)


def log_odds(found: Prediction) -> float:
    return log(found.probability / (1 - found.probability))


def judged(comments: Sequence[Comment], cuts: Policy) -> list[Prediction]:
    return judge(cuts).judge(comments)


def around(comment: Comment, review: float, spam: float) -> Policy:
    """Return cut-offs so far from what is said of a comment by itself (log-odds)."""
    [alone] = judge().judge([comment])
    cuts = [1 / (1 + np.exp(-(log_odds(alone) + distance))) for distance in (review, spam)]
    return Policy(*map(float, cuts))


def test_the_past_moves_the_log_odds_by_no_more_than_so_much() -> None:
    free = Policy(0.0, 1.0)
    alone, ham, spam = judged([READER, replace(READER, history=HAM), replace(READER, history=SPAM)], free)

    assert log_odds(ham) == pytest.approx(log_odds(alone) - MOST_MOVED)
    assert log_odds(spam) == pytest.approx(log_odds(alone) + MOST_MOVED)
    assert spam.words == alone.words


def test_a_past_of_which_nothing_is_known_moves_nothing() -> None:
    assert len(set(judged([READER, replace(READER, history=History())], CUTS))) == 1


def test_a_model_that_did_not_learn_from_the_past_moves_nothing() -> None:
    plain = Judge("plain", plain_model(1), CUTS)
    assert len(set(plain.judge([READER, replace(READER, history=SPAM)]))) == 1


def test_one_spam_after_thirty_ham_is_not_allowed() -> None:
    [found] = judged([replace(PILLS, history=HAM)], around(PILLS, -0.5, -0.1))
    assert found.verdict is Verdict.REVIEW


def test_one_ham_after_thirty_spam_is_not_spam() -> None:
    [found] = judged([replace(READER, history=SPAM)], around(READER, 0.1, 0.5))
    assert found.verdict is Verdict.REVIEW


def test_what_is_in_doubt_is_decided_by_the_past() -> None:
    cuts = around(READER, -1.0, 1.0)
    verdicts = [one.verdict for one in judged([replace(READER, history=one) for one in (HAM, None, SPAM)], cuts)]
    assert verdicts == [Verdict.ALLOW, Verdict.REVIEW, Verdict.SPAM]


@pytest.mark.parametrize("moved", [0.0, 0.3, 0.6, 0.97, 1.0])
@pytest.mark.parametrize("probability", [0.01, 0.59, 0.6, 0.949, 0.95, 0.999])
def test_a_verdict_goes_one_step_at_most(probability: float, moved: float) -> None:
    order = list(Verdict)
    before, after = (CUTS.verdict(one) for one in (probability, within_one_step(probability, moved, CUTS)))
    assert abs(order.index(before) - order.index(after)) <= 1


def test_the_order_of_a_batch_changes_nothing() -> None:
    comments = [replace(READER, history=one) for one in (HAM, SPAM, None)] + [replace(PILLS, history=HAM)]
    assert judged(comments, CUTS) == judged(comments[::-1], CUTS)[::-1]


def test_a_site_with_cut_offs_of_its_own_is_held_to_them() -> None:
    cuts = Policy(0.0, 1.0, around(PILLS, -0.5, -0.1))
    [found] = judged([replace(PILLS, shift=0.0, history=HAM)], cuts)
    assert (found.verdict, found.shift) == (Verdict.REVIEW, 0.0)


def test_what_the_past_says_against_a_comment_is_a_reason() -> None:
    weak = judge(Policy(0.0, 1.0), weight=0.2)
    found = weak.judge([replace(READER, history=one) for one in (SPAM, History(SPAM.author), HAM, None)])

    past = {ReasonCode.AUTHOR_HISTORY, ReasonCode.REPEATED_ON_SITE}
    named = [{reason.code for reason in one.reasons} & past for one in found]
    assert named == [past, {ReasonCode.AUTHOR_HISTORY}, set(), set()]


def test_a_reason_says_by_how_much_the_log_odds_fall_without_it() -> None:
    weak = model(0.1)
    past = np.ones((2, len(Past)))
    falls = weak.falls(past)
    assert falls == pytest.approx(np.full((2, 2), 0.1))
    assert weak.moves(past) == pytest.approx(falls.sum(axis=1))
