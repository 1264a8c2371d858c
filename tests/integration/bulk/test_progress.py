"""How a bulk run is seen: a bar on a terminal, a line a minute in a pipe."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.integration.bulk.corpus import crawl
from tests.integration.cli.test_terminal import Terminal
from tests.process import environment
from worker.cli.bulk_progress import LINE_S, Shown
from worker.operations.bulk.counts import Counts
from worker.operations.bulk.run import Begun

RATES = r"[\d,]+ pages/s, [\d,]+ comments/s, 50\.0% spam"
SOME = Counts(pages=4, comments=8, verdicts=Counter(spam=4, allow=4))


def test_a_terminal_shows_shards_rates_and_the_time_that_is_left(tmp_path: Path) -> None:
    inputs = [crawl(tmp_path / f"{number}.warc.gz", 40).name for number in range(3)]
    code, shown = Terminal(tmp_path, "bulk", *inputs, "--out", "corpus", "--jobs", "1").end()
    assert code == 0, shown
    assert re.search(rf"{RATES} \S+ [012]/3 (-:--:--|\d+:\d\d:\d\d)", shown), shown
    assert "winnow: 120 pages, 240 comments: 120 spam" in shown
    assert "of 3 shards: " not in shown


def test_a_pipe_gets_the_end_alone_of_a_run_of_seconds(tmp_path: Path) -> None:
    source = crawl(tmp_path / "a.warc.gz", 40)
    asked = [sys.executable, "-m", "worker", "bulk", source.name, "--out", "corpus"]
    ran = subprocess.run(
        asked, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=True, timeout=LINE_S * 10
    )
    lines = [line for line in ran.stderr.splitlines() if " of 1 shards: " not in line]  # there where a machine is slow
    assert len(lines) == 1
    assert lines[0].startswith("winnow: 40 pages, 80 comments: 40 spam, 0 for review; 40 pages in this run, ")
    assert ran.stdout == ""


def test_a_pipe_gets_a_line_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    with Shown(clock=lambda: now[0]) as shown:
        shown.begun(Begun(shards=9, done=2, refused=()))
        for second in range(0, 181, 10):
            now[0] = second
            shown.counted(SOME)
    _, *lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert all(re.fullmatch(rf"winnow: 2 of 9 shards: {RATES}", line) for line in lines)
