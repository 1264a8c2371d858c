"""The commit hook: a subject that a log shows whole."""

import subprocess
from pathlib import Path

import pytest

from tests.deployment import ROOT


def check(message: str, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "COMMIT_EDITMSG"
    file.write_text(message, encoding="utf-8")
    command = ["sh", str(ROOT / "scripts" / "check-subject.sh"), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "message",
    ["Move the rooms\n\nA body.\n", f"{'x' * 72}\n", f"{'ü' * 72}\n", "# a comment\nMove the rooms\n"],
    ids=["short", "72 letters", "72 letters of two bytes", "below a comment"],
)
def test_a_subject_of_at_most_72_characters_passes(message: str, tmp_path: Path) -> None:
    assert check(message, tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("message", "says"),
    [(f"{'x' * 73}\n", "73 characters"), ("Move the rooms.\n", "full stop"), ("\n\nbody\n", "empty")],
    ids=["long", "full stop", "empty"],
)
def test_another_is_refused_and_told_what_to_do(message: str, says: str, tmp_path: Path) -> None:
    done = check(message, tmp_path)
    assert done.returncode == 1
    assert says in done.stderr
