"""Which shards of an output folder are done, and by what: a file a shard, written last."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from worker.errors import ConflictError
from worker.operations.bulk.atomic import written
from worker.operations.bulk.job import Row

FOLDER: Final = "manifest"


def write(out: Path, row: Row) -> None:
    """Say that a shard is done: its pair of files stands."""
    with written(out / FOLDER / f"{row.shard.id}.json") as stream:
        stream.write(row.model_dump_json(indent=1).encode() + b"\n")


def read(out: Path) -> Mapping[str, Row]:
    """Return the rows of an output folder by their shards' ids; raises ConflictError where one can't be read."""
    return {row.shard.id: row for row in _rows(out)}


def forget(out: Path, shard_id: str) -> None:
    """Take a shard's row away; its files go next."""
    (out / FOLDER / f"{shard_id}.json").unlink(missing_ok=True)


def _rows(out: Path) -> Iterator[Row]:
    for path in sorted((out / FOLDER).glob("*.json")):
        try:
            yield Row.model_validate_json(path.read_bytes())
        except ValidationError:
            fault = "is no row of this version's; --redo does all shards again"
            raise ConflictError(f"{path} {fault}") from None
