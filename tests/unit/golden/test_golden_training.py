"""What small trainings come to stays as it was, but for what processors differ in (`make golden`)."""

from tests.golden import ROWS, TRAINED
from tests.golden.training import agree, rows


def test_what_is_prepared_and_curated_is_what_it_was() -> None:
    assert rows() == ROWS.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def test_a_small_training_comes_to_the_same_figures() -> None:
    assert agree(TRAINED.read_text(encoding="utf-8"))
