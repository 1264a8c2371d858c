import random
from dataclasses import replace

import numpy as np
import pytest
from sklearn.base import clone

from classifiers.data import synthetic
from classifiers.data.disguises import KINDS, disguise
from classifiers.features.extraction import extract
from classifiers.model.logistic import expit
from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from classifiers.training.estimators import FACTORIES
from classifiers.training.site_estimator import SiteClassifier
from classifiers.training.sparse_grams import view_rows
from classifiers.types import Comment, Verdict

EXAMPLES = synthetic.examples(6, seed=5)
COMMENTS = [example.comment for example in EXAMPLES]
LABELS = np.array([example.is_spam for example in EXAMPLES], int)
FAST = {"winnow": {"folds": 2, "networks": 1, "epochs": 2}}


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    return Registry(tmp_path_factory.mktemp("models")).load()


@pytest.mark.parametrize("name", FACTORIES)
def test_every_estimator_clones_round_trips_and_repeats_itself(name):
    model = FACTORIES[name]().set_params(**FAST.get(name, {}))
    twin = clone(model)
    simple = {key: value for key, value in model.get_params().items() if isinstance(value, (int, float, str))}
    assert simple.items() <= twin.get_params().items()
    first = model.fit(COMMENTS, LABELS).predict_proba(COMMENTS)
    second = twin.fit(COMMENTS, LABELS).predict_proba(COMMENTS)
    assert first.shape == (len(COMMENTS), 2)
    assert np.array_equal(first, second)


def test_training_twice_gives_the_same_bytes(tmp_path):
    hashes = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        model = FACTORIES["winnow"]().set_params(**FAST["winnow"]).fit(COMMENTS, LABELS)
        hashes.append(artifact.write(folder, model.model_, Policy(0.1, 0.9), Provenance()).sha256)
    assert hashes[0] == hashes[1]


def test_site_model_keeps_the_base_where_labels_agree_and_learns_where_they_do_not(judge):
    oddly = Comment("the grommet widget of the month")
    ordinary = Comment("I planted them in May and they grew well")
    site = SiteClassifier(judge.model).fit([oddly] * 20 + [ordinary] * 20, [1] * 20 + [0] * 20).model_
    batch = extract([oddly, ordinary])
    base, local = expit(judge.model.log_odds(batch)), expit(site.log_odds(batch))
    assert local[0] > base[0]
    assert local[1] <= base[1] + 1e-9
    elsewhere = extract([Comment("completely different matters altogether")])
    assert abs(expit(site.log_odds(elsewhere)) - expit(judge.model.log_odds(elsewhere))).max() < 0.2


def test_empty_in_empty_out(judge):
    assert judge.judge([]) == []


def test_odd_texts_are_judged(judge):
    odd = ["", " ", "\0", "\ud800", "a" * 100_000, "🙂", "\u200b" * 50, "1", "א", "http://", "()[]"]
    found = judge.judge([Comment(text, author=text, author_url=text, links=(text,)) for text in odd])
    assert len(found) == len(odd)
    assert all(0 <= one.probability <= 1 for one in found)


def test_a_comment_alone_is_judged_as_in_a_crowd(judge):
    crowd = judge.judge(COMMENTS)
    for place in range(0, len(COMMENTS), 29):
        alone = judge.judge([COMMENTS[place]])[0]
        assert alone.probability == pytest.approx(crowd[place].probability, abs=1e-9)


def test_reasons_come_with_review_and_spam_only(judge):
    for one in judge.judge(COMMENTS):
        assert (one.verdict is Verdict.ALLOW) == (one.reasons == ())
        assert len(one.reasons) <= 5


def without_address(comment):
    """An author's address is the one beside the name, or else the one that the name holds."""
    words = (comment.author or "").split()
    return replace(comment, author=" ".join(word for word in words if "." not in word) or None, author_url=None)


WITHOUT = {
    "author-name": lambda comment: replace(comment, author=None),
    "author-link": without_address,
}


def test_removing_the_named_evidence_lowers_the_score(judge):
    found = judge.judge(COMMENTS)
    tried = [
        (judge.judge([WITHOUT[reason.code](comment)])[0].probability, one.probability)
        for comment, one in zip(COMMENTS, found, strict=True)
        for reason in one.reasons
        if reason.code in WITHOUT
    ]
    assert len(tried) > 20
    assert sum(after < before for after, before in tried) >= 0.95 * len(tried)


@pytest.mark.parametrize("kind", KINDS)
def test_disguises_do_not_save_caught_spam(judge, kind):
    dice = random.Random(3)
    found = judge.judge(COMMENTS)
    caught = [c for c, one in zip(COMMENTS, found, strict=True) if one.verdict is Verdict.SPAM]
    assert len(caught) > 30
    worn = [replace(comment, text=disguise(comment.text, kind, dice)) for comment in caught]
    still = sum(one.verdict is Verdict.SPAM for one in judge.judge(worn))
    assert still >= 0.97 * len(caught)


def test_sums_equal_the_sparse_product(judge):
    batch = extract(COMMENTS[:40])
    weights = judge.model.words.weights
    dense = batch.view_scores(weights)
    sparse = np.stack([matrix @ weights for matrix in view_rows(batch)], axis=1)
    assert np.allclose(dense, sparse, atol=1e-4)
