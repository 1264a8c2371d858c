"""Context of a page from first-stage scores."""

import numpy as np

from classifiers.features.neighbours import LOWERED, NEIGHBOUR_NAMES, RAISED, most_moved, neighbour_columns

SCORES = np.array([[3.0, 0, 0, 0, 0], [-1.0, 0, 0, 0, 0], [2.0, 1.0, 0, 0, 0], [5.0, 0, 0, 0, 0]])


def test_a_comment_is_left_out_of_its_own_context():
    rows = neighbour_columns(SCORES, [slice(0, 3)])
    named = dict(zip(NEIGHBOUR_NAMES, rows.T, strict=True))
    assert named["mean_text"][:3].tolist() == [0.5, 2.5, 1.0]
    assert named["mean_score"][:3].tolist() == [1.0, 3.0, 1.0]
    assert named["share_spam"][:3].tolist() == [0.5, 1.0, 0.5]
    assert named["greatest_score"][:3].tolist() == [3.0, 3.0, 3.0]


def test_who_stands_alone_has_no_context():
    assert not neighbour_columns(SCORES, [slice(3, 4)]).any()
    assert not neighbour_columns(SCORES, []).any()


def test_the_order_on_a_page_changes_nothing():
    forth, back = neighbour_columns(SCORES, [slice(0, 4)]), neighbour_columns(SCORES[::-1], [slice(0, 4)])
    assert np.allclose(forth, back[::-1])


def test_one_outlier_counts_for_no_more_than_a_sure_one():
    wild = SCORES.copy()
    wild[0, 0] = 1e6
    assert neighbour_columns(wild, [slice(0, 4)])[1:, 1].max() <= 4


def test_few_neighbours_move_little_and_none_nothing():
    def moved(count):
        scores = np.zeros((count, 5))
        lowered, raised = most_moved(neighbour_columns(scores, [slice(0, count)]))
        return lowered[0], raised[0]

    assert moved(1) == (0, 0)
    four, many = moved(5), moved(400)
    assert np.allclose(four, (LOWERED / 2, RAISED / 2))
    assert many[0] < LOWERED
    assert np.allclose(many, (LOWERED, RAISED), rtol=0.02)
