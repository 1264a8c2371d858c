"""The tutorial as it stands: its commands are run in order, and print what it says."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.process import CHECKOUT

BLOCKS = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Getting Winnow needs the network and minutes; the tests have it already.
SETTING_UP = "make setup"


@pytest.mark.timeout(240)
def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    page = (CHECKOUT / "docs" / "tutorial.md").read_text()
    found = [(kind, text) for kind, text in BLOCKS.findall(page) if SETTING_UP not in text]
    said = ""
    for kind, text in found:
        if kind == "sh":
            said = run(text, tmp_path)
        else:
            assert re.fullmatch(expected(text), said), f"it says:\n{said}\ninstead of:\n{text}"
    assert [kind for kind, _ in found].count("text") == 4


def run(script: str, folder: Path, settings: Mapping[str, str] = MappingProxyType({})) -> str:
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "COLUMNS": "120",
        "OMP_NUM_THREADS": "1",
        **settings,
    }
    done = subprocess.run(
        ["bash", "-e", "-u", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def expected(text: str) -> str:
    """Runs of blanks are one; "..." is anything, a line of it any lines."""
    lines = []
    for line in text.splitlines():
        if line == "...":
            lines.append(r"(?:.*\n)*?")
        else:
            words = re.split(r" +", line)
            lines.append(" *".join(".*" if word == "..." else re.escape(word) for word in words) + r" *\n")
    return "".join(lines)
