"""Where Python can't set Winnow up, make says in one line what mends it."""

import subprocess
import sys
from pathlib import Path

from tests.deployment import ROOT

SCRIPT = ROOT / "scripts" / "check-python.sh"


def check(python: Path | str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        ["/bin/sh", SCRIPT, python],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_a_whole_python_passes_in_silence() -> None:
    assert check(sys.executable) == (0, "")


def test_a_missing_python_is_named() -> None:
    code, said = check("python9")
    assert code == 1
    assert "no python9 here" in said
    assert "apt-get install python3 python3-venv" in said


def test_an_incomplete_venv_gets_its_package(tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError('Debian ships it apart')\n")
    code, said = check(sys.executable, PYTHONPATH=str(tmp_path))
    assert (code, said) == (1, "This Python has no complete venv module. On Debian: apt-get install python3-venv\n")


def test_an_old_python_is_named_with_its_version(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    code, said = check(old)
    assert code == 1
    assert "Python 3.9.2" in said
    assert "make PYTHON=python3.11" in said
