"""Which labels may teach: those that no sure model contradicts, or that somebody else has agreed to."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from classifiers.data.curation import who
from classifiers.data.datasets import Example
from classifiers.data.vouching import Hold, contradicts, too_often
from classifiers.training.gate import Judging

# Comments that are judged between two calls of ``advance``.
_BATCH: Final = 256


@dataclass(frozen=True, slots=True)
class HeldReviewer:
    """Somebody (else a source) who contradicts a sure model in ``held`` of the ``given`` labels that were looked at."""

    name: str
    held: int
    given: int


@dataclass(frozen=True, slots=True)
class Vetted:
    """The labels that teach, how many are held and why, and whose word is held altogether."""

    examples: tuple[Example, ...]
    held: dict[Hold, int]
    reviewers: tuple[HeldReviewer, ...]


@dataclass(slots=True)
class Vetting:
    """Looks at labels: first, as they are read, at what the store holds; then at what nobody has looked at."""

    given: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)

    def released(self, examples: Iterable[Example]) -> Iterator[Example]:
        """Yield the labels that are not known to be held: what is held takes no copy's place."""
        for example in examples:
            if example.held is not None:
                self._count(example, example.held)
            if not example.held:
                yield example

    def vet(self, examples: Sequence[Example], champion: Judging, advance: Callable[[int], None]) -> Vetted:
        """Return which of these teach; those that nobody has looked at are held against the champion."""
        unknown = [place for place, example in enumerate(examples) if example.held is None]
        against = set()
        for start in range(0, len(unknown), _BATCH):
            advance(start)
            batch = unknown[start : start + _BATCH]
            predictions = champion.judge([examples[place].comment for place in batch])
            for place, found in zip(batch, predictions, strict=True):
                is_held = contradicts(examples[place].label, found.probability)
                self._count(examples[place], is_held)
                if is_held:
                    against.add(place)
        names = {name for name, held in self.held.items() if too_often(held, self.given[name])}
        left = [example for place, example in enumerate(examples) if place not in against]
        taught = tuple(example for example in left if who(example) not in names)
        held = {Hold.AGAINST_CHAMPION: self.held.total(), Hold.HELD_REVIEWER: len(left) - len(taught)}
        reviewers = tuple(HeldReviewer(name, self.held[name], self.given[name]) for name in sorted(names))
        return Vetted(taught, held, reviewers)

    def _count(self, example: Example, is_held: bool) -> None:
        self.given[who(example)] += 1
        self.held[who(example)] += is_held
