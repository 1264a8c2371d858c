"""Articles made into live reports, diaries and lists of events: times and a few names between paragraphs."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from text_corpus import Labelled

# Characters of a paragraph that a time may stand above, and how many of them an article has at least.
LONG, LEAST_LONG = 80, 4
FIRST = ("Anna", "Ben", "Clara", "David", "Emil", "Farah", "George", "Hana", "Ines", "Jonas", "Kofi", "Lucia", "Mark")
LAST = ("Abbott", "Berg", "Castle", "Dubois", "Eriksen", "Fischer", "Garcia", "Hansen", "Ito", "Jensen", "Kowalski")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November")


def as_report(page: Labelled, rng: np.random.Generator) -> Labelled | None:
    """Return an article with times between its paragraphs, signed by one to three authors or by none; None if short."""
    long = [at for at, line in enumerate(page.lines) if page.labels[at] == "B" and len(line) >= LONG]
    if page.language != "en" or "C" in page.labels or len(long) < LEAST_LONG:
        return None
    heads = _heads(rng)
    every = int(rng.integers(1, 4))
    wanted = set(long[1::every])
    lines: list[str] = []
    labels: list[str] = []
    for at in range(long[0], long[-1] + 1):
        if at in wanted:
            head = heads()
            lines += head
            labels += "B" * len(head)
        lines.append(page.lines[at])
        labels.append(page.labels[at])
    return replace(page, base=False, lines=tuple(lines), labels="".join(labels))


def _heads(rng: np.random.Generator) -> Callable[[], list[str]]:
    """Return what gives the next time's lines, one way for all of a report."""
    authors = [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in range(int(rng.integers(1, 4)))]
    dated, shape = rng.random() < 0.4, int(rng.integers(6))
    minute = int(rng.integers(480, 700))

    def head() -> list[str]:
        nonlocal minute
        minute += int(rng.integers(3, 50))
        clock = f"{minute // 60 % 24}:{minute % 60:02d}"
        day = f"{rng.choice(MONTHS)} {int(rng.integers(1, 29))}, 2012"
        when = f"{day} at {clock}" if dated and shape % 2 else day if dated else clock
        name = str(rng.choice(authors))
        shapes = ([when], [when], [f"{when} {name}"], [name, when], [f"{when} – {name}"], [f"By {name}, {when}"])
        return list(shapes[shape])

    return head
