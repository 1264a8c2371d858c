"""What of the labels is learnt from, and what is left out."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.data.curation import _level, curate
from classifiers.data.datasets import Example
from classifiers.data.near_duplicates import keys
from classifiers.types import Comment, Label
from tests.labelled import examples

LONG = (
    "We walked along the river until the rain began, and then we sat in the mill and drank hot milk until it was dark"
)


def example(text: str, label: Label = Label.SPAM, *, by: str = "ida", author: str | None = None) -> Example:
    return Example(Comment(text, author=author), label, "site", by=by)


def test_the_same_comment_counts_once_however_it_is_disguised() -> None:
    found = curate([example("Cheap slots here"), example("CHEAP  slots here"), example("Cheap sl0ts h\u200bere")])
    assert (len(found.examples), found.duplicates, found.read) == (1, 2, 3)


@pytest.mark.parametrize(
    "copy",
    [
        LONG.replace("milk", "cider"),
        LONG + " http://win.example/77",
        LONG.replace("We", "My 3 sisters"),
        LONG.replace("river", "lane"),
    ],
)
def test_a_near_copy_is_a_copy(copy: str) -> None:
    assert len(curate([example(LONG, author="Eva"), example(copy, author="Tom")]).examples) == 1


def test_texts_of_one_kind_are_no_copies() -> None:
    rows = examples(300)
    assert len(curate(rows).examples) > 0.98 * len(rows)


def test_short_texts_are_copies_only_where_the_author_is_the_same() -> None:
    found = curate([example("Thank you!", author="Eva"), example("Thank you!", author="Tom")])
    assert len(found.examples) == 2


def test_a_conflict_is_listed_and_teaches_nothing() -> None:
    rows = [example("Is it spam?", Label.HAM, by="ida"), example("Is it spam?", Label.SPAM, by="jan"), example("Other")]
    found = curate([replace(one, origin=f"comment {at}") for at, one in enumerate(rows)])
    assert [one.comment.text for one in found.examples] == ["Other"]
    assert (found.conflicts, found.disputed) == (("comment 1",), 1)


def test_near_copies_under_another_label_stay_apart() -> None:
    found = curate([example(LONG, Label.HAM, author="Eva"), example(LONG + " again", Label.SPAM, author="Win slots")])
    assert {one.label for one in found.examples} == set(Label)


def test_no_reviewer_outvotes_the_others() -> None:
    many, few = examples(400, by="ida"), examples(120, by="jan", seed=1)
    found = curate([*many, *few])
    counts = {name: sum(one.by == name for one in found.examples) for name in ("ida", "jan")}
    assert counts["ida"] == counts["jan"] > 200
    assert found.capped > 500


def test_a_few_labels_of_another_silence_nobody() -> None:
    found = curate([*examples(90, by="ida"), *examples(2, by="jan", seed=1)])
    assert sum(one.by == "ida" for one in found.examples) > 170


def test_a_flood_is_one_label_and_is_counted() -> None:
    flood = [example(f"{LONG} {n}", author=f"Reader {n}") for n in range(200)]
    found = curate([*flood, *examples(20, by="jan")])
    assert [one.copies for one in found.floods] == [199]
    assert sum(one.by == "ida" for one in found.examples) == 1


def test_memory_is_bounded_and_everybody_is_heard() -> None:
    rows = [*examples(400, by="ida"), *examples(30, by="jan", seed=1)]
    found = curate(rows, most=200)
    assert found.sampled + found.duplicates == 860 - 200
    assert len(found.examples) == 200
    assert sum(one.by == "jan" for one in found.examples) > 50
    short = curate(rows, most_chars=50_000)
    assert sum(len(one.comment.text) for one in short.examples) < 62_500


def test_the_seed_chooses_and_the_same_seed_chooses_the_same() -> None:
    rows = examples(200)
    assert curate(rows, seed=1, most=50) == curate(rows, seed=1, most=50)
    assert curate(rows, seed=1, most=50).examples != curate(rows, seed=2, most=50).examples
    assert curate(rows).digest != curate(rows[1:]).digest


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(0, 120))
def test_the_level_fits_and_wastes_nothing(sizes: list[int], room: int) -> None:
    level = _level(sizes, room)
    assert sum(min(size, level) for size in sizes) <= room or sum(sizes) <= room
    if sum(sizes) > room:
        assert sum(min(size, level + 1) for size in sizes) > room


@settings(max_examples=30)
@given(st.lists(st.text(max_size=80), max_size=20))
def test_keys_do_not_depend_on_the_neighbours(texts: list[str]) -> None:
    together = keys([Comment(text) for text in texts])
    assert together == [keys([Comment(text)])[0] for text in texts]
