"""What the commands write is readable by the account that runs them, and by no other."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    """The widest umask around: what is private is so by Winnow's own doing."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {path.name: stat.filemode(path.stat().st_mode) for path in sorted(folder.rglob("*"))}


def test_database_log_and_models_are_private(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "page.html").write_text("<article><p>Pears like light, and want to be pruned in March.</p></article>")
    for command in (
        ["db", "upgrade"],
        ["user", "add", "ida", "--password-stdin"],
        ["run", "page.html"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "worker", *command],
            cwd=tmp_path,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(Path.cwd()),
                "WINNOW_DATABASE_URL": f"sqlite:///{home / 'winnow.db'}",
                "WINNOW_MODEL_DIR": str(home / "models"),
            },
            input=b"a long and private password\n",
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    found = modes(home)
    assert "winnow.db" in found
    assert {mode[4:] for mode in found.values()} == {"------"}, found
