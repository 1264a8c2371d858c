"""A shard's pair of files, in groups of rows that depend on nothing but the rows."""

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

import orjson

from worker.operations.bulk.atomic import written
from worker.operations.bulk.job import Job, Kind, Shard
from worker.operations.bulk.tables import schemas

if TYPE_CHECKING:
    import pyarrow

# Rows of a group: some megabytes, whose columns are held until the group is written.
ARTICLES_AT_ONCE: Final = 1_000
COMMENTS_AT_ONCE: Final = 20_000
TABLES: Final = ("articles", "comments")


class _Sink(Protocol):
    """What rows are written to."""

    def write_table(self, table: "pyarrow.Table") -> None:
        """Write one group of rows."""

    def close(self) -> None:
        """Write what ends the file."""


class _Stream(io.RawIOBase):
    """A file until it is lost: pyarrow writes a file's end even when it is thrown away, to a disk that is full too."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.lost = stream, False

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, content: "bytes | memoryview") -> int:  # type: ignore[override]
        """Write it, or let it go."""
        return len(content) if self.lost else self._stream.write(content)


class _Lines:
    def __init__(self, stream: _Stream) -> None:
        self._stream = stream

    def write_table(self, table: "pyarrow.Table") -> None:
        """Write each row as a line of JSON."""
        for row in table.to_pylist():
            self._stream.write(orjson.dumps(row) + b"\n")

    def close(self) -> None:
        """Write nothing more."""


class Rows:
    """Takes the rows of one table as they come, and writes them in groups of one size."""

    def __init__(self, sink: _Sink, schema: "pyarrow.Schema", at_once: int) -> None:
        import pyarrow  # noqa: PLC0415  - an extra

        self._arrow, self._sink, self._at_once = pyarrow, sink, at_once
        self._schema = schema
        self._held: list[pyarrow.Table] = []
        self._count = 0

    def add(self, stream: bytes) -> None:
        """Take rows that came as an Arrow stream."""
        table = self._arrow.ipc.open_stream(stream).read_all()
        self._held.append(table)
        self._count += table.num_rows
        while self._count >= self._at_once:
            self._write(self._at_once)

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        if self._count:
            self._write(self._count)
        self._sink.close()

    def _write(self, count: int) -> None:
        whole = self._arrow.concat_tables(self._held)
        self._sink.write_table(whole.slice(0, count).combine_chunks())
        rest = whole.slice(count)
        self._held, self._count = [rest], rest.num_rows


def paths(job: Job, shard_id: str) -> tuple[Path, Path]:
    """Return where a shard's articles and comments are."""
    articles, comments = (job.out / table / f"part-{shard_id}.{job.kind.value}" for table in TABLES)
    return articles, comments


@contextmanager
def output(job: Job, shard: Shard) -> Iterator[tuple[Rows, Rows]]:
    """Open a shard's pair of files; both are whole where the block ended well, and neither is there otherwise."""
    with ExitStack() as files:
        streams = [_Stream(files.enter_context(written(path))) for path in paths(job, shard.id)]
        articles, comments = (
            Rows(_sink(job.kind, stream, schema), schema, at_once)
            for stream, schema, at_once in zip(streams, schemas(job), (ARTICLES_AT_ONCE, COMMENTS_AT_ONCE), strict=True)
        )
        try:
            yield articles, comments
            articles.close()
            comments.close()
        except BaseException:
            for stream in streams:
                stream.lost = True
            raise


def _sink(kind: Kind, stream: _Stream, schema: "pyarrow.Schema") -> _Sink:
    if kind is Kind.JSON_LINES:
        return _Lines(stream)
    from pyarrow import parquet  # noqa: PLC0415  - an extra

    writer: _Sink = parquet.ParquetWriter(stream, schema, compression="zstd")
    return writer
