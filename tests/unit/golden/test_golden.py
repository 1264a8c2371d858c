"""What features see and what separation finds stays as it was; a change shows in git, line by line (`make golden`)."""

import json
from pathlib import Path

import pytest

from classifiers.features import meaning
from classifiers.registry import artifact
from classifiers.registry.versions import Registry
from tests.golden import FEATURES, LENT, PAGES, SYNTHETIC, beside, separated, synthetic_lines
from tests.golden.numbers import agree


def test_each_feature_sees_what_it_saw() -> None:
    assert meaning.differences(FEATURES.read_text(encoding="utf-8").splitlines()) == []


def test_the_shipped_model_was_trained_on_these_features(tmp_path: Path) -> None:
    shipped = artifact.read_manifest(Registry(tmp_path).base)
    assert meaning.differences(shipped.features) == []


def test_each_feature_says_what_it_tells() -> None:
    told = meaning.described()
    assert [name for name, _ in told] == [line.split()[0] for line in FEATURES.read_text(encoding="utf-8").splitlines()]
    assert len({sentence for _, sentence in told}) == len(told) == len({name for name, _ in told})
    assert all(sentence[0].isupper() and sentence.endswith(".") for _, sentence in told)


def test_there_are_forty_pages() -> None:
    assert len(PAGES) == 40


def test_synthetic_comments_are_what_they_were() -> None:
    assert synthetic_lines() == SYNTHETIC.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", [*PAGES, *LENT], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_is_separated_as_it_was(path: Path) -> None:
    assert separated(path) == json.loads(beside(path, ".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*PAGES, *LENT], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_models_of_separation_see_and_say_what_they_did(path: Path) -> None:
    assert agree(path, beside(path, ".numbers").read_text(encoding="utf-8"))
