"""Measure what storing a batch's outcome costs, and how much of it is for counts and for search.

    python benchmarks/commit.py [--batches 40]

The same batches go into three databases of each kind, in turn: one as it is, one whose triggers keep no counts, and one
without any full-text index. Writes docs/benchmarks/commit.md, whose notes stay.
"""

import argparse
import platform
import random
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.desk import WORDS, notes  # noqa: E402
from tests.databases import PostgresDatabases, SqliteDatabases  # noqa: E402
from tests.factories import judged, new_article, processed  # noqa: E402
from tests.servers import postgres_18_programs, postgres_server  # noqa: E402
from worker.domain import Processed  # noqa: E402
from worker.store.base.database import connect  # noqa: E402
from worker.store.base.transactions import writing  # noqa: E402
from worker.store.figures.running_counts import settle  # noqa: E402
from worker.store.flow.inbox import Inbox  # noqa: E402
from worker.store.flow.results import Results  # noqa: E402

ARTICLES, COMMENTS, WORDS_A_COMMENT, SOURCES = 64, 20, 40, 20
# Batches at the beginning that are not counted.
WARM_UP = 4
HAN = "".join(chr(0x4E00 + number * 37) for number in range(400))

_TABLES = {"results": "count_results", "labels": "count_labels", "comments": "count_comments"}
_EVENTS = ("insert", "update", "delete")
_WITHOUT_COUNTS_SQLITE = [f"DROP TRIGGER IF EXISTS {name}_{event}" for name in _TABLES.values() for event in _EVENTS]
_WITHOUT_COUNTS_POSTGRES = [
    f"DROP TRIGGER {name}_{event} ON {table}" for table, name in _TABLES.items() for event in _EVENTS
]
_WITHOUT_WORDS_SQLITE = [
    f"DROP TRIGGER {index}_{event}" for index in ("comment_words", "comment_unspaced") for event in _EVENTS
]
_WITHOUT_WORDS_POSTGRES = ["DROP INDEX ix_comment_words", "DROP INDEX ix_comment_unspaced"]
VARIANTS: Mapping[str, tuple[list[str], list[str]]] = {
    "as it is": ([], []),
    "without counts": (_WITHOUT_COUNTS_SQLITE, _WITHOUT_COUNTS_POSTGRES),
    "without full text": (_WITHOUT_WORDS_SQLITE, _WITHOUT_WORDS_POSTGRES),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, default=40)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks" / "commit.md")
    arguments = parser.parse_args()
    measured = {}
    with ExitStack() as stack:
        for name, engines in databases(Path(stack.enter_context(TemporaryDirectory())), stack):
            measured[name] = measure(engines, arguments.batches)
    arguments.out.write_text(report(measured, arguments.batches) + notes(arguments.out))


def databases(folder: Path, stack: ExitStack) -> Iterator[tuple[str, dict[str, Engine]]]:
    """Yield each kind of database with an engine a variant."""
    yield "SQLite", opened(SqliteDatabases(folder), 0)
    yield "PostgreSQL 18", opened(PostgresDatabases(stack.enter_context(postgres_server(postgres_18_programs()))), 1)


def opened(kind: SqliteDatabases | PostgresDatabases, place: int) -> dict[str, Engine]:
    engines = {}
    for name, statements in VARIANTS.items():
        engines[name] = connect(kind.upgraded())
        with writing(engines[name]) as connection:
            for statement in statements[place]:
                connection.execute(text(statement))
    return engines


def measure(engines: Mapping[str, Engine], batches: int) -> dict[str, list[float]]:
    """Return the milliseconds of each batch's commit by variant."""
    spent: dict[str, list[float]] = {name: [] for name in engines}
    for number in range(WARM_UP + batches):
        for name, engine in engines.items():
            token, outcomes = claimed(engine, number)
            started = time.perf_counter()
            stored = Results(engine).commit(token, outcomes)
            took = time.perf_counter() - started
            assert stored == ARTICLES
            if number >= WARM_UP:
                spent[name].append(took * 1000)
            settle(engine)
    for engine in engines.values():
        engine.dispose()
    return spent


def claimed(engine: Engine, number: int) -> tuple[str, list[Processed]]:
    """Submit and claim a batch; return its token and what its work would come to."""
    inbox = Inbox(engine)
    names = [f"{number}-{place}" for place in range(ARTICLES)]
    ids = [one.id for one in inbox.submit([new_article(name, name, source=f"s{number % SOURCES}") for name in names])]
    claim = inbox.claim(ids, lease_s=600)
    return claim.token, [processed(row, *comments(random.Random(row), row)) for row in ids]


def comments(chance: random.Random, row: int) -> Iterator[object]:
    """Yield an article's comments: every tenth in Chinese characters."""
    for place in range(COMMENTS):
        if place % 10:
            said = " ".join(chance.choices(WORDS, k=WORDS_A_COMMENT))
        else:
            said = "".join(chance.choices(HAN, k=WORDS_A_COMMENT * 2))
        yield judged(f"{said} {row} {place}", author=f"Author {chance.randrange(900)}", probability=chance.random())


def report(measured: Mapping[str, Mapping[str, list[float]]], batches: int) -> str:
    lines = [
        "# What storing a batch costs",
        "",
        f"`benchmarks/commit.py`, {platform.machine()}, {platform.system()}, Python {platform.python_version()}; two "
        f"shared cores. `Results.commit` of {ARTICLES} articles with {COMMENTS} comments of {WORDS_A_COMMENT} words "
        f"each, every tenth of {WORDS_A_COMMENT * 2} Chinese characters: the median of {batches} batches, in "
        "milliseconds, and microseconds a comment. Each batch goes in turn into a database as it is, one whose "
        "triggers keep no counts, and one without full-text indices.",
        "",
        "| | " + " | ".join(measured) + " |",
        "|---|" + "---|" * len(measured),
    ]
    for name in VARIANTS:
        medians = [statistics.median(spent[name]) for spent in measured.values()]
        lines.append(f"| {name} | " + " | ".join(f"{one:.1f} ms, {each(one):.0f} µs" for one in medians) + " |")
    for name, part in (("without counts", "the counts"), ("without full text", "full text")):
        shares = [
            (whole := statistics.median(spent["as it is"])) and whole - statistics.median(spent[name])
            for spent in measured.values()
        ]
        lines.append(f"| {part} cost | " + " | ".join(f"{one:.1f} ms, {each(one):.0f} µs" for one in shares) + " |")
    return "\n".join(lines) + "\n"


def each(milliseconds: float) -> float:
    """Return microseconds a comment."""
    return milliseconds * 1000 / (ARTICLES * COMMENTS)


if __name__ == "__main__":
    main()
