"""What was read once stays as it was, whatever becomes of its file: a model is the one that was checked, or none."""

import mmap
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from classifiers.errors import ModelIntegrityError
from classifiers.registry import artifact
from classifiers.registry.sealed_file import sealed
from classifiers.types import Comment

BASE = Path(artifact.__file__).parents[1] / "base"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "model")
    return tmp_path / "model"


def truncate(path: Path) -> None:
    path.write_bytes(b"")


def replace(path: Path) -> None:
    other = path.with_suffix(".other")
    other.write_bytes(b"other")
    other.replace(path)


def write_into(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"other")


@pytest.mark.parametrize("change", [truncate, replace, write_into, Path.unlink])
def test_a_copy_stays_as_it_was(tmp_path: Path, change: object) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"first" * 10_000)
    with sealed(path) as file:
        mapped = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
        change(path)  # type: ignore[operator]
        assert file.read() == b"first" * 10_000
        assert mapped[:] == b"first" * 10_000


def test_nobody_can_write_into_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"first")
    with sealed(path) as file:
        file.seek(0)
        with pytest.raises(OSError, match="Operation not permitted"):
            file.raw.write(b"other")  # type: ignore[attr-defined]
        with pytest.raises(OSError, match="Operation not permitted"):
            file.truncate(0)


@pytest.mark.parametrize("change", [truncate, write_into, Path.unlink])
def test_a_model_serves_on_whatever_becomes_of_its_file(model: Path, change: object) -> None:
    judge = artifact.load(model)
    comments = [Comment("A fine recipe, thank you."), Comment("Buy cheap pills at http://pills.example now!!!")]
    before = [one.probability for one in judge.judge(comments)]
    change(model / artifact.MODEL_NAME)  # type: ignore[operator]
    assert [one.probability for one in judge.judge(comments)] == before


@pytest.fixture
def swapped(model: Path) -> Iterator[Path]:
    """A model whose file another thread swaps for a spoilt one and back, all the time."""
    path, done = model / artifact.MODEL_NAME, threading.Event()
    good = path.read_bytes()
    spoilt = good[:-4000] + bytes(len(good) - len(good[:-4000]))

    def swap() -> None:
        while not done.is_set():
            for content in (spoilt, good):
                part = path.with_suffix(".part")
                part.write_bytes(content)
                part.replace(path)

    thread = threading.Thread(target=swap)
    thread.start()
    yield model
    done.set()
    thread.join()


def test_a_model_is_the_one_that_was_checked_or_none(model: Path, swapped: Path) -> None:
    comments = [Comment("Buy cheap pills at http://pills.example now!!!", author="cheap pills")]
    right = artifact.load(BASE).judge(comments)[0].probability
    for _ in range(30):
        try:
            judge = artifact.load(swapped)
        except ModelIntegrityError:
            continue
        assert judge.judge(comments)[0].probability == right
