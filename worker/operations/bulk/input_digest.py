"""What a part of a file held when it was read."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from classifiers.digests import digest_of_file
from worker.ingest.formats import suffix_of
from worker.ingest.formats.reader import Part
from worker.ingest.formats.window import window
from worker.operations.bulk.job import Shard
from worker.operations.object_store import is_stored

_PIECE_BYTES: Final = 1 << 20
# Files of row groups whose digests are kept: those that the shards in hand are parts of.
_FILES: Final = 64


def digest_of_part(shard: Shard, read_as: str | None) -> str:
    """Return the SHA-256 of a part's bytes; of the whole file where its places are no bytes (Parquet).

    Of an object, what its store knows it by ("etag:..."): its bytes are fetched once.
    """
    if is_stored(shard.location):
        return f"etag:{shard.version}"
    if (read_as or suffix_of(shard.name)) == ".parquet":
        return _digest_of_file(shard.location, shard.size, shard.version)
    return _digest_of_bytes(Path(shard.location), shard.part)


@lru_cache(_FILES)
def _digest_of_file(location: str, _size: int, _version: str) -> str:
    return digest_of_file(Path(location))


def _digest_of_bytes(path: Path, part: Part) -> str:
    total = hashlib.sha256()
    with path.open("rb") as stream:
        content = window(stream, part)
        while piece := content.read(_PIECE_BYTES):
            total.update(piece)
    return total.hexdigest()
