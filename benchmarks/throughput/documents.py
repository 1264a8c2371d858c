"""Articles with comments, made from a seed: as large as real ones, and no two share a paragraph."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from benchmarks.throughput.pages import page
from benchmarks.throughput.vocabulary import COMMON, MONTHS, NAMES, RARER, SURNAMES, WARES

WORDS = (*COMMON, *RARER)
# Common words are drawn as often as English uses them: about every second word.
WEIGHTS = tuple(accumulate(4 if word in COMMON else 1 for word in WORDS))
SPAM_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as a page shows it."""

    author: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes from one source of chance; a paragraph has so many words that none comes twice."""

    random: Random

    def words(self, count: int) -> list[str]:
        return self.random.choices(WORDS, cum_weights=WEIGHTS, k=count)

    def sentence(self, count: int) -> str:
        return " ".join(self.words(count)).capitalize() + "."

    def paragraph(self, count: int) -> str:
        """Write a paragraph of about ``count`` words."""
        return " ".join(self.sentence(self.random.randint(9, 16)) for _ in range(max(1, count // 12)))

    def title(self) -> str:
        return " ".join(self.words(7)).capitalize()

    def remark(self, count: int) -> Remark:
        """Write a comment of about ``count`` words; some are spam."""
        day = f"{self.random.choice(MONTHS)} {self.random.randint(1, 28)}, {self.random.randint(2009, 2026)}"
        clock = f"{self.random.randint(1, 12)}:{self.random.randint(10, 59)} {self.random.choice(('am', 'pm'))}"
        author = f"{self.random.choice(NAMES)} {self.random.choice(SURNAMES)}"
        spam = self.random.random() < SPAM_SHARE
        text = self._advertisement(count) if spam else self.paragraph(count)
        return Remark(author, f"{day} at {clock}", text)

    def _advertisement(self, count: int) -> str:
        wares = self.random.choices(WARES, k=max(4, count // 3))
        mixed = " ".join(word for pair in zip(wares, self.words(len(wares)), strict=True) for word in pair)
        return f"{mixed.capitalize()} http://{self.random.choice(wares)}-{self.random.getrandbits(40):x}.example/"


def text_article(writer: Writer, *, paragraphs: int, remarks: int, words: int) -> str:
    """Write a text as it is left of a page without its tags."""
    body = [writer.title(), *(writer.paragraph(words * 2) for _ in range(paragraphs))]
    said = [writer.remark(words) for _ in range(remarks)]
    shown = [f"{one.author} says:\n{one.when}\n{one.text}" for one in said]
    return "\n\n".join([*body, f"{remarks} Comments", *shown])


def long_text(writer: Writer) -> dict[str, Any]:
    """14 kB of text with 60 comments."""
    return {"text": text_article(writer, paragraphs=8, remarks=60, words=27)}


def short_text(writer: Writer) -> dict[str, Any]:
    """2 kB of text with 3 comments."""
    return {"text": text_article(writer, paragraphs=4, remarks=3, words=33)}


def html_page(writer: Writer) -> dict[str, Any]:
    """A page of 75 kB with 40 comments, as a blog with a theme and scripts sends it."""
    remarks = [writer.remark(40) for _ in range(40)]
    return {"html": page(writer.title(), [writer.paragraph(90) for _ in range(16)], remarks, writer.random)}


KINDS: dict[str, Callable[[Writer], dict[str, Any]]] = {"text": long_text, "html": html_page, "short": short_text}


def documents(kind: str, count: int, *, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield ``count`` envelopes of a kind; the same seed gives the same ones."""
    writer = Writer(Random(f"{kind} {seed}"))
    write = KINDS[kind]
    for number in range(count):
        yield {"id": f"{kind}-{seed}-{number}", **write(writer)}
