"""The quarantine as a process: whatever a page does to it, there is an outcome with the class of its end."""

import sys
from pathlib import Path

import pytest

from worker.domain import ClaimedArticle, Failed, Format, Processed, Source
from worker.errors import UnavailableError
from worker.reasons import Reason
from worker.work.quarantine import Quarantine

FAULTY = (sys.executable, "-m", "tests.faults")


def article(text: str) -> ClaimedArticle:
    return ClaimedArticle(id=7, attempt=5, source=Source(raw=text.encode(), format=Format.TEXT, title="Pears \N{PEAR}"))


def quarantine(folder: Path, *command: str, time_limit_s: int = 2) -> Quarantine:
    return Quarantine(command or FAULTY, time_limit_s, 2_000_000_000, folder / "models")


def test_a_page_that_is_well_alone_is_processed(tmp_path: Path) -> None:
    text = "Pears\n\nA good year.\n\nComments\n\nAnn says:\nMarch 1, 2026 at 9:00 am\n\nI like them."
    outcome = quarantine(tmp_path, sys.executable, "-m", "worker.work.quarantined", time_limit_s=20).process(
        article(text)
    )
    assert isinstance(outcome, Processed)
    assert [judged.comment.author for judged in outcome.comments] == ["Ann"]
    assert outcome.model


CLASSES = {
    "hang": Reason.TIMEOUT,
    "segv": Reason.CRASH,
    "greed": Reason.MEMORY,
    "recursion": Reason.CRASH,
    "exit": Reason.CRASH,
}


@pytest.mark.parametrize("fault", CLASSES)
def test_a_page_that_ends_its_process_has_the_class_of_that_end(fault: str, tmp_path: Path) -> None:
    outcome = quarantine(tmp_path).process(article(f"FAULT:{fault}. It is planted."))
    assert isinstance(outcome, Failed)
    assert (outcome.id, outcome.reason) == (7, CLASSES[fault]), outcome.message


def test_a_quarantine_that_never_read_its_page_blames_nobody(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="exit code 3"):
        quarantine(tmp_path, sys.executable, "-c", "raise SystemExit(3)").process(article("Body."))
    with pytest.raises(UnavailableError, match="can't be started"):
        quarantine(tmp_path, str(tmp_path / "none")).process(article("Body."))


def test_a_registry_that_is_damaged_costs_no_article(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "aliases.json").write_text("{broken")
    assert isinstance(quarantine(tmp_path, time_limit_s=20).process(article("Body.")), Processed)
