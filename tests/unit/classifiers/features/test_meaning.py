"""A model is served only by a Winnow whose features mean what they meant when it was trained."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from classifiers.errors import ModelIntegrityError
from classifiers.features import context, evidence, links, meaning, neighbours, ngrams, shape
from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.artifact import Provenance
from tests.plain_model import plain_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    artifact.write(tmp_path, plain_model(1), Policy(0.2, 0.9), Provenance())
    return tmp_path


def test_every_column_sees_more_than_one_thing_in_the_fixed_comments() -> None:
    values = meaning.measured()
    assert values.shape == (len(meaning.COLUMNS), 53)
    assert [name for name, row in zip(meaning.COLUMNS, values, strict=True) if np.ptp(row) == 0] == []


def test_the_same_meaning_is_opened(folder: Path) -> None:
    assert artifact.load(folder).version == artifact.verify(folder).version


@pytest.mark.parametrize(
    ("module", "name", "value", "column"),
    [
        (shape, "_SIGN_SCALES", np.array([10.0, 10, 5, 10, 10, 5, 5.01]), "other"),
        (shape, "_FEWEST_DIGITS", 14, "number"),
        (links, "CHEAP", frozenset({"top"}), "cheap_tld"),
        (context, "_CONTENT_LETTERS", 5, "title_shared"),
        (evidence, "_ORDINARY", {1: 3.0, 4: 1.5}, "words_of_author"),
        (neighbours, "_SPAM", 4.0, "share_spam"),
        (ngrams, "_STEP", np.uint32(0x01000195), "words_of_text"),
        (ngrams, "_PAIR_STEP", np.uint64(0xD6E8FEB86659FD95), "words_of_text"),
    ],
)
def test_a_feature_that_counts_otherwise_is_named_with_the_way_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str, value: object, column: str
) -> None:
    monkeypatch.setattr(module, name, value)
    links._signs.cache_clear()
    assert column in meaning.differences(artifact.read_manifest(folder).features)
    for use in (artifact.load, artifact.verify):
        with pytest.raises(ModelIntegrityError, match="winnow retrain"):
            use(folder)


@pytest.fixture(autouse=True)
def _forgotten_addresses() -> Iterator[None]:
    yield
    links._signs.cache_clear()


def changed(line: str, place: int, by: float) -> str:
    name, *values = line.split()
    values[place] = str(float(values[place]) + by)
    return " ".join([name, *values])


def test_the_last_digits_of_another_processor_do_not_matter() -> None:
    known = list(meaning.fingerprint())
    assert meaning.differences([changed(line, 3, 0.9e-4) for line in known]) == []
    assert meaning.differences([changed(line, 3, 1.1e-4) for line in known]) == list(meaning.COLUMNS)


def test_order_names_and_number_of_columns_are_compared() -> None:
    known = list(meaning.fingerprint())
    first, second = meaning.COLUMNS[:2]
    assert meaning.differences([known[1], known[0], *known[2:]]) == [first, second]
    assert meaning.differences(known[:-1]) == [meaning.COLUMNS[-1]]
    assert meaning.differences([*known, "one_more 0 1"]) == ["one_more"]
    assert meaning.differences([f"{first} no numbers", *known[1:]]) == [first]
    assert meaning.differences([known[0].rpartition(" ")[0], *known[1:]]) == [first]
    assert len(meaning.differences([])) == len(meaning.COLUMNS)


@pytest.mark.parametrize("told", [None, 1, "words", [1], [None], {}])
def test_a_manifest_with_another_kind_of_fingerprint_is_refused(folder: Path, told: object) -> None:
    path = folder / artifact.MANIFEST_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | {"features": told}))
    with pytest.raises(ModelIntegrityError):
        artifact.load(folder)
