"""The report: every figure beside its target, the machine, and what the figures mean."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.throughput.figures import Figure
from benchmarks.throughput.growth import Growth

HEAD = """# Throughput, measured

`make bench` prints these tables and writes this page; `make bench-full` does it with a million stored articles. Figures
are lowest / median / highest of at least five rounds. Winnow and the reference take turns on the same documents, so the
ratios hold where the rates depend on the machine. The reference is the same job written the straightforward way
(`benchmarks/throughput/reference.py`): one task an article, trafilatura, TF-IDF and logistic regression, one commit an
article. Its vocabulary was learnt from generated comments and is smaller than a real one, which flatters it.

[What was tried](throughput-notes.md) tells how these figures came to be.

Documents are generated, and no two share a paragraph. Backlogs are stored before the worker hears of them; the clock
runs from the first tenth done to the last article. Servers (Redis, PostgreSQL with fsync on) run on the same two cores.
"""


def report(figures: Sequence[Figure], series: Sequence[Growth], versions: Mapping[str, str], minutes: float) -> str:
    """Return the page."""
    return "\n".join([HEAD, *_table(figures), *_growth(series), *_machine(versions, minutes)]) + "\n"


def _table(figures: Sequence[Figure]) -> Iterator[str]:
    yield "| what | target | lowest / median / highest | rounds | reached | |"
    yield "|---|---|---|---|---|---|"
    for one in figures:
        reached = ("yes" if one.met else "**no**") if one.target else ""
        shown = one.spread.show(one.digits, one.unit)
        yield f"| {one.what} | {one.target} | {shown} | {one.spread.count} | {reached} | {one.note} |"


def _growth(series: Sequence[Growth]) -> Iterator[str]:
    yield "\n## Cost of an article against stored articles\n"
    yield "![Cost of an article against stored articles](throughput.svg)\n"
    yield "One process submits, claims, separates, judges and stores short articles in batches of 64.\n"
    yield "| database | stored | ms an article | ms of the process's CPU |\n|---|---|---|---|"
    for one in series:
        for size, spread in sorted(one.wall_ms.items()):
            yield f"| {one.database} | {size:,} | {spread.show(2)} | {one.cpu_ms[size].show(2)} |"


def _machine(versions: Mapping[str, str], minutes: float) -> Iterator[str]:
    yield "\n## Made with\n"
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    load = os.getloadavg()
    yield f"{date.today().isoformat()}, {os.cpu_count()} cores of {model}, Linux {platform.release()}."
    yield f"The run took {minutes:.0f} minutes."
    yield f"Load average at the end: {load[0]:.1f} (1 minute), {load[2]:.1f} (15 minutes)."
    yield ", ".join(f"{name} {number}" for name, number in sorted(versions.items())) + "."


def versions() -> dict[str, str]:
    """Return what was measured with."""
    names = ("celery", "kombu", "redis", "sqlalchemy", "psycopg", "numpy", "scikit-learn", "selectolax")
    return {"Python": platform.python_version(), **{name: version(name) for name in names}}
