"""What all measurements share: where to work, which servers, and a stream of documents for each kind."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.throughput.documents import documents
from worker.bootstrap import Winnow


@dataclass
class Bench:
    """The servers and folders of one run; every side gets a database and a broker of its own."""

    folder: Path
    redis_url: str
    postgres_url: str
    peers: Path
    model: Path
    # By database and number of articles.
    grown: dict[tuple[str, int], Winnow] = field(default_factory=dict)
    _brokers: int = 0
    _streams: dict[str, Iterator[dict[str, Any]]] = field(default_factory=dict)

    def take(self, kind: str, count: int) -> list[dict[str, Any]]:
        """Return the next documents of a kind: none comes twice in a run."""
        stream = self._streams.setdefault(kind, documents(kind, 10**9))
        return list(islice(stream, count))

    def broker(self) -> str:
        """Return the next of Redis's databases."""
        self._brokers += 1
        return f"{self.redis_url.rpartition('/')[0]}/{self._brokers}"

    def sqlite(self, name: str) -> str:
        """Return the URL of a new file."""
        return f"sqlite:///{self.folder / name}.db"

    def postgres(self, name: str) -> str:
        """Return the URL of a new database."""
        with psycopg.connect(self.postgres_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"{self.postgres_url.rpartition('/')[0]}/{name}"

    def log(self, name: str) -> Path:
        """Return the file that a worker's output goes to."""
        return self.folder / f"{name}.log"
