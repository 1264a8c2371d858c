"""The folder that a run writes to: whose it is, and that one run at a time writes there."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from worker.errors import ConflictError
from worker.ingest.formats.reader import Columns
from worker.operations.bulk.atomic import remove_unfinished, written
from worker.operations.bulk.job import Job, Kind
from worker.operations.bulk.manifest import FOLDER
from worker.operations.bulk.output import TABLES
from worker.operations.bulk.tables import SCHEMA_VERSION

ASKED: Final = "run.json"
_LOCK: Final = ".lock"


class Asked(BaseModel):
    """What all rows of a folder have in common: a run that asks for other ones writes elsewhere."""

    model_config = ConfigDict(frozen=True)

    schema_version: str = SCHEMA_VERSION
    kind: Kind
    only_ham: bool
    text_only: bool
    columns: Columns
    read_as: str | None
    part_bytes: int
    page_bytes: int


def asked(job: Job, part_bytes: int) -> Asked:
    """Return what a run asks for."""
    return Asked(
        kind=job.kind,
        only_ham=job.only_ham,
        text_only=job.text_only,
        columns=job.columns,
        read_as=job.read_as,
        part_bytes=part_bytes,
        page_bytes=job.limits.page_bytes,
    )


def asked_of(out: Path) -> Asked:
    """Return what the run asked for that wrote a folder; raises ConflictError where none did."""
    try:
        return Asked.model_validate_json((out / ASKED).read_bytes())
    except (OSError, ValidationError):
        raise ConflictError(f"{out} holds no corpus of winnow bulk; give the folder of its --out") from None


@contextmanager
def claimed(out: Path, ask: Asked, *, redo: bool) -> Iterator[None]:
    """Hold a folder for one run; raises ConflictError where it is another run's, or another is at it.

    ``redo`` removes what a run wrote there before.
    """
    out.mkdir(parents=True, exist_ok=True)
    _require_own(out)
    with (out / _LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConflictError(f"another run is writing to {out}; wait for it, or choose another folder") from None
        remove_unfinished(out)
        if redo:
            _clear(out)
        elif (out / ASKED).exists():
            _require_same(out, ask)
        with written(out / ASKED) as stream:
            stream.write(ask.model_dump_json(indent=1).encode() + b"\n")
        yield


def _require_own(out: Path) -> None:
    ours = {ASKED, _LOCK, FOLDER, *TABLES}
    if not (out / ASKED).exists() and any(path.name not in ours for path in out.iterdir()):
        raise ConflictError(f"{out} holds files that no bulk run wrote; choose another folder, or an empty one")


def _require_same(out: Path, ask: Asked) -> None:
    try:
        before = Asked.model_validate_json((out / ASKED).read_bytes())
    except ValidationError:
        raise ConflictError(f"{out / ASKED} can't be read; choose another folder, or start anew with --redo") from None
    others = [name for name in Asked.model_fields if getattr(before, name) != getattr(ask, name)]
    if others:
        differing = f"another {', '.join(others)}".replace("_", " ")
        raise ConflictError(
            f"{out} belongs to a run with {differing}; choose another folder, or start anew with --redo"
        )


def _clear(out: Path) -> None:
    for name in (FOLDER, *TABLES):  # the rows first: what has no row is done again
        shutil.rmtree(out / name, ignore_errors=True)
