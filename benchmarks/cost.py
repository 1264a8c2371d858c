"""What the dearest inputs cost: the recipes of ``make fuzz-cost`` and of its seeds, each in a process of its own.

Writes docs/benchmarks/cost.md: the ten worst, in seconds of the processor and in memory above the idle process.
"""

import argparse
import io
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.registry.versions import Registry
from tests.fuzz.recipes import Recipe, seeds
from worker.domain import ClaimedArticle, Format, NewArticle, Page, Processed
from worker.errors import RefusedError
from worker.ingest.decode import MAX_DECOMPRESSED_BYTES
from worker.ingest.formats import read_articles
from worker.separate import separate_together
from worker.work.champion import Champion
from worker.work.pipeline import JudgePort, process

REPORT = Path("docs/benchmarks/cost.md")
NOTES = Path("benchmarks/cost_notes.md")
# The target: no input within the size limit takes more.
MOST_SECONDS, MOST_MEGABYTES = 5.0, 300.0
SHOWN = 10
# Seconds of the processor after which a measurement is given up.
GIVEN_UP_S = 120
_PAGE = """# What the dearest inputs cost

`make fuzz-cost` hunts for inputs that take long: atheris (libFuzzer) makes recipes of parts that are repeated, and goes
on from the dearest it found. `make bench-cost` measures these and some hundreds of hand-made ones, each in a forked
process that has loaded the model, from the door to the verdicts: seconds of one core, and memory above the process
before it.

**Target:** no input within the size limit {limits} takes more than {seconds:g} s or {megabytes:g} MB.
**Result: {result}** ({tried}).

The ten worst; `\\x01` stands for a number that counts on:

| comes as | n times each | bytes | what came of it | s | MB |
|---|---|---|---|---|---|
{rows}
{notes}"""
# Bytes at which all are measured first, and how many of the dearest are measured at their full size.
SMALL_BYTES, MEASURED = 40_000, 20
# Sizes that they are measured at beside the limit: what is refused at the limit may be dearer where it just passes.
SIZES = (600_000, 240_000, 140_000)


@dataclass(frozen=True, slots=True)
class Cost:
    """What an input took: seconds, megabytes above the process before it, and what came of it."""

    recipe: Recipe
    size: int
    seconds: float
    megabytes: float
    outcome: str

    @property
    def share(self) -> float:
        """Return the larger share of what may be taken."""
        return max(self.seconds / MOST_SECONDS, self.megabytes / MOST_MEGABYTES)


def measure(recipe: Recipe, size: int, max_bytes: int, judge: JudgePort) -> Cost:
    """Take an input in and work on it in a forked process, as a worker's child does."""
    size = MAX_DECOMPRESSED_BYTES * size // max_bytes if recipe.way.endswith(".gz") else size
    content = recipe.content(size)
    answers, answer = os.pipe()
    child = os.fork()
    if not child:
        os.close(answers)
        resource.setrlimit(resource.RLIMIT_CPU, (GIVEN_UP_S, GIVEN_UP_S))
        os.write(answer, json.dumps(_cost(lambda: _work(recipe.way, content, max_bytes, judge))).encode())
        os._exit(0)
    os.close(answer)
    with os.fdopen(answers, "rb") as stream:
        told = stream.read()
    os.waitpid(child, 0)
    seconds, megabytes, outcome = json.loads(told) if told else (float(GIVEN_UP_S), float("inf"), "ended its process")
    return Cost(recipe, len(content), seconds, megabytes, outcome)


def _cost(work: Callable[[], str]) -> tuple[float, float, str]:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew (Linux, proc(5))
    before, start = _kilobytes("VmRSS"), time.process_time()
    outcome = work()
    return time.process_time() - start, (_kilobytes("VmHWM") - before) / 1000, outcome


def _kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def _work(name: str, content: bytes, max_bytes: int, judge: JudgePort) -> str:
    for incoming in read_articles(name, io.BytesIO(content), max_bytes=max_bytes):
        return _end(incoming.article, judge)
    return "nothing"


def _end(article: NewArticle | RefusedError, judge: JudgePort) -> str:
    if isinstance(article, RefusedError):
        return f"refused: {article.reason.value}"
    claimed = ClaimedArticle(id=1, attempt=1, source=article.source)
    (outcome,) = process([claimed], separate=separate_together, judge=judge)
    if isinstance(outcome, Processed):
        return f"{len(outcome.comments):,} comments"
    return f"dead: {outcome.reason.value}"


def dearest(recipes: Sequence[Recipe], max_bytes: int, judge: JudgePort) -> list[Cost]:
    """Measure all at a small size, and the dearest of them at the limit; the worst first."""
    small = sorted((measure(one, SMALL_BYTES, max_bytes, judge) for one in recipes), key=_share, reverse=True)
    costs = []
    for one in small[:MEASURED]:
        sizes = (max_bytes, *(size for size in SIZES if size < max_bytes))
        costs.append(max((measure(one.recipe, size, max_bytes, judge) for size in sizes), key=_share))
        print(f"{costs[-1].seconds:7.2f} s {costs[-1].megabytes:6.0f} MB  {one.recipe.way} {one.recipe}", flush=True)
    return sorted(costs, key=_share, reverse=True)


def _share(cost: Cost) -> float:
    return cost.share


def report(costs: Sequence[Cost], tried: int, max_bytes: int) -> str:
    """Return the page."""
    over = sum(cost.share > 1 for cost in costs)
    ends = Counter(cost.outcome.split(":")[0] if ":" in cost.outcome else "done" for cost in costs)
    rows = "".join(
        f"| {cost.recipe.way} | `{_cell(str(cost.recipe))}` | {cost.size:,} | {cost.outcome} "
        f"| {cost.seconds:.2f} | {cost.megabytes:.0f} |\n"
        for cost in costs[:SHOWN]
    )
    named = ", ".join(f"{count} {end}" for end, count in ends.most_common())
    limits = f"({max_bytes:,} bytes; {MAX_DECOMPRESSED_BYTES:,} unpacked)"
    return _PAGE.format(
        limits=limits,
        seconds=MOST_SECONDS,
        megabytes=MOST_MEGABYTES,
        result=f"{over} of the {len(costs)} dearest do",
        tried=f"{tried} were tried; of the dearest {named}",
        rows=rows,
        notes=NOTES.read_text(encoding="utf-8"),
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("`", "'")


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipes", type=Path, nargs="?", help="what the hunt kept")
    parser.add_argument("--bytes", type=int, default=2_000_000, help="the size limit")
    parser.add_argument("--report", type=Path, default=REPORT)
    asked = parser.parse_args()
    registry = Registry(Path("build/cost-models"))
    judge = Champion(registry.champion, registry.load, registry.load_spare).current()
    separate_together([Page(content="<p>A page.</p>", format=Format.HTML), Page(content="A text.", format=Format.TEXT)])
    _end_warm(judge)
    found = json.loads(asked.recipes.read_text(encoding="utf-8")) if asked.recipes and asked.recipes.exists() else []
    recipes = list(dict.fromkeys([*(Recipe(way, tuple(parts)) for way, parts in found), *seeds()]))
    costs = dearest(recipes, asked.bytes, judge)
    asked.report.write_text(report(costs, len(recipes), asked.bytes), encoding="utf-8")
    sys.exit(any(cost.share > 1 for cost in costs))


def _end_warm(judge: JudgePort) -> None:
    for name in ("page.html", "page.txt"):
        _work(name, b"<p>The mill turns.</p>\n\nComments\n\nIda says:\nLovely.", 2_000_000, judge)


if __name__ == "__main__":
    main()
