"""A large text is read in blocks: where they are cut tells nothing."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.separate.text import line_features, line_model
from worker.separate.text.line_features import read_lines
from worker.separate.text.line_model import first_scores, load_weights

PIECES = (
    "",
    "...",
    "Ida says:",
    "12 March 2024 at 9:41",
    "Reply",
    "The wheel turns again. It stood still.",
    "梨が好き。",
    "7",
)


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12), min_size=1, max_size=4), st.integers(1, 90))
def test_features_are_the_same_in_blocks_of_any_size(texts: list[list[str]], size: int) -> None:
    whole = read_lines(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_features, "BLOCK_CHARS", size)
        cut = read_lines(texts)

    for field in fields(whole):
        np.testing.assert_array_equal(getattr(cut, field.name), getattr(whole, field.name), field.name)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30), st.integers(1, 9))
def test_scores_are_the_same_in_blocks_of_any_size(text: list[str], size: int) -> None:
    lines, weights = read_lines([text]), load_weights()
    whole = first_scores(lines, weights)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_model, "BLOCK", size)
        np.testing.assert_allclose(first_scores(lines, weights), whole, rtol=1e-4, atol=1e-4)
