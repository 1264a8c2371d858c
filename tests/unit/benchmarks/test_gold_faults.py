"""The gold's own faults are told apart, by page: days of change or of no page, and comments that were left out."""

import pytest

from benchmarks.gold_days import ABSENT, OF_CHANGE, days, fault_of
from benchmarks.left_out import FEATURED, LEFT_OUT, READERS, false_sections

TEXT = "<p>The harbour froze over in the night, and the boats lay still until noon.</p>"


def declared(published: str, changed: str) -> str:
    return (
        f"<meta property='article:published_time' content='{published}T08:00:00Z'>"
        f"<meta property='article:modified_time' content='{changed}T09:00:00Z'>"
    )


@pytest.mark.parametrize(
    ("html", "gold", "found", "fault"),
    [
        (declared("2023-02-01", "2024-05-17"), "2024-05-17", "2023-02-01", OF_CHANGE),
        (declared("2023-02-01", "2024-05-17"), "2024-05-17", "2019-01-01", None),  # what was found is at fault
        (declared("2023-02-01", "2024-05-17"), "2024-05-17", "", None),
        (f"<p>May 17, 2024</p>{TEXT}", "2024-05-17", "2019-01-01", None),
        (TEXT, "2024-05-17", "2019-01-01", ABSENT),
        (TEXT, "2024-05-17", "", ABSENT),
    ],
)
def test_a_days_fault(html: str, gold: str, found: str, fault: str | None) -> None:
    assert fault_of(html, gold, found) == fault


def test_days_are_counted_with_and_without_the_golds_faults() -> None:
    rows = [
        {"id": "right", "html": TEXT, "date": "2024-05-17"},
        {"id": "absent", "html": TEXT, "date": "2024-05-18"},
        {"id": "missed", "html": f"<p>May 17, 2024</p>{TEXT}", "date": "2024-05-17"},
        {"id": "undated", "html": TEXT, "date": None},
    ]
    found = days(rows, {"right": {"published": "2024-05-17T10:00:00"}, "absent": {"published": None}, "missed": {}})

    assert (found.named, found.wrong, found.untold, dict(found.faults)) == (3, 0, 2, {"absent": ABSENT})
    assert "Without those 0.500 are right" in found.told()
    assert days(rows[:1], {"right": {"published": "2024-05-17"}}).told() == ""


def test_pages_that_were_read_again_are_no_false_sections() -> None:
    readers, featured = (next(page for page, what in LEFT_OUT.items() if what == kind) for kind in (READERS, FEATURED))
    found = false_sections([readers, featured, "one", "two", "three"], {readers, featured, "two"})

    assert found.share == 1 / 3
    assert f"`{readers}` {READERS}" in found.told()
    assert "Without those: 0.333" in found.told()
    assert false_sections(["one"], {"one"}).told() == ""
    assert false_sections([], set()).share is None
