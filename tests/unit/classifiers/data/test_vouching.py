"""Whose word is enough."""

import pytest

from classifiers.data.vouching import contradicts, is_vouched_for, too_often
from classifiers.types import Label


@pytest.mark.parametrize(
    ("label", "probability", "expected"),
    [
        (Label.HAM, 1.0, True), (Label.HAM, 0.98, True), (Label.HAM, 0.979, False), (Label.HAM, 0.0, False),
        (Label.SPAM, 0.0, True), (Label.SPAM, 0.02, True), (Label.SPAM, 0.021, False), (Label.SPAM, 1.0, False),
    ],
)  # fmt: skip
def test_a_label_contradicts_a_model_that_is_sure_of_the_opposite(
    label: Label, probability: float, expected: bool
) -> None:
    assert contradicts(label, probability) is expected


@pytest.mark.parametrize(
    ("reviewers", "expected"),
    [
        (["ida"], False),
        (["ida", "ida"], False),
        (["ida", "jan"], True),
        (["ida", "import:ida"], False),
        (["ida", "import:jan"], True),
        (["import:ida", "import:jan"], False),
        (["token:blog", "ida"], True),
        ([], False),
    ],
)
def test_two_people_vouch_and_no_files_alone(reviewers: list[str], expected: bool) -> None:
    assert is_vouched_for(reviewers) is expected


@pytest.mark.parametrize(
    ("held", "said", "expected"), [(9, 9, False), (10, 40, True), (10, 41, False), (100, 400, True)]
)
def test_ten_and_a_quarter_are_too_many(held: int, said: int, expected: bool) -> None:
    assert too_often(held, said) is expected
