"""Reading the exports of other programs: one module a program, each with its ``READER``.

A new one is a module here, a test, and a line in docs/history.md; nothing else names it.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from worker.errors import RefusedError
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import Row
from worker.reasons import Reason


@cache
def readers() -> Mapping[str, Reader]:
    """Return every reader by its program's name, as a command takes it: ``wp-comments``."""
    names = sorted(module.name for module in iter_modules(__path__))
    modules = {name: import_module(f"{__name__}.{name}") for name in names}
    return MappingProxyType(
        {name.replace("_", "-"): module.READER for name, module in modules.items() if hasattr(module, "READER")}
    )


def read_history(program: str, export: Export) -> Iterator[Row]:
    """Yield the rows of an export; what ends the reading comes as the last of them, as its refusal."""
    try:
        yield from readers()[program].read(export)
    except RefusedError as error:
        yield error
    except OSError as error:
        yield RefusedError(Reason.SCHEMA, f"it can't be read: {error.strerror or error}")
