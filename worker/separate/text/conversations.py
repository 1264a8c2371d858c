"""Telling an interview from comments: one asks and another answers, where comments are by many and ask now and then."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

# Questions, or lines with a speaker's label, that make a conversation, and their least share of its lines.
MIN_TURNS, OFTEN = 3, 0.35
# Speakers of a conversation, the share of its lines that they begin, and the characters of a label.
SPEAKERS, MOSTLY, MAX_LABEL = 3, 0.7, 30
# What ends a question, in any script.
QUESTIONS = "?？؟՞"


def is_conversation(above: Sequence[str], lines: Sequence[str]) -> bool:
    """Tell lines of which so many are questions, each with an answer below, or begin with one of a few speakers.

    The same speakers may have begun lines above them.
    """
    return _is_asked(lines) or _is_labelled(above, lines)


def _is_asked(lines: Sequence[str]) -> bool:
    asked = [line[-1] in QUESTIONS for line in lines]
    answered = sum(one and not following for one, following in pairwise(asked))
    return answered >= max(MIN_TURNS, OFTEN * len(lines))


def _is_labelled(above: Sequence[str], lines: Sequence[str]) -> bool:
    labels = Counter(label for line in (*above, *lines) if (label := _label(line)))
    speakers = {label: count for label, count in labels.most_common(SPEAKERS) if count > 1}
    turns = sum(_label(line) in speakers for line in lines)
    return sum(speakers.values()) > MIN_TURNS and turns >= max(MOSTLY * len(lines), 1)


def _label(line: str) -> str:
    label, colon, speech = line[: MAX_LABEL + 2].partition(":")
    return label if colon and speech[:1].isspace() else ""
