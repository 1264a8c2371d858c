"""What a bulk run is asked for, what a shard is, and what became of one."""

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from classifiers.digests import digest
from worker.ingest.formats.reader import Columns, Part
from worker.operations.bulk.counts import Counts


class Kind(StrEnum):
    """What rows are written as."""

    PARQUET = "parquet"
    JSON_LINES = "jsonl"


class Versions(BaseModel):
    """What rows depend on beside their input: where one of these is another, a shard is done again."""

    model_config = ConfigDict(frozen=True)

    code: str
    rules: str
    model: str


class Limits(BaseModel):
    """What one page may take: seconds of the processor, bytes of memory, bytes of its own."""

    model_config = ConfigDict(frozen=True)

    time_s: int
    memory_bytes: int
    page_bytes: int


class Job(BaseModel):
    """What all shards of a run have in common; it travels to whoever works at one."""

    model_config = ConfigDict(frozen=True)

    out: Path
    model_dir: Path
    public_key: Path | None
    limits: Limits
    versions: Versions
    columns: Columns
    read_as: str | None
    kind: Kind
    only_ham: bool
    text_only: bool
    # The program that works at pages.
    command: tuple[str, ...]


class Shard(BaseModel):
    """A part of an input file: its name as the run knows it, where it is (a path, or an object's name), which of its
    items, and its size and version, by which a file that has changed is known.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    location: str
    part: Part
    size: int
    version: str

    @property
    def id(self) -> str:
        """What its files are named after: the same part of the same file, the same name."""
        return digest(f"{self.name}\0{self.part.start}\0{self.part.end}")[:20]


class Row(BaseModel):
    """A shard's row in the manifest: it is done, and by what."""

    model_config = ConfigDict(frozen=True)

    shard: Shard
    input: str
    versions: Versions
    counts: Counts
    seconds: float
