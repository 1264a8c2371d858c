"""A dict of arrays and numbers as a file that joblib writes: mapped when it is opened, and no code in it runs.

Such a file is a pickle with the arrays' bytes between its instructions. Here only the instructions that make a dict of
numbers and arrays are known, and only three names, none of which leads to what it names. joblib itself is imported for
writing alone: it is a tenth of what a process that serves takes.
"""

import math
import mmap
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from classifiers.errors import ModelIntegrityError

Arrays = Mapping[str, NDArray[Any] | float]

_PROTOCOL: Final = 4
# What joblib writes for a dict of numbers and arrays.
_INSTRUCTIONS: Final = (
    pickle.PROTO, pickle.FRAME, pickle.STOP, pickle.MARK,
    pickle.EMPTY_DICT, pickle.SETITEM, pickle.SETITEMS, pickle.SHORT_BINUNICODE,
    pickle.MEMOIZE, pickle.BINGET, pickle.LONG_BINGET,
    pickle.BINFLOAT, pickle.BININT, pickle.BININT1, pickle.BININT2, pickle.NONE, pickle.NEWTRUE, pickle.NEWFALSE,
    pickle.EMPTY_TUPLE, pickle.TUPLE1, pickle.TUPLE2, pickle.TUPLE3, pickle.TUPLE,
    pickle.STACK_GLOBAL, pickle.NEWOBJ, pickle.REDUCE, pickle.BUILD,
)  # fmt: skip
# The element types of arrays, all little-endian as on every machine that Winnow runs on.
_DTYPES: Final = {"f4": np.dtype("<f4"), "f8": np.dtype("<f8")}
_WRAPPER: Final = ("joblib.numpy_pickle", "NumpyArrayWrapper")
_DTYPE: Final = ("numpy", "dtype")
_ARRAY: Final = ("numpy", "ndarray")
# What joblib says of an array before its bytes, which begin where processors like them to: at a multiple of 16.
_HEADER: Final = {"subclass": _ARRAY, "allow_mmap": True, "numpy_array_alignment_bytes": 16}


class _Name(tuple[str, str]):
    """An admitted name; nothing can be done with it but what the instructions below do."""

    __slots__ = ()


class _Wrapper:
    """Stands where joblib would have an object that reads an array, until its fields are known."""

    __slots__ = ()


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays and numbers by name, uncompressed so that they can be mapped."""
    import joblib  # noqa: PLC0415  - 14 MB and 0.1 s of CPU that only training needs

    joblib.dump(dict(arrays), path, compress=0, protocol=_PROTOCOL)


def read_arrays(file: BinaryIO) -> dict[str, NDArray[Any] | float]:
    """Return what :func:`write_arrays` wrote, the arrays mapped read-only, so that processes share them.

    ``file`` is open and at its start. Raises :class:`ModelIntegrityError` where it is anything else, and runs nothing
    of it.
    """
    try:
        found = _ArrayUnpickler(file).load()
    except Exception as error:  # a spoilt pickle may raise anything
        raise ModelIntegrityError(f"the model file holds more or less than arrays and numbers ({error})") from error
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found):
        raise ModelIntegrityError("the model file holds no arrays by name")
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: object) -> NDArray[Any] | float:
    if isinstance(value, np.ndarray | int | float) and not isinstance(value, bool):
        return value
    raise ModelIntegrityError(f"the model file holds a {type(value).__name__}, not only arrays and numbers")


# Python's own reader in Python, as joblib's is: the one in C has no instructions that could be taken away.
class _ArrayUnpickler(pickle._Unpickler):
    """Reads a pickle as far as arrays and numbers need it."""

    stack: list[Any]
    append: Callable[[object], None]

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self._file = file
        # By its handle, not by its name: another file may have that name by now. Privately, as sealed files want it;
        # nothing is written to it, so forked processes share it all the same.
        self._bytes = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)

    def find_class(self, module: str, name: str) -> _Name:
        """Return a name in place of what it names."""
        if (module, name) in (_WRAPPER, _DTYPE, _ARRAY):
            return _Name((module, name))
        raise pickle.UnpicklingError(f"it names {module}.{name}")

    def _make(self) -> None:
        """NEWOBJ: only what will be an array is made, of nothing."""
        arguments, name = self.stack.pop(), self.stack.pop()
        if type(name) is not _Name or name != _WRAPPER or arguments != ():
            raise pickle.UnpicklingError("it makes an object")
        self.append(_Wrapper())

    def _call(self) -> None:
        """REDUCE: only an element type is asked for."""
        arguments, name = self.stack.pop(), self.stack.pop()
        if type(name) is not _Name or name != _DTYPE:
            raise pickle.UnpicklingError("it calls a function")
        self.append(_DTYPES[arguments[0]])

    def _build(self) -> None:
        """BUILD: an element type is as it is, and what will be an array becomes it."""
        state, target = self.stack.pop(), self.stack.pop()
        if isinstance(target, np.dtype) and state[1] == "<":
            self.append(target)
        elif isinstance(target, _Wrapper):
            self.append(self._mapped(state))
        else:
            raise pickle.UnpicklingError("it changes an object")

    def _mapped(self, header: Mapping[str, Any]) -> NDArray[Any]:
        """Return the array whose bytes come next in the file, behind as many others as the next byte says."""
        shape, order, dtype = header["shape"], header["order"], header["dtype"]
        sizes_are_sound = type(shape) is tuple and all(type(size) is int and size > 0 for size in shape)
        if header != {**_HEADER, "shape": shape, "order": order, "dtype": dtype} or not sizes_are_sound:
            raise pickle.UnpicklingError("an array of it is not one of numbers")
        place = self._file.tell()
        place += 1 + self._bytes[place]
        found: NDArray[Any] = np.frombuffer(self._bytes, dtype, math.prod(shape), place)
        self._file.seek(place + found.nbytes)
        return found.reshape(shape, order=order)

    dispatch: ClassVar[dict[int, Callable[..., None]]] = {
        **{code[0]: pickle._Unpickler.dispatch[code[0]] for code in _INSTRUCTIONS},
        pickle.NEWOBJ[0]: _make,
        pickle.REDUCE[0]: _call,
        pickle.BUILD[0]: _build,
    }
