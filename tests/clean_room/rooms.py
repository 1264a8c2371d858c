"""Clean rooms: venvs that hold what an operator installs, and nothing else."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.clean_room.dockerfile import ROOT, Stage, stages

# Distributions that build and install; none of them may be in the image.
BUILD_TOOLS = frozenset({"pip", "setuptools", "wheel", "build", "hatchling", "editables", "pyproject_hooks"})

QUIETLY = ("--quiet", "--quiet", "--disable-pip-version-check")


@dataclass(frozen=True)
class Room:
    """A venv with Winnow in it, and how it came to be."""

    name: str
    folder: Path

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.folder / "bin" / "python"


def image(folder: Path, python: Path) -> tuple[Room, Path]:
    """Do the Dockerfile's steps by hand; return the room that the image is, and the wheel that was built on the way."""
    root, built = folder / "image", folder / "image-built"
    build, final = stages()
    Stage(root, python).carry_out(build)
    # Both stages say /opt/winnow, and a venv knows where it was made.
    root.rename(built)
    stage = Stage(root, python)
    stage.carry_out(final, first=Stage(built, python))
    _without_build_tools(stage)
    (wheel,) = (built / "dist").glob("*.whl")
    kept = shutil.copy2(wheel, folder)
    shutil.rmtree(built)
    return Room("image", root / "opt/winnow"), Path(kept)


def locked(folder: Path, python: Path, lock: Path, wheel: Path) -> Room:
    """Make a room from a lock, by hash alone, and the wheel."""
    room = _venv(folder, python)
    _install(room, "--require-hashes", "-r", str(lock))
    _install(room, "--no-deps", "--no-index", str(wheel))
    return room


def unlocked(folder: Path, python: Path, wheel: Path) -> Room:
    """Make a room as ``pip install`` does without a lock."""
    room = _venv(folder, python)
    _install(room, str(wheel))
    return room


def tests_alone(folder: Path) -> None:
    """Copy what runs in a room to ``folder``, so that Winnow's checkout stays out of its reach."""
    (folder / "tests/clean_room").mkdir(parents=True)
    for path in (ROOT / "tests/__init__.py", ROOT / "tests/archives.py", ROOT / "tests/servers.py"):
        shutil.copy2(path, folder / "tests")
    for path in (ROOT / "tests/clean_room").glob("*.py"):
        shutil.copy2(path, folder / "tests/clean_room")
    shutil.copytree(ROOT / "docs/samples", folder / "samples")


def run_inside(room: Room, folder: Path, module: str, *arguments: str) -> str:
    """Run a module of ``tests.clean_room`` (a copy, below ``folder``) by the room's own Python; return what it says."""
    command = [str(room.python), "-m", f"tests.clean_room.{module}", *arguments]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def _without_build_tools(stage: Stage) -> None:
    """Raise AssertionError where one is left in the image: beside the base's Python, or Winnow's."""
    metadata = [path for folder in ("base", "opt/winnow") for path in (stage.root / folder).rglob("*.dist-info")]
    left = {path.name.partition("-")[0].lower() for path in metadata} & BUILD_TOOLS
    assert not left, f"these build tools stay in the image: {', '.join(sorted(left))}"


def _venv(folder: Path, python: Path) -> Room:
    subprocess.run([str(python), "-m", "venv", str(folder)], check=True)
    return Room(folder.name, folder)


def _install(room: Room, *what: str) -> None:
    subprocess.run([str(room.python), "-m", "pip", "install", *QUIETLY, *what], check=True)
