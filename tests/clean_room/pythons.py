"""The Pythons of this machine that Winnow promises to run on."""

import subprocess
from pathlib import Path
from shutil import which

# The oldest that pyproject.toml admits; it must be there.
OLDEST = 11
# Beyond the newest that there is today.
NEWEST = 20


def pythons() -> dict[str, Path]:
    """Return a Python for each version ("3.11") from the oldest on that this machine has: PATH's, or pyenv's."""
    found = {f"3.{minor}": _find(f"3.{minor}") for minor in range(OLDEST, NEWEST)}
    return {version: path for version, path in found.items() if path is not None}


def _find(version: str) -> Path | None:
    name = f"python{version}"
    candidates = [Path(path) for path in (which(name),) if path]
    for versions in _pyenv_versions():
        candidates += sorted(versions.glob(f"{version}.*/bin/{name}"), reverse=True)
    return next((path for path in candidates if _makes_venvs(path)), None)


def _pyenv_versions() -> list[Path]:
    """Return the folder where pyenv keeps its Pythons; its shims on PATH run only what was chosen by hand."""
    if which("pyenv") is None:
        return []
    root = subprocess.run(["pyenv", "root"], capture_output=True, text=True, check=False).stdout.strip()
    return [Path(root) / "versions"] if root else []


def _makes_venvs(python: Path) -> bool:
    look = [str(python), "-c", "import ensurepip, venv"]
    return subprocess.run(look, capture_output=True, check=False).returncode == 0
