"""What a site's imports say of the model for all, and which of their labels look wrong."""

from dataclasses import replace

import pytest

from classifiers.data import synthetic
from classifiers.data.datasets import Example
from classifiers.model.judge import Judge
from classifiers.registry.versions import Registry
from classifiers.types import Label, Verdict
from worker.learn.retrain import ignore
from worker.learn.site_history import SiteHistory, sentences, site_history

OTHER = {Label.HAM: Label.SPAM, Label.SPAM: Label.HAM}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Registry(tmp_path_factory.mktemp("models")).load_base()


def imported(count: int) -> list[Example]:
    found = synthetic.examples(-(-count // 56), 7)[:count]
    return [replace(one, by="import:ida", origin=f"comment {number}") for number, one in enumerate(found)]


def told(labels: list[Example], base: Judge) -> SiteHistory:
    return site_history(labels, base, base, seed=0, advance=ignore)


def test_labels_that_were_mixed_up_are_named_and_no_others(base: Judge) -> None:
    labels = imported(280)
    mixed_up = {10, 95, 111, 200, 262}
    for place in mixed_up:
        labels[place] = replace(labels[place], label=OTHER[labels[place].label])
    found = told(labels, base)
    doubted = {one.origin for one in found.suspects}
    assert doubted <= {f"comment {place}" for place in mixed_up}
    assert len(doubted) >= len(mixed_up) - 1
    own = [one.probability if one.label is Label.SPAM else 1 - one.probability for one in found.suspects]
    assert own == sorted(own)
    assert max(own) < 0.5


def test_what_the_model_for_all_would_have_done_is_counted(base: Judge) -> None:
    labels = imported(112)
    found = told(labels, base)
    judged = base.judge([one.comment for one in labels])
    for verdict in Verdict:
        expected = sum(one.verdict is verdict for one, label in zip(judged, labels, strict=True) if not label.is_spam)
        assert found.count(Label.HAM, verdict) == expected
    assert found.labels == 112
    assert 0.5 < found.agreement <= 1
    said = list(sentences(found))
    assert said[0].startswith(f"What this site's own history says of model {base.version}: 112 labels, ")
    assert said[-1] == "labels that the others speak against: 0"


def test_only_imports_are_history_held_ones_too_and_copies_once(base: Judge) -> None:
    labels = imported(12)
    given = [*labels, labels[0], replace(labels[1], by="ida")]
    given[2] = replace(given[2], held=True)
    assert told(given, base).labels == 12
    assert told([replace(one, by="ida") for one in labels], base).labels == 0


def test_too_few_labels_doubt_none(base: Judge) -> None:
    labels = imported(20)
    labels[3] = replace(labels[3], label=OTHER[labels[3].label])
    assert told(labels, base).suspects == ()


def test_a_history_of_ham_alone_is_no_reason_to_doubt_it(base: Judge) -> None:
    labels = [one for one in imported(112) if not one.is_spam]
    assert told(labels, base).suspects == ()
