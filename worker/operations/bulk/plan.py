"""What a run has to do: its input as shards, less those that are done."""

import glob
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from worker.errors import RefusedError
from worker.ingest.formats import is_known, parts
from worker.ingest.formats.reader import Part
from worker.operations.bulk.job import Row, Shard, Versions
from worker.reasons import Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """All shards of the input, in order, and what of it can't be read, with its reason."""

    shards: tuple[Shard, ...]
    refused: tuple[tuple[str, RefusedError], ...]


def plan(inputs: Sequence[str], *, part_bytes: int, read_as: str | None) -> Plan:
    """Cut the files that are named (files, folders, patterns) into shards of about so many bytes."""
    shards: list[Shard] = []
    refused: list[tuple[str, RefusedError]] = []
    for path in dict.fromkeys(path for one in inputs for path in _files(one, every=read_as is not None)):
        try:
            shards += _shards(path, part_bytes, read_as)
        except RefusedError as error:
            refused.append((str(path), error))
        except OSError as error:
            refused.append((str(path), RefusedError(Reason.SCHEMA, f"it can't be read: {error.strerror or error}")))
    return Plan(tuple(shards), tuple(refused))


def to_do(shards: Sequence[Shard], done: Mapping[str, Row], versions: Versions) -> list[Shard]:
    """Return the shards that have no row, or one of other versions or of a file that has changed."""
    return [one for one in shards if one.id not in done or not _stands(done[one.id], one, versions)]


def outdated(shards: Sequence[Shard], done: Mapping[str, Row]) -> list[str]:
    """Return the ids of shards that are done and are no parts of their files any more: those were cut otherwise."""
    names, ids = {one.name for one in shards}, {one.id for one in shards}
    return [row.shard.id for row in done.values() if row.shard.name in names and row.shard.id not in ids]


def _stands(row: Row, shard: Shard, versions: Versions) -> bool:
    return row.versions == versions and (row.shard.size, row.shard.mtime_ns) == (shard.size, shard.mtime_ns)


def _files(named: str, *, every: bool) -> Iterator[Path]:
    path = Path(named)
    if path.is_dir():
        yield from sorted(one for one in path.rglob("*") if one.is_file() and (every or is_known(one.name)))
    elif not path.exists() and (found := glob.glob(named, recursive=True)):  # noqa: PTH207  - a whole path's pattern
        yield from (Path(one) for one in sorted(found) if Path(one).is_file())
    else:
        yield path


def _shards(path: Path, part_bytes: int, read_as: str | None) -> list[Shard]:
    stat = path.stat()
    # What is small is one part, whatever it is: nothing has to be looked for in it.
    cut = [Part()]
    with path.open("rb") as stream:
        if stat.st_size > part_bytes or not is_known(path.name):
            cut = parts(path.name, stream, part_bytes, suffix=read_as)
    return [
        Shard(name=path.as_posix(), path=path.resolve(), part=part, size=stat.st_size, mtime_ns=stat.st_mtime_ns)
        for part in cut
    ]
