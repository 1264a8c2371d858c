"""Pairs of characters: any part of a run is a phrase of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.store.base.cjk_words import phrase, unspaced

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E20), min_size=1, max_size=12)


def test_a_text_of_spaced_words_has_none() -> None:
    assert unspaced("Ida", "Crème brûlée, Пила.") is None


def test_a_run_becomes_pairs_and_its_last_character() -> None:
    assert unspaced(None, "買ったiPhone手機") == "買っ った た iphone 手機 機"


@pytest.mark.parametrize(
    ("term", "words", "begun"),
    [("果园", ["果园"], False), ("梨", ["梨"], True), ("好的梨", ["好的", "的梨"], False), ("a手", ["a", "手"], True)],
)
def test_a_term_is_a_phrase(term: str, words: list[str], begun: bool) -> None:
    assert phrase(term) == (words, begun)


@given(before=HAN, wanted=HAN, after=HAN)
def test_every_part_of_a_run_is_found_as_a_phrase(before: str, wanted: str, after: str) -> None:
    there = (unspaced(None, before + wanted + after) or "").split()
    words, begun = phrase(wanted)
    last = words[-1]
    assert any(
        there[at : at + len(words) - 1] == words[:-1]
        and (there[at + len(words) - 1].startswith(last) if begun else there[at + len(words) - 1] == last)
        for at in range(len(there) - len(words) + 1)
    )
