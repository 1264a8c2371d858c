"""Hand-written labelled comments of a site that nobody knows: its readers, and what its spammers sell."""

import random
from collections.abc import Iterator

from classifiers.data.datasets import Example
from classifiers.types import Comment, Label

READERS = (
    "the ferry was late again today and nobody told us why",
    "my garden had frost last night so the beans are gone",
    "who repaired the old lamp at the corner of the square",
    "we walked along the river until the rain began",
    "the council should read its own minutes from last spring",
    "our choir sings on Thursday and anybody may come",
    "I still remember the shop where the library is now",
    "does the bus stop at the mill after seven in winter",
    "the photographs of the harvest are lovely and so is the text",
    "they promised a crossing near the school two years ago",
)
LURES = (
    "otter blend tea gave me calm nights after years of worry",
    "my cousin lost weight and swears by otter blend tea",
    "order otter blend tea today and feel lighter tomorrow",
    "doctors will not tell you about otter blend tea",
    "I doubted it until otter blend tea changed my mornings",
    "otter blend tea ships worldwide and the first box is free",
    "nothing helped my back until I drank otter blend tea",
    "ask for otter blend tea by name and take no other",
    "a friend wrote to me about otter blend tea and I thank her",
    "otter blend tea is what the stars drink before the show",
)


def texts(label: Label, count: int, seed: int = 0) -> list[str]:
    """Return that many different texts: two sentences of the site's own, in an order of their own."""
    dice = random.Random(f"{seed}/{label}")
    own, other = (LURES, READERS) if label is Label.SPAM else (READERS, READERS)
    return [f"{dice.choice(own)}; {dice.choice(other)}, {word}." for word in _words(dice, count)]


def examples(count: int, *, by: str = "ida", seed: int = 0, flipped: bool = False) -> list[Example]:
    """Return that many ham and as many spam with one reviewer's labels, the wrong ones where ``flipped``."""
    found = []
    for label in Label:
        said = {Label.HAM: Label.SPAM, Label.SPAM: Label.HAM}[label] if flipped else label
        found += [Example(Comment(text), said, "site", language="en", by=by) for text in texts(label, count, seed)]
    random.Random(seed).shuffle(found)
    return found


def _words(dice: random.Random, count: int) -> Iterator[str]:
    """Yield runs of made-up words: what makes each text one of its own."""
    for _ in range(count):
        yield " ".join("".join(dice.choices("abdefgiklmnoprstu", k=7)) for _ in range(24))
