"""What rows depend on beside their input: Winnow's version, the rules that separate, the model."""

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from worker.observability.version import installed_version
from worker.operations.bulk.job import Versions

# Packages whose files decide what comes out of a page.
_RULES: Final = ("worker.ingest", "worker.separate", "classifiers.features", "classifiers.model")


def versions(model: str) -> Versions:
    """Return the versions of this installation with this model."""
    return Versions(code=installed_version(), rules=_rules(), model=model)


def _rules() -> str:
    total = hashlib.sha256()
    for package in _RULES:
        _add(files(package), total)
    return total.hexdigest()[:20]


def _add(folder: Traversable, total: "hashlib._Hash") -> None:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            if one.name != "__pycache__":
                _add(one, total)
            continue
        total.update(f"{one.name}\0".encode() + one.read_bytes())
