"""Hunting for inputs that cost much, with atheris: ``make fuzz-cost``.

libFuzzer follows what code an input reaches; here it also goes on from the recipes that took the longest so far, at a
size at which even the worst of them takes a tenth of a second. The dearest are kept in the file that is named first;
`benchmarks.cost` measures them at their full size.
"""

import io
import json
import random
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["worker"]):
    from tests.fuzz.recipes import TAGS, TEXTS, Recipe, from_bytes, seeds
    from worker.domain import ClaimedArticle
    from worker.errors import RefusedError
    from worker.ingest.formats import read_articles
    from worker.separate import separate_together
    from worker.work.pipeline import separate_alone

# Bytes that a recipe is tried at.
TRIED_BYTES = 24_000
MAX_BYTES = 2_000_000
# Recipes that are kept, and of each kind: what begins alike costs alike.
KEPT, KIND_CHARS = 60, 5
# How often a mutation goes on from one of them, and not from what libFuzzer chose.
GREED = 0.7
# Seconds between two writings of the file: libFuzzer ends the process without a word.
SAVE_S = 2.0


class Dearest:
    """The recipes that took the most time, one of each kind."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._cost: dict[tuple[str, ...], tuple[float, Recipe]] = {}
        self._saved = 0.0

    def note(self, recipe: Recipe, seconds: float) -> None:
        """Keep a recipe where it is dearer than its kind was."""
        kind = (recipe.way, *(part[:KIND_CHARS] for part in recipe.parts))
        if seconds <= self._cost.get(kind, (0.0, recipe))[0]:
            return
        self._cost[kind] = (seconds, recipe)
        if len(self._cost) > KEPT:
            del self._cost[min(self._cost, key=lambda one: self._cost[one][0])]
        if time.monotonic() > self._saved + SAVE_S:
            self._save()

    def one(self, chance: random.Random) -> bytes | None:
        """Return one of them."""
        return chance.choice(list(self._cost.values()))[1].to_bytes() if self._cost else None

    def _save(self) -> None:
        rows = [[recipe.way, recipe.parts] for _, recipe in sorted(self._cost.values(), reverse=True, key=_seconds)]
        self._file.write_text(json.dumps(rows), encoding="utf-8")
        self._saved = time.monotonic()


def _seconds(one: tuple[float, Recipe]) -> float:
    return one[0]


def seconds(recipe: Recipe) -> float:
    """Take a recipe's input in and apart; return how long it took the processor."""
    content = recipe.content(TRIED_BYTES)
    start = time.process_time()
    for incoming in read_articles(recipe.way, io.BytesIO(content), max_bytes=MAX_BYTES):
        if not isinstance(incoming.article, RefusedError):
            separate_alone(ClaimedArticle(id=1, attempt=1, source=incoming.article.source), separate_together)
    return time.process_time() - start


def write_dictionary(file: Path) -> None:
    """Write the tokens as libFuzzer reads them."""
    lines = ("".join(f"\\x{byte:02x}" for byte in token.encode()) for token in (*TAGS, *TEXTS))
    file.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")


def main(file: Path, arguments: list[str]) -> None:
    """Hunt until libFuzzer's time is up."""
    dearest = Dearest(file)

    def one(data: bytes) -> None:
        recipe = from_bytes(data) if data else None
        if recipe is not None:
            dearest.note(recipe, seconds(recipe))

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        base = dearest.one(chance) if chance.random() < GREED else None
        mutated: bytes = atheris.Mutate(base or data, most)
        return mutated

    for recipe in seeds():
        dearest.note(recipe, seconds(recipe))
    dictionary = file.with_suffix(".dict")
    write_dictionary(dictionary)
    atheris.Setup([sys.argv[0], f"-dict={dictionary}", *arguments], one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
