"""Features: each declared once, with its name, its column and the sentence that says what it tells."""

from enum import IntEnum
from typing import Self


class Feature(IntEnum):
    """A group of features, each a column of that group's array: ``rows[:, Text.LENGTH]``.

    A member is written ``LENGTH = "How long the text is."``; its number is its place in the group.
    """

    sentence: str

    def __new__(cls, sentence: str) -> Self:
        """Return the next column of this group."""
        found = int.__new__(cls, len(cls.__members__))
        found._value_ = len(cls.__members__)
        found.sentence = sentence
        return found

    @property
    def label(self) -> str:
        """The feature's name in manifests, golden files and reports."""
        return self.name.lower()


def labels(group: type[Feature]) -> tuple[str, ...]:
    """Return the names of a group's features, in the order of its columns."""
    return tuple(feature.label for feature in group)
