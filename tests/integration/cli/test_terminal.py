"""On a terminal: messages above the bar, a summary in place of ids, and Ctrl-C that says how things stand."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.process import environment

PATIENCE_S = 300.0
NO_BROKER = "redis://127.0.0.1:1/0"
# What moves the cursor or colours: what is left is what somebody reads, with the line that a bar takes back.
CONTROLS = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, folder: Path, *arguments: str, stdin: int | None = None, **settings: str) -> None:
        self._ours, theirs = pty.openpty()
        given = environment(folder, database_url=f"sqlite:///{folder}/here.db", **settings)
        command = [sys.executable, "-m", "worker", *arguments]
        self.process = subprocess.Popen(
            command, cwd=folder, env={**given, "TERM": "xterm-256color", "COLUMNS": "200"},
            stdin=theirs if stdin is None else stdin, stdout=theirs, stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.shown = b""
        self._readable = select.poll()  # where the tests before have left many files open, select() can't
        self._readable.register(self._ours, select.POLLIN)

    def read_until(self, true: Callable[[bytes], bool]) -> str:
        """Read what it shows until that is so, or it has ended."""
        deadline = time.monotonic() + PATIENCE_S
        while not true(self.shown):
            assert time.monotonic() < deadline, self.shown.decode()
            if self._readable.poll(200):  # milliseconds
                try:
                    self.shown += os.read(self._ours, 65536)
                except OSError:  # its end has closed
                    break
            elif self.process.poll() is not None:
                break
        return CONTROLS.sub(b"", self.shown).decode()

    def end(self) -> tuple[int, str]:
        shown = self.read_until(lambda _: False)
        code = self.process.wait(PATIENCE_S)
        os.close(self._ours)
        return code, shown


MANY = 40_000


def articles(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"{number}.txt").write_text(f"The tide table, part {number}, for those who sail.")


def test_messages_stand_on_lines_of_their_own_and_submit_sums_up(tmp_path: Path) -> None:
    articles(tmp_path, 3)
    (tmp_path / "broken.jsonl").write_text("{broken\n" * 40)
    names = [f"{number}.txt" for number in range(3)]
    code, shown = Terminal(tmp_path, "submit", *names, "broken.jsonl", broker_url=NO_BROKER).end()
    assert code == 75
    messages = [line for line in re.split(r"[\r\n]+", shown) if "broken.jsonl" in line]
    assert len(messages) == 40
    assert all(line.startswith("winnow: broken.jsonl:") and "submitted" not in line for line in messages)
    assert "43 articles: 3 new, 40 refused" in shown


def test_ctrl_c_says_what_is_stored_and_the_same_command_goes_on(tmp_path: Path) -> None:
    lines = [f'{{"id": "{number}", "text": "The tide table, part {number}."}}\n' for number in range(MANY)]
    # A pipe that stays open has no end: however busy the machine is, the command is at work when it is interrupted.
    coming, ours = os.pipe()
    terminal = Terminal(tmp_path, "submit", "-", stdin=coming, broker_url="memory://")
    os.close(coming)
    with os.fdopen(ours, "w") as pipe:
        pipe.writelines(lines[: MANY // 2])
        pipe.flush()
        terminal.read_until(lambda shown: re.search(rb"submitted: [1-9]", shown) is not None)
        terminal.process.send_signal(signal.SIGINT)
        code, shown = terminal.end()
    (tmp_path / "in.jsonl").write_text("".join(lines))
    assert code == 130
    [stored] = re.findall(r"winnow: ([\d,]+) articles are stored, the rest is not; the same command goes on", shown)
    assert "Traceback" not in shown
    code, shown = Terminal(tmp_path, "submit", "in.jsonl", broker_url="memory://").end()
    assert code == 0
    assert f"{int(stored.replace(',', '')):,} unchanged" in shown
    assert f"{MANY:,} articles" in shown
