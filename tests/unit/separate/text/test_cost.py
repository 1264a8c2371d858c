"""What reading a text takes grows with its length: of what `make fuzz-cost` found, and of what is like it."""

import time

import pytest

from worker.domain import Format, Page
from worker.separate.text.separation import separate_text

# Each looks like a comment's beginning again and again, and is none.
UNITS = (
    "2024-01-01T00eavea reply\n",
    "Ann Lee 2024-01-01 9:41\n",
    "Comments\nReply\n",
    "Comments\nhm, yes.\nAnn says:\n",
    "• Ann Lee\ntext here goes.\n",
    "• Ann\n",
    "by\nAnn\n1/2/26\n",
)


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_text_made_of_signs_is_read_in_linear_time(unit: str) -> None:
    def seconds(lines: int) -> float:
        text, best = Page(content=unit * (lines // unit.count("\n")), format=Format.TEXT), float("inf")
        for _ in range(2):
            start = time.process_time()
            separate_text(text)
            best = min(best, time.process_time() - start)
        return best

    seconds(100)  # tables are made once
    assert seconds(4_000) < 12 * seconds(1_000) + 0.5  # quadratic would be 16 times and more
