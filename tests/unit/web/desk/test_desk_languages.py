"""Which language a browser gets, and how each writes numbers, moments and spans."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.web.desk import formats
from worker.web.desk.languages import LANGUAGES, preferred
from worker.web.desk.safe_text import plain
from worker.web.desk.speech import Speech, speak
from worker.web.desk.time_zones import time_zones

MOMENT = datetime(2026, 11, 30, 14, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _spoken_english_afterwards() -> Iterator[None]:
    yield
    speak(Speech())


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-US,en;q=0.5", "en"),
        ("nl, fr;q=0.3, es;q=0.7", "es"),
        ("zh-TW", "zh-Hans"),
        ("ZH-CN , en;q=0.1", "zh-Hans"),
        ("ar;q=0, ja", "ja"),
        ("*", "en"),
        ("ru;q=x, en;q=0.1", "en"),
        ("tlh", "en"),
    ],
)
def test_a_browser_gets_the_language_that_it_likes_best(accepted: str, tag: str) -> None:
    assert preferred(accepted).tag == tag


@given(st.text(max_size=2000))
def test_whatever_a_browser_sends_some_language_is_spoken(accepted: str) -> None:
    assert preferred(accepted).tag in LANGUAGES


def test_languages_name_themselves_and_their_direction() -> None:
    assert {one.name for one in LANGUAGES.values()} >= {
        "English",
        "Deutsch",
        "français",
        "русский",
        "العربية",
        "日本語",
    }
    assert [one.tag for one in LANGUAGES.values() if one.direction == "rtl"] == ["ar"]


def said(tag: str, zone: str | None = None) -> dict[str, str]:
    speak(Speech(LANGUAGES[tag], ZoneInfo(zone) if zone else None))
    return {
        "number": formats.number(1234567),
        "decimal": formats.decimal(0.5, 2, signed=True),
        "percent": formats.percent(0.125, 1),
        "moment": formats.moment(MOMENT),
        "day": formats.day(date(2026, 3, 1)),
        "age": formats.age(7200),
    }


def test_english_writes_them_so() -> None:
    assert said("en") == {
        "number": "1,234,567", "decimal": "+0.50", "percent": "12.5%", "moment": "30 Nov 2026, 14:05 UTC",
        "day": "1 Mar 2026", "age": "2 hours",
    }  # fmt: skip


def test_german_writes_them_so_by_the_clock_in_berlin() -> None:
    assert said("de", "Europe/Berlin") == {
        "number": "1.234.567", "decimal": "+0,50", "percent": "12,5\u00a0%", "moment": "30. Nov. 2026, 15:05",
        "day": "1. März 2026", "age": "2 Stunden",
    }  # fmt: skip


def test_what_was_written_before_gives_no_number_its_sign() -> None:
    speak(Speech(LANGUAGES["en"]))
    assert [formats.decimal(shift, 2, signed=True) for shift in (-0.001, 0.001, -0.01)] == ["+0.00", "+0.00", "-0.01"]


def test_a_zone_moves_the_day_too() -> None:
    speak(Speech(LANGUAGES["ja"], ZoneInfo("Asia/Tokyo")))
    assert formats.moment(datetime(2026, 11, 30, 20, 0, tzinfo=UTC)) == "2026年12月1日 5:00"
    # The same moment, told by another clock.
    elsewhere = datetime(2026, 12, 1, 5, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert formats.moment(elsewhere) == formats.moment(elsewhere.astimezone(UTC))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_that_is_written_hides(tag: str) -> None:
    speak(Speech(LANGUAGES[tag], ZoneInfo("Africa/Cairo")))
    written = [*said(tag).values(), formats.since(datetime.now(UTC) - timedelta(days=3)), formats.short_day(MOMENT)]
    assert [text for text in written if plain(text) != text] == []


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(None, "–"), (0, "0 seconds"), (1, "1 second"), (3599, "59 minutes"), (7200, "2 hours"), (9e4, "1 day")],
)
def test_spans_are_told_in_their_largest_unit(seconds: float | None, written: str) -> None:
    assert formats.age(seconds) == written


def test_a_text_that_is_no_moment_stays_as_it_is() -> None:
    assert formats.moment("on Sunday") == "on Sunday"
    assert formats.moment(None) == formats.NONE
    assert formats.moment("2026-11-30T14:05:00+00:00") == formats.moment(MOMENT)


def test_zones_are_places() -> None:
    assert {"Europe/Berlin", "Asia/Tokyo", "America/Argentina/Ushuaia"} <= set(time_zones())
    assert not {"UTC", "Etc/GMT+5", "EST"} & set(time_zones())
