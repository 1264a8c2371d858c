"""A model file holds arrays and numbers; whatever else is in it is refused, and none of it runs."""

import pickle
import pickletools
import random
from pathlib import Path

import joblib
import numpy as np
import pytest

from classifiers.errors import ModelIntegrityError
from classifiers.registry.array_file import _INSTRUCTIONS, read_arrays, write_arrays

ARRAYS = {
    "table": np.arange(5_000, dtype=np.float32),
    "matrix": np.arange(12.0).reshape(3, 4),
    "turned": np.arange(12.0).reshape(3, 4).T,
    "slope": 0.25,
    "count": 7,
}


def opened(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        return dict(read_arrays(file))


def refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ModelIntegrityError):
        opened(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.joblib"


def test_arrays_and_numbers_come_back_mapped_and_read_only(path: Path) -> None:
    write_arrays(path, ARRAYS)
    found = opened(path)
    assert found.keys() == ARRAYS.keys()
    for name, value in ARRAYS.items():
        assert np.array_equal(found[name], value)
        if isinstance(value, np.ndarray):
            array = found[name]
            assert type(array) is np.ndarray
            assert (array.dtype, array.flags.writeable, array.flags.owndata) == (value.dtype, False, False)
            assert array.ctypes.data % 16 == 0


def test_what_is_mapped_outlives_the_name_of_its_file(path: Path) -> None:
    write_arrays(path, ARRAYS)
    found = opened(path)
    path.unlink()
    assert np.array_equal(found["table"], ARRAYS["table"])


def test_joblib_itself_reads_what_is_written(path: Path) -> None:
    write_arrays(path, ARRAYS)
    assert np.array_equal(joblib.load(path)["matrix"], ARRAYS["matrix"])


class Intruder:
    """Says how it is made: by writing a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.mark,)


class Quiet:
    """An object without any power of its own."""

    def __init__(self) -> None:
        self.number = 1


class Listed(np.ndarray):
    """An array of a class of its own."""


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_no_pickle_runs_code(path: Path, tmp_path: Path, protocol: int) -> None:
    mark = tmp_path / "mark"
    intruder = Intruder(mark)
    inside = np.array([intruder, intruder], dtype=object)
    for value in (intruder, [intruder], {"table": intruder}, {"table": inside}, {intruder: 1.0}):
        refused(path, pickle.dumps(value, protocol))
        joblib.dump(value, path, protocol=protocol)
        refused(path, path.read_bytes())
    assert not mark.exists()
    pickle.loads(pickle.dumps(intruder, protocol))  # with Python's own reader it does run
    assert mark.exists()


@pytest.mark.parametrize(
    "value",
    [
        [1.0],
        1.0,
        None,
        {"table": "a text"},
        {"table": b"bytes"},
        {"table": [1.0, 2.0]},
        {"table": None},
        {"table": True},
        {"table": (1.0,)},
        {"table": {"deeper": np.ones(3)}},
        {1: np.ones(3)},
        {"table": np.array(["a text"])},
        {"table": np.arange(3)},
        {"table": np.arange(3, dtype=np.complex128)},
        {"table": np.arange(3, dtype=">f8")},
        {"table": np.zeros(3, [("a", "f8"), ("b", "O")])},
        {"table": np.float64(1.0)},
        {"table": np.ones(3).view(Listed)},
        {"table": np.ma.masked_array([1.0], [True])},
        {"table": np.dtype("f8")},
        {"table": np.ndarray},
        {"table": print},
        {"table": Quiet()},
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_array_or_number_is_refused(path: Path, value: object) -> None:
    joblib.dump(value, path, protocol=4)
    refused(path, path.read_bytes())


NAMED = b"\x8c\x13joblib.numpy_pickle\x94\x8c\x11NumpyArrayWrapper\x94\x93\x94"
DTYPE = b"\x8c\x05numpy\x94\x8c\x05dtype\x94\x93\x94"


@pytest.mark.parametrize(
    "instructions",
    [
        b"cos\nsystem\n(S'true'\ntR.",
        b"c__builtin__\neval\n(S'1'\ntR.",
        b"(S'true'\nios\nsystem\n.",
        b"(cos\nsystem\nS'true'\no.",
        b"\x80\x02\x82\x01.",
        b"\x80\x04P1\n.",
        b"\x80\x04" + NAMED + b")R.",
        b"\x80\x04" + NAMED + b"}b.",
        b"\x80\x04" + NAMED + b"\x8c\x01x\x85\x81.",
        b"\x80\x04" + NAMED + b")\x81}b.",
        b"\x80\x04" + NAMED + b")\x81}\x8c\x04read\x4e\x73b.",
        b"\x80\x04" + DTYPE + b")\x81.",
        b"\x80\x04" + DTYPE + b"\x8c\x01O\x85R.",
        b"\x80\x04" + DTYPE + b"}\x85R.",
        b"\x80\x04" + DTYPE + b"\x8c\x02f8\x85R\x4e\x4e\x86b.",
        b"\x80\x04\x8c\x05numpy\x94\x8c\x07ndarray\x94\x93\x94\x4b\x09\x85R.",
        b"\x80\x04\x8c\x05numpy\x94\x8c\x08fromfile\x94\x93\x94\x8c\x01x\x85R.",
        b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"\x80\x04h\x07.",
        b"\x80\xff.",
        b"",
        b".",
    ],
)
def test_handwritten_instructions_are_refused(path: Path, instructions: bytes) -> None:
    refused(path, instructions)


def header_of(path: Path) -> int:
    """Return where the first array's bytes begin: all instructions that lead to it stand before."""
    return path.read_bytes().index(np.arange(5, dtype=np.float32).tobytes())


def test_an_array_that_is_longer_than_its_file_is_refused(path: Path) -> None:
    write_arrays(path, {"table": np.ones(1_000, np.float32)})
    content = path.read_bytes()
    assert content.count(b"M\xe8\x03\x85") == 1  # BININT2 1000, TUPLE1
    for size in (b"J\x00\x00\x00\x7f", b"J\xff\xff\xff\xff", b"K\x00", b"G\x40" + bytes(7)):
        refused(path, content.replace(b"M\xe8\x03\x85", size + b"\x85"))


def test_a_file_that_ends_early_is_refused(path: Path) -> None:
    write_arrays(path, ARRAYS)
    content = path.read_bytes()
    for end in [*range(header_of(path)), *range(header_of(path), len(content), 997), len(content) - 1]:
        refused(path, content[:end])


def test_any_damage_is_refused_or_leaves_arrays_and_numbers(path: Path) -> None:
    write_arrays(path, ARRAYS)
    content, dice, refusals = path.read_bytes(), random.Random(11), 0
    places = [*range(header_of(path)), *range(len(content) - 400, len(content))]
    for _ in range(1_000):
        spoilt = bytearray(content)
        for _ in range(dice.randrange(1, 4)):
            spoilt[dice.choice(places)] = dice.randrange(256)
        path.write_bytes(spoilt)
        try:
            found = opened(path)
        except ModelIntegrityError:
            refusals += 1
        else:
            assert all(isinstance(value, np.ndarray | float | int) for value in found.values())
    assert refusals > 300


def test_the_instructions_that_are_known_are_those_that_are_written(path: Path) -> None:
    """Another joblib or NumPy that writes other ones is noticed here, and not by a user."""
    numbers = {name: value for name, value in ARRAYS.items() if not isinstance(value, np.ndarray)}
    write_arrays(path, numbers)
    written = {code.code for code, _, _ in pickletools.genops(path.read_bytes())}
    assert written <= {instruction.decode("latin-1") for instruction in _INSTRUCTIONS}
