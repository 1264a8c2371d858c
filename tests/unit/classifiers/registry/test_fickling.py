"""What a tool that hunts for code in pickles says of the shipped model."""

import ast
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import joblib
import numpy as np
import pytest
from fickling.fickle import Pickled
from joblib.numpy_pickle import NumpyUnpickler

import classifiers.base

MODEL = Path(classifiers.base.__path__[0]) / "model.joblib"
# What joblib needs for a dict of arrays, and nothing beside it.
NAMED = {
    "from joblib.numpy_pickle import NumpyArrayWrapper",
    "from numpy import dtype",
    "from numpy import ndarray",
}
CALLED = {"NumpyArrayWrapper.__new__", "dtype"}


class Recorder(io.BytesIO):
    """A file that keeps what is read from it while it listens."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(raw)
        self.heard = bytearray()
        self.listens = True

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self.heard += found if self.listens else b""
        return found

    def readline(self, size: int | None = -1) -> bytes:
        found = super().readline(size)
        self.heard += found if self.listens else b""
        return found

    def readinto(self, buffer: Any) -> int:
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


class Reader(NumpyUnpickler):  # type: ignore[misc]
    """joblib's own reader, which stops listening where an array's bytes stand between the instructions."""

    dispatch: ClassVar[dict[int, Callable[[Any], None]]] = dict(NumpyUnpickler.dispatch)

    def load_build(self) -> None:
        self.file_handle.listens = False
        super().load_build()
        self.file_handle.listens = True

    dispatch[ord("b")] = load_build


def instructions(path: Path) -> Pickled:
    """Return a model file's instructions without its arrays' bytes, as fickling reads them."""
    file = Recorder(path.read_bytes())
    Reader(str(path), file, ensure_native_byte_order=False).load()
    return Pickled.load(bytes(file.heard))


def called(pickled: Pickled) -> set[str]:
    names = {ast.unparse(call.func) for call in pickled.properties.calls}
    return {name for name in names if not name.endswith(".__setstate__")}


def test_the_shipped_model_names_and_calls_nothing_but_arrays() -> None:
    pickled = instructions(MODEL)
    assert {ast.unparse(one) for one in pickled.properties.imports} == NAMED
    assert called(pickled) == CALLED
    assert len(pickled.properties.calls) < 100


class Planted:
    """Something that would run when it is read."""

    def __reduce__(self) -> tuple[Callable[[str], str], tuple[str]]:
        return os.path.basename, ("planted",)


@pytest.mark.parametrize("place", ["beside", "first"])
def test_code_that_is_planted_is_seen(tmp_path: Path, place: str) -> None:
    arrays: dict[str, object] = {"weights": np.arange(8, dtype=np.float32)}
    planted = {"x": Planted()} | arrays if place == "first" else arrays | {"x": Planted()}
    joblib.dump(planted, tmp_path / "model.joblib", compress=0, protocol=4)
    pickled = instructions(tmp_path / "model.joblib")
    assert {ast.unparse(one) for one in pickled.properties.imports} - NAMED
    assert called(pickled) - CALLED
