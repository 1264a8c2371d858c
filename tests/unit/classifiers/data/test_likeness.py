"""Near-duplicates by their sketches."""

from hypothesis import given
from hypothesis import strategies as st

from classifiers.data.likeness import BANDS, alike, bands, pack, sketches, unpack

LONG = (
    "Our oak ladders reach every corner of your house at half the price with free delivery until the end of the week, "
    "so order now and tell your neighbours about it"
)


def one(text: str):  # type: ignore[no-untyped-def]
    [found] = sketches([text])
    return found


def test_copies_with_another_number_or_disguise_are_alike() -> None:
    for changed in (f"{LONG} 17", LONG.upper(), LONG.replace("oak", "o\u200bak"), f"{LONG}!!!", LONG.replace("e", "е")):
        assert alike(one(LONG), one(changed)), changed
        assert set(bands(one(LONG))) & set(bands(one(changed)))


def test_other_texts_are_not() -> None:
    other = "The keeper climbs forty steps each Monday, winds the clock by hand, and writes the temperature on the wall"
    assert not alike(one(LONG), one(other))
    assert not set(bands(one(LONG))) & set(bands(one(other)))


def test_too_short_a_text_has_no_sketch() -> None:
    assert sketches(["Thanks for this!", "", "word " * 50]) == [None, None, None]


@given(st.lists(st.text(max_size=200), max_size=6))
def test_a_sketch_depends_on_its_text_alone(texts: list[str]) -> None:
    together = sketches(texts)

    assert len(together) == len(texts)
    for text, found in zip(texts, together, strict=True):
        alone = one(text)
        assert (alone is None) == (found is None)
        if found is not None:
            assert found.tolist() == alone.tolist() == unpack(pack(found)).tolist()
            assert len(bands(found)) == BANDS
            assert all(-(2**63) <= band < 2**63 for band in bands(found))
