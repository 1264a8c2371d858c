"""The cost of an article beside a thousand, a hundred thousand and a million that are stored already."""

import time
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, text

from benchmarks.throughput.bench import Bench
from benchmarks.throughput.figures import Figure, Spread
from benchmarks.throughput.rounds import ROUNDS
from worker.bootstrap import Winnow, wire
from worker.ingest.envelope import parse_envelope, to_article
from worker.queue.embedded import EMBEDDED_BROKER
from worker.work.service import Service

MOST_GROWTH = 1.25
BATCH = 64
BATCHES_A_ROUND = 12
ROWS_A_LOAD = 50_000


class Silence:
    """A bell that rings nobody: what is measured is the store."""

    def ring(self, batches: Any) -> None: ...

    def ring_last(self, ids: Any) -> None: ...

    def depth(self) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class Growth:
    """One database: ms an article by how many are stored, over all rounds."""

    database: str
    wall_ms: dict[int, Spread]
    cpu_ms: dict[int, Spread]


def growth(bench: Bench, database: str, sizes: list[int]) -> tuple[Growth, list[Figure]]:
    """Submit and process short articles in turns beside stores of these sizes."""
    sides = {size: stored(bench, database, size) for size in sizes}
    spent: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
    for _ in range(ROUNDS + 1):
        for size, winnow in sides.items():
            spent[size].append(_round(bench, replace(winnow.service, bell=Silence())))
    for winnow in sides.values():
        winnow.engine.dispose()
    rounds = {size: some[1:] for size, some in spent.items()}  # the first warms
    wall = {size: Spread.of([one[0] for one in some]) for size, some in rounds.items()}
    cpu = {size: Spread.of([one[1] for one in some]) for size, some in rounds.items()}
    smallest = rounds[sizes[0]]
    figures = []
    for size in sizes[1:]:
        ratio = Spread.of([more[0] / less[0] for more, less in zip(rounds[size], smallest, strict=True)])
        by_cpu = Spread.of([more[1] / less[1] for more, less in zip(rounds[size], smallest, strict=True)])
        what = f"cost of an article beside {size:,} against {sizes[0]:,}, {database}"
        note = f"by CPU time of the process {by_cpu.show(2)}"
        figures.append(Figure(what, f"<= {MOST_GROWTH} x", ratio, ratio.median <= MOST_GROWTH, 2, " x", note))
    return Growth(database, wall, cpu), figures


def stored(bench: Bench, database: str, size: int) -> Winnow:
    """Return a Winnow with so many finished articles, which are loaded once a run."""
    if (database, size) not in bench.grown:
        url = bench.sqlite(f"growth-{size}") if database == "SQLite" else bench.postgres(f"growth_{size}")
        winnow = wire(database_url=url, broker_url=EMBEDDED_BROKER)
        load(winnow.engine, size)
        bench.grown[database, size] = winnow
    return bench.grown[database, size]


def _round(bench: Bench, service: Service) -> tuple[float, float]:
    """Return ms by the clock and by the process's CPU, an article."""
    envelopes = bench.take("short", BATCH * BATCHES_A_ROUND)
    start, spent = time.perf_counter(), time.process_time()
    for at in range(0, len(envelopes), BATCH):
        taken = [to_article(parse_envelope(one), max_bytes=2_000_000) for one in envelopes[at : at + BATCH]]
        service.process([one.id for one in service.submit(taken)])
    count = len(envelopes)
    return (time.perf_counter() - start) * 1000 / count, (time.process_time() - spent) * 1000 / count


def load(engine: Engine, count: int) -> None:
    """Store ``count`` finished articles of 2 kB with three comments each, written by the database itself."""
    statements = _SQLITE if engine.dialect.name == "sqlite" else _POSTGRES
    for start in range(1, count + 1, ROWS_A_LOAD):
        with engine.connect() as connection:
            bounds = {"first": start, "last": min(start + ROWS_A_LOAD - 1, count)}
            for statement in statements:
                connection.execute(text(statement), bounds)
            connection.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE"))


_ARTICLE = (
    "INSERT INTO articles (key, page, format, content_hash, revision, state, attempts, submitted_at, rung_at)"
    " SELECT {key}, 1, 'text', {key}, 1, 'done', 1, {now}, {now} FROM {numbers}"
)
_RAW = "INSERT INTO raw_pages (article_id, raw) SELECT {newest}, {bytes} FROM {numbers}"
_RESULT = (
    "INSERT INTO results (article_id, revision, done_at, reason, model, body)"
    " SELECT {newest}, 1, {now}, 'text:section', 'loaded', {body} FROM {numbers}"
)
_COMMENT = (
    "INSERT INTO comments (article_id, identity, position, depth, kind, gone, verdict, probability, model,"
    " links, reasons, text) SELECT {newest}, {key}, {place}, 0, 'comment', {no}, 'allow', 0.01, 'loaded', '[]', '[]',"
    " {text} FROM {numbers}"
)


def _statements(**words: str) -> list[str]:
    comments = [_COMMENT.format(place=place, **words) for place in range(3)]
    return [template.format(**words) for template in (_ARTICLE, _RAW, _RESULT)] + comments


# The row that the number n was loaded as.
_NEWEST = "(SELECT max(id) FROM articles) - :last + n"
_SQLITE = _statements(
    numbers="(WITH RECURSIVE numbers(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)"
    " SELECT n FROM numbers)",
    key="lower(hex(randomblob(32)))",
    now="'2026-01-01 00:00:00.000000'",
    newest=_NEWEST,
    bytes="randomblob(900)",
    body="hex(randomblob(700))",
    text="hex(randomblob(100))",
    no="0",
)
_RANDOM_KEY = "encode(sha256(random()::text::bytea), 'hex')"
_POSTGRES = _statements(
    numbers="generate_series(CAST(:first AS int), CAST(:last AS int)) AS n",
    key=_RANDOM_KEY,
    now="now()",
    newest=_NEWEST,
    bytes=f"decode(repeat({_RANDOM_KEY}, 28), 'hex')",
    body=f"repeat({_RANDOM_KEY}, 22)",
    text=f"repeat({_RANDOM_KEY}, 3)",
    no="false",
)
