"""A model as arrays is the model; arrays that are none are refused in words."""

import random
from pathlib import Path

import numpy as np
import pytest

from classifiers.data import synthetic
from classifiers.digests import digest_of_file
from classifiers.errors import ModelIntegrityError
from classifiers.features.evidence import COLUMNS
from classifiers.features.extraction import extract
from classifiers.features.meaning import reference_comments
from classifiers.model.logistic import expit
from classifiers.model.policy import Policy
from classifiers.model.site_model import FOLD
from classifiers.registry import artifact
from classifiers.registry.array_file import write_arrays
from classifiers.registry.artifact import Provenance
from classifiers.registry.model_arrays import from_arrays, to_arrays
from classifiers.training.estimators import CommentClassifier
from classifiers.training.site_estimator import SiteClassifier
from tests.plain_model import plain_model

POLICY = Policy(0.2, 0.9)
EXAMPLES = synthetic.examples(6, seed=5)
LABELS = np.array([example.is_spam for example in EXAMPLES], int)
COMMENTS = [example.comment for example in EXAMPLES]


@pytest.fixture(scope="module")
def trained() -> CommentClassifier:
    return CommentClassifier(folds=2, networks=3, epochs=4).fit(COMMENTS, LABELS)


@pytest.mark.parametrize("comments", [COMMENTS, list(reference_comments())], ids=["known", "unknown"])
def test_served_probabilities_are_those_of_predict_proba(
    trained: CommentClassifier, tmp_path: Path, comments: list
) -> None:
    artifact.write(tmp_path, trained.model_, POLICY, Provenance())
    served = [one.probability for one in artifact.load(tmp_path).judge(comments)]
    # In parts as in service, for neighbours are seen together.
    expected = np.concatenate(
        [trained.predict_proba(comments[at : at + 256])[:, 1] for at in range(0, len(comments), 256)]
    )
    assert np.ptp(expected) > 0.5
    assert np.abs(served - expected).max() < 1e-4


def test_a_sites_served_probabilities_are_those_of_predict_proba(trained: CommentClassifier, tmp_path: Path) -> None:
    labels = list(LABELS)
    random.Random(2).shuffle(labels)
    site = SiteClassifier(trained.model_).fit(COMMENTS, labels)
    artifact.write(tmp_path, site.model_, POLICY, Provenance())
    comments = list(reference_comments())
    served = [one.probability for one in artifact.load(tmp_path).judge(comments)]
    assert np.abs(served - site.predict_proba(comments)[:, 1]).max() < 1e-4
    base = expit(trained.model_.log_odds(extract(comments)))
    assert np.abs(served - base).max() > 0.01


@pytest.mark.parametrize("cuts", [POLICY, Policy(0.2, 0.9, Policy(0.3, 0.95))])
def test_there_and_back_is_the_same_model(cuts: Policy) -> None:
    model = plain_model(3)
    back, policy = from_arrays(to_arrays(model, cuts))
    assert policy == cuts
    there, again = to_arrays(model, cuts), to_arrays(back, policy)
    assert there.keys() == again.keys()
    assert all(np.array_equal(there[name], again[name]) for name in there)


SPOILT = {
    "one is missing": lambda arrays: arrays.pop("words.intercepts"),
    "one more": lambda arrays: arrays.update(more=1.0),
    "another type": lambda arrays: arrays.update({"words.weights": arrays["words.weights"].astype(np.float64)}),
    "another length": lambda arrays: arrays.update({"words.weights": arrays["words.weights"][:-1]}),
    "another shape": lambda arrays: arrays.update({"evidence.inner": arrays["evidence.inner"].T}),
    "units that differ": lambda arrays: arrays.update({"evidence.inner_bias": np.zeros(2)}),
    "a number for an array": lambda arrays: arrays.update({"words.weights": 1.0}),
    "an array for a number": lambda arrays: arrays.update({"policy.spam": np.zeros(1)}),
    "half of the cut-offs": lambda arrays: arrays.update({"policy.shifted.review": 0.5}),
    "no number": lambda arrays: arrays.update({"policy.spam": float("nan")}),
    "a site's of another length": lambda arrays: arrays.update(
        {"site.weights": np.zeros(9, np.float32), "site.leanings": np.zeros(len(COLUMNS))}
    ),
    "half of a site's": lambda arrays: arrays.update({"site.weights": np.zeros(1 << FOLD.bits, np.float32)}),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_other_arrays_are_refused_with_the_way_out(spoil, tmp_path: Path) -> None:
    arrays = to_arrays(plain_model(1), POLICY)
    spoil(arrays)
    with pytest.raises(ModelIntegrityError):
        from_arrays(arrays)
    manifest = artifact.write(tmp_path, plain_model(1), POLICY, Provenance())
    write_arrays(tmp_path / artifact.MODEL_NAME, arrays)
    named = tmp_path / artifact.MANIFEST_NAME
    sha256 = digest_of_file(tmp_path / artifact.MODEL_NAME)
    named.write_text(named.read_text().replace(manifest.sha256, sha256))
    for use in (artifact.verify, artifact.load):
        with pytest.raises(ModelIntegrityError, match="winnow retrain"):
            use(tmp_path)
