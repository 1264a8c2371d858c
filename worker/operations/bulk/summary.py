"""What came of a run."""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from worker.operations.bulk.atomic import written
from worker.operations.bulk.counts import Counts
from worker.operations.bulk.job import Versions

NAME: Final = "summary.json"


class Summary(BaseModel):
    """All shards of the input added up, whenever they were done, and what this run did of them."""

    model_config = ConfigDict(frozen=True)

    shards: int
    files_refused: dict[str, str]
    versions: Versions
    counts: Counts
    pages_this_time: int
    seconds_this_time: float


def write_summary(out: Path, summary: Summary) -> None:
    """Write ``summary.json``."""
    with written(out / NAME) as stream:
        stream.write(summary.model_dump_json(indent=1).encode() + b"\n")
