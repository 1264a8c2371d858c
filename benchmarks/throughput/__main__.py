"""Run every measurement and write the report: `make bench`, or `make bench-full` for a million stored articles.

python -m benchmarks.throughput [--full] [--only NAME]... [--peers .venv-peers/bin/python]
                                [--report docs/benchmarks/throughput.md]
"""

import argparse
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg
import redis

from benchmarks.throughput.bench import Bench
from benchmarks.throughput.figures import Figure
from benchmarks.throughput.growth import Growth, growth
from benchmarks.throughput.intake import intake
from benchmarks.throughput.latency import latency
from benchmarks.throughput.plot import write_plot
from benchmarks.throughput.report import report, versions
from benchmarks.throughput.retention import retention
from benchmarks.throughput.share import share
from benchmarks.throughput.start import start
from benchmarks.throughput.versus import versus
from benchmarks.throughput.workers import short_articles, workers
from tests.servers import postgres_18_programs, postgres_server, redis_server

SIZES = [1_000, 100_000]
FULL_SIZES = [*SIZES, 1_000_000]
TEXTS = "texts of 14 kB with 60 comments"
PAGES = "HTML pages of 75 kB"


def main() -> None:
    arguments = parse()
    if not arguments.peers.exists():
        sys.exit(f"The peers' Python is not at {arguments.peers}: run `make bench`, which installs it.")
    logging.disable(logging.WARNING)
    begun = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="winnow-bench-") as folder,
        redis_server("--databases", "64") as redis_url,
        postgres_server(postgres_18_programs(), durable=True) as postgres_url,
    ):
        model = Path(folder) / "reference.joblib"
        subprocess.run([arguments.peers, "-m", "benchmarks.throughput.reference", model], check=True)
        bench = Bench(Path(folder), redis_url, postgres_url, arguments.peers.absolute(), model)
        series: list[Growth] = []
        figures = list(measure(bench, arguments, series))
        found = {**versions(), **server_versions(bench)}
    if arguments.only:
        return
    minutes = (time.perf_counter() - begun) / 60
    text = report(figures, series, found, minutes)
    arguments.report.parent.mkdir(parents=True, exist_ok=True)
    arguments.report.write_text(text, encoding="utf-8")
    write_plot(arguments.report.with_suffix(".svg"), series)
    print(f"\n{arguments.report} is written; {minutes:.1f} minutes.")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="with a million stored articles")
    parser.add_argument("--only", action="append", help="one measurement by its name; writes no report")
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers/bin/python"))
    parser.add_argument("--report", type=Path, default=Path("docs/benchmarks/throughput.md"))
    return parser.parse_args()


def measure(bench: Bench, arguments: argparse.Namespace, series: list[Growth]) -> Iterable[Figure]:
    """Run the measurements in turn, and print each figure as it comes."""
    sizes = FULL_SIZES if arguments.full else SIZES

    def grown(database: str) -> Callable[[Bench], Iterable[Figure]]:
        def run(bench: Bench) -> Iterable[Figure]:
            one, figures = growth(bench, database, sizes)
            series.append(one)
            return figures

        return run

    parts: dict[str, Callable[[Bench], Iterable[Figure]]] = {
        "texts": lambda bench: versus(bench, "text", TEXTS, 15),
        "pages": lambda bench: versus(bench, "html", PAGES, 8),
        "short": short_articles,
        "share": share,
        "workers": workers,
        "growth-sqlite": grown("SQLite"),
        "growth-postgres": grown("PostgreSQL"),
        "retention": lambda bench: retention(bench, sizes),
        "latency": latency,
        "intake": intake,
        "start": start,
    }
    for name, part in parts.items():
        if arguments.only and name not in arguments.only:
            continue
        for figure in part(bench):
            print(f"{figure.what}: {figure.spread.show(figure.digits, figure.unit)} ({figure.target}) {figure.note}",
                  flush=True)  # fmt: skip
            yield figure


def server_versions(bench: Bench) -> dict[str, str]:
    with psycopg.connect(bench.postgres_url) as connection, redis.Redis.from_url(bench.redis_url) as client:
        shown = connection.execute("SHOW server_version").fetchone()
        return {"PostgreSQL": str(shown[0] if shown else ""), "Redis server": client.info("server")["redis_version"]}


if __name__ == "__main__":
    main()
