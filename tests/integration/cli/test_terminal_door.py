"""Strangers' text on a terminal: it is shown, and moves nothing; and nobody prints past the door."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.process import CHECKOUT, environment
from worker.cli.terminal import line_of, plain

# A title (OSC), the cursor's place (CSI), a red in one character (C1), a bell, a turned direction.
ACTS = "\x1b]0;OWNED\x07 \x1b[6n \x9b31m \x9d0;OWNED\x9c \u202e \u2028"
PLANTED = ("\x1b]0;", "\x1b[6n", "\x9b", "\x9d", "\x07", "\u202e", "\u2028")
RUN = ("run", "in.jsonl")
COMMANDS = (
    ("export",),
    ("label", "conflicts"),
    ("label", "conflicts", "--json"),
    ("label", "export"),
    ("label", "export", "--csv"),
    ("dead", "list"),
    ("dead", "list", "--json"),
    ("dead", "show", "3"),
    ("dead", "show", "3", "--raw"),
    ("status",),
)


# Between what two commands show.
BETWEEN = "=" * 9
# One process for many commands: each would take its seconds to begin.
SCRIPT = f"""
import json, sys
from worker.cli import app
for arguments in json.loads(sys.argv[1]):
    try:
        app(arguments, standalone_mode=False)
    except SystemExit:
        pass
    sys.stdout.flush()
    print({BETWEEN!r}, flush=True)
"""


def on_terminal(folder: Path, *commands: tuple[str, ...]) -> list[str]:
    """Run commands whose output and errors are a terminal's; return all that each of them let reach it."""
    ours, theirs = pty.openpty()
    given = environment(folder, database_url=f"sqlite:///{folder}/here.db", broker_url="redis://127.0.0.1:1/0")
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, json.dumps(commands)], cwd=folder,
        env={**given, "TERM": "xterm", "COLUMNS": "300"},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown = b"".join(iter(lambda: _read(ours), b""))
    process.wait(60)
    os.close(ours)
    return shown.decode().split(BETWEEN)[: len(commands)]


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # its end has closed
        return b""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[tuple[str, ...], str]]:
    """A folder with a database of hostile articles, and what each command showed of them."""
    folder = tmp_path_factory.mktemp("hostile")
    comments = [{"text": f"=1+1 {ACTS} pears {number}", "author": f"Ida {ACTS}"} for number in range(2)]
    rows = [
        {"title": f"Title {ACTS}", "id": f"one {ACTS}", "comments": comments},
        {"id": f"two {ACTS}", "url": "https://mill.example/2", "comments": comments},
        {"id": f"three {ACTS}", "text": " "},
    ]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    labels = [("label", comment, "spam", "--by", f"a{ACTS}") for comment in ("1", "2")]
    commands = (RUN, *labels, ("label", "1", "ham", "--by", f"b{ACTS}"), *COMMANDS)
    return folder, dict(zip(commands, on_terminal(folder, *commands), strict=True))


def acting(shown: str) -> list[str]:
    return [planted for planted in PLANTED if planted in shown]


def test_what_a_command_shows_is_inert(hostile: tuple[Path, dict[tuple[str, ...], str]]) -> None:
    _, shown = hostile
    assert {command: acting(one) for command, one in shown.items() if acting(one)} == {}
    assert all(shown[command].strip() and "Traceback" not in shown[command] for command in COMMANDS)


def test_what_a_command_shows_is_whole(hostile: tuple[Path, dict[tuple[str, ...], str]]) -> None:
    _, shown = hostile
    assert r"Title \x1b]0;OWNED\x07" in shown[RUN]
    assert "dead: EMPTY" in shown[RUN]
    assert r"\x9b31m" in shown["label", "conflicts"]
    rows = [json.loads(line) for line in shown[("export",)].split("\r\n") if line.strip()]
    assert {ACTS.split(maxsplit=1)[0] in one["text"] for article in rows for one in article["comments"]} == {True}
    assert "'=1+1" in shown["label", "export", "--csv"]


def test_a_pipe_gets_the_very_bytes(hostile: tuple[Path, dict[tuple[str, ...], str]]) -> None:
    folder, _ = hostile
    given = environment(folder, database_url=f"sqlite:///{folder}/here.db", broker_url="redis://127.0.0.1:1/0")
    command = [sys.executable, "-m", "worker", "export"]
    piped = subprocess.run(command, cwd=folder, env=given, capture_output=True, check=True).stdout
    assert "\x9b31m".encode() in piped


def test_text_stays_as_people_write_it() -> None:
    for text in ("café naïve", "שלום עולם", "日本語", "a\u00a0b", "👍🏽", "two\nlines\tand a tab"):
        assert plain(text) == text
    assert line_of("one\n two\r\nthree\x1b", 20) == r"one two three\x1b"


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("import typer\n\ntyper.echo('a')\n", "TID251"),
        ("from typer import echo\n\necho('a')\n", "TID251"),
        ("import click\n\nclick.secho('a')\n", "TID251"),
        ("print('a')\n", "T201"),
        ("import sys\n\nsys.stdout.write('a')\n", "TID251"),
        ("from rich.console import Console\n\nConsole()\n", "TID251"),
        ("from rich.table import Table\n\nTable()\n", "TID251"),
        ("import csv\n\ncsv.writer([])\n", "TID251"),
        ("from csv import DictWriter\n\nDictWriter([], [])\n", "TID251"),
    ],
)
def test_lint_lets_nobody_past_the_doors(code: str, rule: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise"]
    found = subprocess.run(
        [*command, "--stdin-filename", "worker/cli/planted.py", "-"],
        cwd=CHECKOUT, input=code, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert rule in found.stdout
