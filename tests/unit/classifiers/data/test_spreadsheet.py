"""Cells that no spreadsheet runs, and that give every text back."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classifiers.data.spreadsheet import cell, uncell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", '=HYPERLINK("http://e.example")']
)
def test_what_would_run_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Lovely pears.", "'tis the season", "a = b", "", "' quoted '"])
def test_what_would_not_is_as_it_was(text: str) -> None:
    assert cell(text) == text == uncell(text)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50))
@example("'=1")
@example("''  =1")
def test_every_text_comes_back_from_csv(text: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([cell(text), "more"])
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    [row] = csv.reader(io.StringIO(buffer.getvalue(), newline=""))
    assert uncell(row[0]) == text


def test_numbers_lists_and_nothing_are_cells_too() -> None:
    assert [cell(one) for one in (None, -0.5, 7, ["a", "b"], ["=a"])] == ["", "-0.5", "7", "a b", "'=a"]
