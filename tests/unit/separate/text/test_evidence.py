"""How much the labeller must find before lines without any cue are taken for comments."""

import numpy as np
import pytest

from worker.separate.text.separation import _is_plain


@pytest.mark.parametrize(
    ("evidence", "lines", "plain"),
    [(16.0, 4, False), (16.1, 4, True), (16.1, 8, True), (20.0, 10, False), (20.1, 10, True), (199.0, 100, False)],
)
def test_evidence_is_strong_in_sum_and_line_by_line(evidence: float, lines: int, *, plain: bool) -> None:
    assert _is_plain(evidence, np.ones(lines, np.float32)) is plain


def test_lines_count_as_they_are_weighed() -> None:
    assert _is_plain(17.0, np.full(20, 0.25, np.float32))
    assert not _is_plain(17.0, np.full(20, 0.5, np.float32))
