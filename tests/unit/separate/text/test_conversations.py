"""Interviews stay whole: one asks and another answers. Comments ask now and then, and are by many."""

import pytest

from worker.separate.text.conversations import is_conversation

ASKED = ("How did you come to bake?", "And the mill?", "Will you stay?", "Who taught you?")
ANSWERS = (
    "My aunt needed help one winter.", "It stood empty, and I liked the noise.",
    "As long as the oven does.", "Nobody did, and it showed for years.",
)  # fmt: skip
INTERVIEW = [line for pair in zip(ASKED, ANSWERS, strict=True) for line in pair]


def test_questions_with_answers_are_a_conversation():
    assert is_conversation([], INTERVIEW)


@pytest.mark.parametrize("mark", ["?", "？", "؟"])
def test_the_sign_that_ends_a_question_changes_nothing(mark):
    assert is_conversation([], [line.replace("?", mark) for line in INTERVIEW])


@pytest.mark.parametrize("names", [("Q", "A"), ("Ida Brandt", "The Post"), ("Q. 1", "A. 1")])
def test_few_speakers_who_begin_lines_are_a_conversation(names):
    lines = [f"{names[at % 2]}: {line.rstrip('?')}." for at, line in enumerate(INTERVIEW)]
    assert is_conversation([], lines)
    assert is_conversation(lines[:6], lines[6:])  # the first of them stand above


@pytest.mark.parametrize(
    "lines",
    [
        [*ANSWERS, "Where is it?", *ANSWERS],
        ["Is it open?", "Is it far?", "Is it dear?"],  # nobody answers
        [f"{name}: {said}" for name, said in zip(("Ada", "Bo", "Cleo", "Dan"), ANSWERS, strict=True)],
        ["Edit: they answered me.", *ANSWERS],
        [],
    ],
)
def test_comments_are_none(lines):
    assert not is_conversation([], lines)
