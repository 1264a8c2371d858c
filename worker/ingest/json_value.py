"""Reading JSON that strangers wrote: every way in which it can be wrong has its reason."""

import json
import math
from typing import Any, NoReturn

import orjson

from worker.errors import RefusedError
from worker.reasons import Reason


def parse_json(line: bytes) -> Any:
    """Decode one JSON value; the last of doubled keys wins, lone surrogates pass.

    Raises RefusedError: DEPTH where it is nested too deep, SCHEMA where it is not JSON or a number is out of range.
    """
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
