"""The same article under many addresses: a third table beside the corpus, which drops nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from classifiers.data.near_duplicates import BANDS, keys
from classifiers.types import Comment
from worker.operations.bulk.atomic import written
from worker.operations.bulk.folder import asked_of
from worker.operations.bulk.job import Kind

NAME: Final = "duplicates"
# Bodies that are hashed together: some megabytes.
_AT_ONCE: Final = 256
_COLUMNS: Final = ("id", "url", "body")


@dataclass(frozen=True, slots=True)
class Duplicates:
    """How many articles were looked at, how many have a copy, and in how many groups these are."""

    articles: int
    copied: int
    groups: int


@dataclass(frozen=True, slots=True)
class _Article:
    id: str
    url: str | None


def dedup(out: Path) -> Duplicates:
    """Find articles whose bodies are the same or nearly so (MinHash), and write who is like whom, group by group.

    A row is an article of a group of several: its id, its address, and the id of the group's first one in the order
    of files and rows. Raises ConflictError where the folder holds no corpus.
    """
    ask = asked_of(out)
    articles, bands = _sketches(_rows(out, ask.kind))
    first = _first_alike(bands)
    sizes = np.bincount(first, minlength=len(articles)) if articles else first
    chosen = [place for place in np.argsort(first, kind="stable").tolist() if sizes[first[place]] > 1]
    rows = [
        {"article": articles[place].id, "url": articles[place].url, "same_as": articles[int(first[place])].id}
        for place in chosen
    ]
    _write(out, ask.kind, rows)
    return Duplicates(len(articles), len(chosen), len({row["same_as"] for row in rows}))


def forget(out: Path) -> None:
    """Take the table away: the corpus is another now."""
    for kind in Kind:
        (out / f"{NAME}.{kind.value}").unlink(missing_ok=True)


def _rows(out: Path, kind: Kind) -> Iterator[Sequence[dict[str, Any]]]:
    """Yield the articles that have a body, some at once, file by file."""
    for path in sorted((out / "articles").glob(f"*.{kind.value}")):
        for group in _parquet(path) if kind is Kind.PARQUET else _lines(path):
            yield [row for row in group if row["body"]]


def _parquet(path: Path) -> Iterator[list[dict[str, Any]]]:
    from pyarrow import parquet  # noqa: PLC0415  - an extra

    for batch in parquet.ParquetFile(path).iter_batches(_AT_ONCE, columns=list(_COLUMNS)):
        yield batch.to_pylist()


def _lines(path: Path) -> Iterator[list[dict[str, Any]]]:
    with path.open("rb") as stream:
        group: list[dict[str, Any]] = []
        for line in stream:
            row = orjson.loads(line)
            group.append({name: row[name] for name in _COLUMNS})
            if len(group) == _AT_ONCE:
                yield group
                group = []
        yield group


def _sketches(groups: Iterator[Sequence[dict[str, Any]]]) -> tuple[list[_Article], NDArray[np.uint64]]:
    """Return the articles, and the hashes of each one's bands; its own number where it is too short for any."""
    articles: list[_Article] = []
    bands: list[tuple[int, ...]] = []
    for rows in groups:
        for row, key in zip(rows, keys([Comment(text=row["body"]) for row in rows]), strict=True):
            articles.append(_Article(row["id"], row["url"]))
            same = int.from_bytes(key.same[:8], "big")
            bands.append((*key.alike, same) if key.alike else (same,) * (BANDS + 1))
    return articles, np.array(bands, dtype=np.uint64).reshape(len(bands), -1)


def _first_alike(bands: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return for each article the first of its group: those that share a band with it, or with one that does."""
    parents = list(range(len(bands)))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    for column in bands.T if len(bands) else ():
        order = np.argsort(column, kind="stable")
        equal = np.flatnonzero(column[order][1:] == column[order][:-1])
        for place in equal.tolist():
            one, other = sorted((root(int(order[place])), root(int(order[place + 1]))))
            parents[other] = one
    return np.array([root(place) for place in range(len(parents))], dtype=np.int64)


def _write(out: Path, kind: Kind, rows: Sequence[dict[str, Any]]) -> None:
    with written(out / f"{NAME}.{kind.value}") as stream:
        if kind is Kind.JSON_LINES:
            stream.writelines(orjson.dumps(row) + b"\n" for row in rows)
            return
        import pyarrow  # noqa: PLC0415  - an extra
        from pyarrow import parquet  # noqa: PLC0415

        schema = pyarrow.schema([(name, pyarrow.string()) for name in ("article", "url", "same_as")])
        parquet.write_table(pyarrow.Table.from_pylist(list(rows), schema=schema), stream, compression="zstd")
