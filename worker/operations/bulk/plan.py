"""What a run has to do: its input as shards, less those that are done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from worker.errors import RefusedError
from worker.ingest.formats import is_known, parts
from worker.ingest.formats.reader import Part
from worker.operations.bulk import input_files
from worker.operations.bulk.job import Row, Shard, Versions
from worker.reasons import Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """All shards of the input, in order, and what of it can't be read, with its reason."""

    shards: tuple[Shard, ...]
    refused: tuple[tuple[str, RefusedError], ...]


def plan(inputs: Sequence[str], *, part_bytes: int, read_as: str | None) -> Plan:
    """Cut the files that are named (files, folders, patterns, in an object store too) into shards of about so many
    bytes.
    """
    shards: list[Shard] = []
    refused: list[tuple[str, RefusedError]] = []
    holds = is_known if read_as is None else (lambda _: True)
    for name in dict.fromkeys(name for one in inputs for name in input_files.find(one, holds)):
        try:
            shards += _shards(name, part_bytes, read_as)
        except RefusedError as error:
            refused.append((name, error))
        except OSError as error:
            refused.append((name, RefusedError(Reason.SCHEMA, f"it can't be read: {error.strerror or error}")))
    return Plan(tuple(shards), tuple(refused))


def to_do(shards: Sequence[Shard], done: Mapping[str, Row], versions: Versions) -> list[Shard]:
    """Return the shards that have no row, or one of other versions or of a file that has changed."""
    return [one for one in shards if one.id not in done or not _stands(done[one.id], one, versions)]


def outdated(shards: Sequence[Shard], done: Mapping[str, Row]) -> list[str]:
    """Return the ids of shards that are done and are no parts of their files any more: those were cut otherwise."""
    names, ids = {one.name for one in shards}, {one.id for one in shards}
    return [row.shard.id for row in done.values() if row.shard.name in names and row.shard.id not in ids]


def _stands(row: Row, shard: Shard, versions: Versions) -> bool:
    return row.versions == versions and (row.shard.size, row.shard.version) == (shard.size, shard.version)


def _shards(name: str, part_bytes: int, read_as: str | None) -> list[Shard]:
    stat = input_files.stat(name)
    # What is small is one part, whatever it is: nothing has to be looked for in it.
    cut = [Part()]
    with input_files.opened(name) as stream:
        if stat.size > part_bytes or not is_known(name):
            cut = parts(name, stream, part_bytes, suffix=read_as)
    location = input_files.location(name)
    return [Shard(name=name, location=location, part=part, size=stat.size, version=stat.version) for part in cut]
