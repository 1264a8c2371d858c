"""The words that moved a score, as places in the text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.features import extraction
from classifiers.model.site_model import Model
from classifiers.model.word_weights import WordMark, word_marks
from classifiers.registry.versions import Registry
from classifiers.types import Comment

ADVERT = "Our clock is slow. Buy cheap viagra pills online now, best casino bonus!"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return Registry(tmp_path_factory.mktemp("models")).load_base().model


def marked(text: str, marks: tuple[WordMark, ...]) -> dict[str, float]:
    return {text[mark.start : mark.end]: mark.weight for mark in marks}


def test_an_adverts_words_are_marked_towards_spam(model: Model) -> None:
    [marks] = word_marks(model, [ADVERT])
    words = marked(ADVERT, marks)
    assert {"viagra", "casino"} <= {word for word, weight in words.items() if weight > 0}
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)


def test_without_a_marked_word_the_words_say_less(model: Model) -> None:
    def said(text: str) -> float:
        batch = extraction.extract([Comment(text)])
        return float(model.evidence(batch)[0, extraction.TEXT])

    [marks] = word_marks(model, [ADVERT])
    strongest = max(marks, key=lambda mark: mark.weight)
    assert said(ADVERT[: strongest.start] + ADVERT[strongest.end :]) < said(ADVERT)


def test_a_disguise_is_marked_as_it_was_written(model: Model) -> None:
    text = "Buy v i a g r a here, ＣＡＳＩＮＯ bonus"
    [marks] = word_marks(model, [text])
    assert {"v i a g r a", "ＣＡＳＩＮＯ"} <= set(marked(text, marks))


def test_neighbours_change_nothing(model: Model) -> None:
    together = word_marks(model, ["Fine pears.", ADVERT, ""])
    assert [together[1]] == word_marks(model, [ADVERT])
    assert together[2] == ()


@given(st.lists(st.text(max_size=80), max_size=4))
def test_places_are_within_the_text_and_apart(model: Model, texts: list[str]) -> None:
    for text, marks in zip(texts, word_marks(model, texts), strict=True):
        ends = [0, *(mark.end for mark in marks)]
        for before, mark in zip(ends, marks, strict=False):
            assert before <= mark.start < mark.end <= len(text)
        assert all(np.isfinite(mark.weight) for mark in marks)
