"""What is counted of a bulk run, and added up over its shards."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Counts:
    """Pages and comments, and each by what became of it; ``cpu`` are the processor's seconds, by what took them."""

    pages: int = 0
    comments: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    separations: Counter[str] = field(default_factory=Counter)
    cpu: dict[str, float] = field(default_factory=dict)

    def __add__(self, other: "Counts") -> "Counts":
        """Add two counts."""
        return Counts(
            self.pages + other.pages,
            self.comments + other.comments,
            self.refused + other.refused,
            self.passed_over + other.passed_over,
            self.verdicts + other.verdicts,
            self.languages + other.languages,
            self.separations + other.separations,
            {name: self.cpu.get(name, 0.0) + other.cpu.get(name, 0.0) for name in {**self.cpu, **other.cpu}},
        )

    @property
    def spam_share(self) -> float:
        """How many of the comments are spam, from 0 to 1."""
        return self.verdicts["spam"] / self.comments if self.comments else 0.0


def refused_one(reason: str) -> Counts:
    """Count one page that is refused."""
    return Counts(pages=1, refused=Counter({reason: 1}))


# Hears what is counted, while it is.
Note = Callable[[Counts], None]
