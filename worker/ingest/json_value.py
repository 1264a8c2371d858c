"""Reading JSON that strangers wrote: every way in which it can be wrong has its reason."""

import json
import math
import re
from typing import Any, Final, NoReturn

import orjson

from worker.errors import RefusedError
from worker.reasons import Reason

# Bytes of one record's JSON outside of its strings: each may become sixty in memory ("{}," is an object of its own),
# and twenty thousand comments need a quarter of it.
RECORD_STRUCTURE_BYTES: Final = 1_000_000
_STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)


def parse_json(line: bytes, *, structure_bytes: int = RECORD_STRUCTURE_BYTES) -> Any:
    """Decode one JSON value; the last of doubled keys wins, lone surrogates pass.

    Raises RefusedError: DEPTH where it is nested too deep, COMPLEXITY where more than ``structure_bytes`` of it stand
    outside of strings, SCHEMA where it is not JSON or a number is out of range.
    """
    if len(line) > structure_bytes and len(_STRING.sub(b"", line)) > structure_bytes:
        message = f"more than {structure_bytes:,} bytes of the JSON are no text"
        raise RefusedError(Reason.COMPLEXITY, message)
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return _parse_slowly(line)


def _parse_slowly(line: bytes) -> Any:
    """What the fast parser refuses: the standard library takes lone surrogates and bad UTF-8, and says why not."""
    try:
        return json.loads(line.decode("utf-8", "replace"), parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise RefusedError(Reason.DEPTH, "the JSON is nested too deep") from None
    except ValueError as error:
        raise RefusedError(Reason.SCHEMA, f"not JSON: {str(error)[:120]}") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"the number {text[:20]} is out of range")
    return number
