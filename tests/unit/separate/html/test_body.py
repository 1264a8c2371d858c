"""Which blocks of a page are the article's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.separate.html.blocks import makes
from worker.separate.html.body import AGREEMENT, agreed, best_cut
from worker.separate.html.platforms import NAMES
from worker.separate.html.tree import read_tree

BLOCKS = st.lists(st.tuples(st.floats(0, 1, width=32), st.integers(0, 3), st.integers(0, 500)), min_size=1, max_size=40)


def test_blocks_of_one_make_have_boxes_of_one_tag_and_name() -> None:
    page = (
        "<div class='story'><p>One.</p><p>Two.</p><p class='credit'>Three.</p></div>"
        "<div class='aside'><p>Four.</p></div><div class='story'><p>Five <b>bold</b> words.</p></div>"
    )

    assert makes(read_tree(page, NAMES)).tolist() == [0, 0, 1, 2, 0]


@given(BLOCKS)
def test_agreement_keeps_probabilities_and_what_no_other_block_speaks_to(blocks: list[tuple[float, int, int]]) -> None:
    likely, make, size = (np.array(column) for column in zip(*blocks, strict=True))
    make = np.unique(make, return_inverse=True)[1]
    drawn = agreed(likely.astype(np.float32), make, size.astype(np.float64))

    assert ((drawn >= -1e-6) & (drawn <= 1 + 1e-6)).all()
    alone = [at for at, number in enumerate(make.tolist()) if make.tolist().count(number) == 1]
    assert drawn[alone] == pytest.approx(likely[alone], abs=1e-5)


def test_a_doubtful_block_is_drawn_towards_the_many_like_it() -> None:
    likely = np.array([0.3, 0.9, 0.9, 0.3], dtype=np.float32)
    drawn = agreed(likely, np.array([0, 0, 0, 1]), np.array([100.0, 100.0, 100.0, 100.0]))

    assert drawn.tolist() == pytest.approx([0.3 + AGREEMENT * 0.4, 0.9 - AGREEMENT * 0.2, 0.9 - AGREEMENT * 0.2, 0.3])


def test_the_cut_takes_what_gains_more_than_it_risks() -> None:
    likely = np.array([0.95, 0.9, 0.3, 0.05], dtype=np.float32)

    assert best_cut(likely, np.array([100.0, 100.0, 100.0, 100.0])) == pytest.approx(0.9)
    assert best_cut(np.array([0.3, 0.3], dtype=np.float32), np.array([10.0, 10.0])) == pytest.approx(0.3)
