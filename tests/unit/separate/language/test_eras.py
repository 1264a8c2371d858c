"""Calendars beside the common one."""

from datetime import date, timedelta

import pytest

from worker.separate.language.dates import find_time, parse_time
from worker.separate.language.eras import to_gregorian


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("5 มีนาคม 2567", "2024-03-05"),
        ("25/3/2567 18:20", "2024-03-25T18:20:00"),
        ("113/02/29 21:05", "2024-02-29T21:05:00"),
        ("民國113年2月29日", "2024-02-29"),
        ("令和6年2月29日 08:15", "2024-02-29T08:15:00"),
        ("平成元年7月2日", "1989-07-02"),
        ("昭和62年7月2日", "1987-07-02"),
        ("۱۵ اسفند ۱۴۰۲", "2024-03-05"),
        ("۱۵ اسفند ۱۴۰۲ در ۶:۳۰ ب.ظ", "2024-03-05T18:30:00"),
        ("1402/12/15 18:30", "2024-03-05T18:30:00"),
        ("30 اسفند 1402", None),
        ("31 مهر 1402", None),
        ("5 tháng mười hai, 2024 lúc 7:05 tối", "2024-12-05T19:05:00"),
        ("5 Tháng Tư, 2024", "2024-04-05"),
        ("5 tháng 4, 2024", "2024-04-05"),
        ("5 Maret 2024 pukul 19.05", "2024-03-05T19:05:00"),
        ("5.3.202419:05", "2024-03-05T19:05:00"),
    ],
)
def test_reads_days_of_other_calendars_and_what_is_glued_to_them(raw, expected):
    assert parse_time(raw) == expected


@pytest.mark.parametrize(
    "raw", ["令和6年2月29日 08:15", "113/02/29 21:05", "۱۵ اسفند ۱۴۰۲", "平成元年7月2日", "5.3.202419:05"]
)
@pytest.mark.parametrize("line", ["{}", "Ada {}", "#12 · {} · Ada"])
def test_finds_them_whole_in_any_line(raw, line):
    shown = line.format(raw)
    found = find_time(shown)
    assert found is not None
    assert parse_time(shown[found[0] : found[1]]) == parse_time(raw)


@pytest.mark.parametrize("raw", ["room 114/11/03/7", "113.02.29.1", "version 113/2"])
def test_other_numbers_are_no_days_of_taiwan(raw):
    assert parse_time(raw) is None


def test_the_iranian_calendar_has_each_day_once():
    days = [
        found
        for year in range(1370, 1425)
        for month in range(1, 13)
        for day in range(1, 32)
        if (found := to_gregorian(year, month, day))
    ]
    assert days == [days[0] + timedelta(days=at) for at in range(len(days))]
    # Nowruz as Iran's almanacs had it.
    assert [to_gregorian(year, 1, 1) for year in (1375, 1395, 1400, 1404)] == [
        date(1996, 3, 20), date(2016, 3, 20), date(2021, 3, 21), date(2025, 3, 21),
    ]  # fmt: skip
