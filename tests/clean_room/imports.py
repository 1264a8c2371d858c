"""Run by a room's own Python: every module of Winnow imports, from this room."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

# Alembic runs them with its own context; `winnow db upgrade` shows them.
OTHERS_RUN = "worker.store.base.migrations"
# What imports only where its extra is: named where it is.
EXTRAS_OWN = ("worker.client.datatrove",)


def modules() -> Iterator[str]:
    """Name all modules of the two packages."""
    for package in ("worker", "classifiers"):
        yield package
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not found.name.startswith(OTHERS_RUN) and found.name not in EXTRAS_OWN:
                yield found.name


def main(extras: list[str]) -> None:
    """Import all modules, and what the extras bring; a module that lacks something ends this with its error."""
    names = list(modules())
    for name in [*names, *extras]:
        origin = importlib.import_module(name).__file__
        assert origin is None or Path(origin).is_relative_to(sys.prefix), f"{name} is none of this room: {origin}"
    print(f"{len(names)} modules import")


if __name__ == "__main__":
    main(sys.argv[1:])
