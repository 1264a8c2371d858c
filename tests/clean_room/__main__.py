"""``make clean-room``: what people install must run, on every Python that is here.

Needs nothing but Python and the servers' programs: what is tested comes from the locks and the built wheel, never from
the checkout or its venv. Each room is made anew and removed.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path

from tests.clean_room.dockerfile import ROOT
from tests.clean_room.pythons import OLDEST, pythons
from tests.clean_room.rooms import Room, image, locked, run_inside, tests_alone, unlocked

Pairs = tuple[tuple[str, str], ...]

# The version whose rooms get every service; one pair is enough for the others.
FULL = f"3.{OLDEST}"
PAIRS: Pairs = (("redis", "postgresql"), ("rabbitmq", "postgresql"))
SHORT: Pairs = (("redis", "sqlite"),)

# Rooms at the same time: making one waits for the disk and the network, travelling through it for servers.
AT_ONCE = 2

# Modules that show that an extra is there, by its lock.
EXTRAS = {
    "otel": ("opentelemetry.exporter.otlp.proto.http.trace_exporter",),
    "bulk": ("fastwarc", "pyarrow.parquet"),
    "s3": ("fastwarc", "pyarrow.parquet", "fsspec", "s3fs"),
    "ray": ("fastwarc", "pyarrow.parquet", "ray"),
    "datatrove": ("datatrove", "worker.client.datatrove"),
    "oidc": ("authlib.oidc.core", "joserfc.jwt"),
}
# What is run in the rooms of some of them, beside the import of all.
RUNS = {"ray": "ray_cluster", "datatrove": "datatrove_pipeline"}


def main() -> None:
    """Make the rooms, two at a time, and travel through each."""
    parser = argparse.ArgumentParser(prog="make clean-room", description="Test what people install.")
    parser.add_argument("--extras", action="store_true", help="the locks of the extras instead")
    only_extras = parser.parse_args().extras
    found = pythons()
    if FULL not in found:
        sys.exit(f"There is no Python {FULL} with venv here. On Debian: apt-get install python3 python3-venv")
    folder = ROOT / "build/clean-room"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tests_alone(folder / "stage")
    start = time.monotonic()
    try:
        first, wheel = image(folder, found[FULL])
        say(first.name, f"made by the Dockerfile's steps in {time.monotonic() - start:.0f} s")
        visits = extras(folder, found[FULL], wheel) if only_extras else rooms(folder, found, first, wheel)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for ended in as_completed([pool.submit(visit) for visit in visits]):
                ended.result()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say("clean room", f"all of it in {(time.monotonic() - start) / 60:.1f} minutes")


def rooms(folder: Path, found: dict[str, Path], first: Room, wheel: Path) -> Iterator[Callable[[], None]]:
    """Yield the visit of each room; the image is the locked one of the oldest Python."""
    yield lambda: travel(folder, first, PAIRS)
    for version, python in found.items():
        pairs = PAIRS if version == FULL else SHORT
        yield partial(_visit_unlocked, folder, version, python, wheel, pairs)
        if version != FULL:
            yield partial(_visit_locked, folder, version, python, wheel, pairs)


def extras(folder: Path, python: Path, wheel: Path) -> Iterator[Callable[[], None]]:
    """Yield the visit of a room for each extra's lock: all of Winnow imports, and what the extra brings."""
    return (partial(_visit_extra, folder, extra, modules, python, wheel) for extra, modules in EXTRAS.items())


def _visit_unlocked(folder: Path, version: str, python: Path, wheel: Path, pairs: Pairs) -> None:
    travel(folder, unlocked(folder / f"{version}-without-a-lock", python, wheel), pairs)


def _visit_locked(folder: Path, version: str, python: Path, wheel: Path, pairs: Pairs) -> None:
    travel(folder, locked(folder / f"{version}-by-the-lock", python, ROOT / "requirements.lock", wheel), pairs)


def _visit_extra(folder: Path, extra: str, modules: tuple[str, ...], python: Path, wheel: Path) -> None:
    room = locked(folder / extra, python, ROOT / f"requirements-{extra}.lock", wheel)
    say(room.name, run_inside(room, folder / "stage", "imports", *modules))
    if extra in RUNS:
        say(room.name, run_inside(room, folder / "stage", RUNS[extra]))


def travel(folder: Path, room: Room, pairs: Pairs) -> None:
    """Import everything and make each journey, then remove the room: six of them take gigabytes."""
    say(room.name, run_inside(room, folder / "stage", "imports"))
    for pair in pairs:
        say(room.name, run_inside(room, folder / "stage", "journey", *pair))
    shutil.rmtree(room.folder)


def say(room: str, what: str) -> None:
    """Print a line about a room."""
    print(f"{room:22} {what}", flush=True)


if __name__ == "__main__":
    main()
