"""What is named as a reason, and in which words."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifiers.features.extraction import extract
from classifiers.model.explain import EVIDENCE, _effects
from classifiers.model.judge import Judge
from classifiers.model.stretch import Stretch
from classifiers.reasons import ReasonCode
from classifiers.registry.versions import Registry
from classifiers.types import Comment, Verdict

PILLS = Comment(
    "Cheap viagra pills and casino bonus online, cheap viagra", author="cheap pills", author_url="http://pills.top/"
)

_HOME = [piece.code for piece in EVIDENCE].index(ReasonCode.AUTHOR_LINK)
_OTHERS = [place for place in range(len(EVIDENCE)) if place != _HOME]


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Registry(Path(tmp_path_factory.mktemp("models"))).load()


def test_the_words_that_weigh_most_are_named_as_they_were_written(judge: Judge) -> None:
    [found] = judge.judge([PILLS])
    assert found.verdict is not Verdict.ALLOW
    [words] = [one.message for one in found.reasons if one.code == "words"]
    start, _, named = words.partition(": ")
    assert start == "Its words are those of spam"
    assert named.endswith(".")
    assert set(named[:-1].split(", ")) <= set(PILLS.text.replace(",", "").split())
    assert 1 <= len(named[:-1].split(", ")) <= 3


def test_reasons_are_distinct_and_each_has_a_sentence(judge: Judge) -> None:
    [found] = judge.judge([PILLS])
    codes = [one.code for one in found.reasons]
    assert len(set(codes)) == len(codes)
    assert all(one.message.endswith(".") for one in found.reasons)


@pytest.mark.parametrize(("comment", "by"), [(Comment("Cheap viagra pills, casino bonus"), 2.0), (PILLS, 1.0)])
def test_effects_are_stretched_as_scores_are(judge: Judge, comment: Comment, by: float) -> None:
    plain = replace(judge.model, stretch=Stretch())
    doubled = replace(plain, stretch=Stretch(2.0, above=-99.0))
    evidence = plain.evidence(extract([comment]))
    found, known = _effects(doubled, evidence, None), _effects(plain, evidence, None)
    np.testing.assert_allclose(found[:, _OTHERS], by * known[:, _OTHERS], atol=1e-9)


def test_an_address_is_no_reason_where_the_score_is_higher_without_it(judge: Judge) -> None:
    plain = replace(judge.model, stretch=Stretch())
    doubled = replace(plain, stretch=Stretch(2.0, above=0.0))
    evidence = plain.evidence(extract([PILLS]))
    without = plain.evidence(extract([replace(PILLS, author_url=None)]))
    change = doubled.judged(evidence) - doubled.judged(without)
    assert change[0] < 0 < plain.judged(evidence)[0] - plain.judged(without)[0]
    assert _effects(doubled, evidence, None)[0, _HOME] < 0
