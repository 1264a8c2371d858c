"""Whose past a comment has, and what the model sees of it."""

import numpy as np
import pytest

from classifiers.features.history import Past, author_key, past_columns, text_key
from classifiers.types import Earlier, History

SITE = "orchard.example"
LONG = "The pears of the second harvest are the sweeter ones."


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("ida", "ida.example"),
        (" Ida ", "https://www.ida.example/"),
        ("IDA", "http://ida.example/a/post?page=2"),
        ("Ｉｄａ", "ida.example"),  # full width
    ],
)
def test_one_author_in_many_spellings(name: str, address: str) -> None:
    assert author_key(name, address, SITE) == author_key("Ida", "https://ida.example", SITE) is not None


@pytest.mark.parametrize(
    ("name", "address", "site"),
    [
        ("Ida", None, SITE),
        (None, "ida.example", SITE),
        ("Ida", "ida.example", None),
        ("Anonymous", "ida.example", SITE),
        ("匿名", "ida.example", SITE),
        ("Ida", "https://www.orchard.example/", SITE),  # whoever signs for the site
        ("Ida", "https://facebook.com", SITE),  # the front page of a network
        ("Ida", "https://bit.ly/3xYz", SITE),
        ("Ida", "mailto:", SITE),
        (" ", "ida.example", SITE),
    ],
)
def test_nobody_in_particular_has_no_past(name: str | None, address: str | None, site: str | None) -> None:
    assert author_key(name, address, site) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://mastodon.social/@ida", "https://mastodon.social/@ola"),
        ("https://facebook.com/ida.pear", "https://facebook.com/ola.pear"),
        ("https://orchard.example/people/ida", "https://orchard.example/people/ola"),
        ("mailto:ida@mail.example", "mailto:ola@mail.example"),
        ("ida.example", "ola.example"),
    ],
)
def test_two_homes_are_two_authors(one: str, other: str) -> None:
    keys = {author_key("Ida", address, SITE) for address in (one, other)}
    assert len(keys) == 2
    assert None not in keys
    assert author_key("Ida", one, "other.example") not in keys


def test_short_texts_are_said_by_many() -> None:
    assert text_key("Thank you very much!", SITE) is None
    assert text_key(LONG, None) is None
    assert text_key(LONG, SITE) == text_key(f"  {LONG.upper()}\n", SITE) is not None
    assert text_key("나무에서 딴 배가 정말 달고 맛있었어요", SITE) is not None


def test_keys_fit_a_signed_integer() -> None:
    keys = [author_key(f"Ida {n}", "ida.example", SITE) for n in range(200)]
    assert len(set(keys)) == 200
    assert all(0 <= (key or 0) < 2**63 for key in keys)


def test_what_is_not_known_is_zero() -> None:
    assert not past_columns([None, History()]).any()
    [row] = past_columns([History(text=Earlier(2, 2, 3.0, 2))])
    assert not row[: Past.HAS_TEXT].any()
    assert row[Past.HAS_TEXT] == 1


def test_a_mean_says_more_the_more_comments_it_is_of_and_no_more_than_so_much() -> None:
    rows = past_columns([History(Earlier(count, 1, mean, 0)) for count, mean in ((1, 4.0), (30, 4.0), (30, 400.0))])
    assert 0 < rows[0, Past.AUTHOR_SCORE] < rows[1, Past.AUTHOR_SCORE] < rows[2, Past.AUTHOR_SCORE] <= 6
    assert np.isfinite(rows).all()
