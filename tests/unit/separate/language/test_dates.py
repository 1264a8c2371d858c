"""Times as pages write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.separate.language.calendar import calendars
from worker.separate.language.dates import find_time, parse_time
from worker.separate.language.lookups import records
from worker.separate.language.time_words import months, units

ANCHOR = datetime(2026, 2, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2025-09-05", "2025-09-05"),
        ("September 17, 2025 at 6:26 pm", "2025-09-17T18:26:00"),
        ("Posted 10/28/2012 at 2:57 pm | Permalink", "2012-10-28T14:57:00"),
        ("4 Nov 12 at 11:22 pm", "2012-11-04T23:22:00"),
        ("11 July 25, 2012 2:14 AM", "2012-07-25T02:14:00"),
        ("August 9, 2012 at 12:45 pm (UTC -4)", "2012-08-09T12:45:00-04:00"),
        ("Aug 6, 2012 5:06 pm EDT", "2012-08-06T17:06:00-04:00"),
        ("Thu, 21 Aug 2003 15:22:22 -0400", "2003-08-21T15:22:22-04:00"),
        ("2018-11-05T19:17:10+03:00", "2018-11-05T19:17:10+03:00"),
        ("2024-09-05T23:26:42Z", "2024-09-05T23:26:42+00:00"),
        ("16.03.2016 um 18:40 Uhr", "2016-03-16T18:40:00"),
        ("14.09.2022 um 21.11", "2022-09-14T21:11:00"),
        ("8. April 2019 @ 11:38", "2019-04-08T11:38:00"),
        ("le 7 mai 2020 - 12:38.", "2020-05-07T12:38:00"),
        ("17 septembre 2025 à 18 h 26", "2025-09-17T18:26:00"),
        ("18/02/2020 à 16:42", "2020-02-18T16:42:00"),
        ("5 de mayo de 2014 a las 12:30", "2014-05-05T12:30:00"),
        ("17 сентября 2025 в 18:26", "2025-09-17T18:26:00"),
        ("5 Mayıs 2014", "2014-05-05"),
        ("17 tháng 9, 2025 lúc 18:26", "2025-09-17T18:26:00"),
        ("17 กันยายน 2025", "2025-09-17"),
        ("٣ سبتمبر ٢٠٢٥", "2025-09-03"),
        ("2025年9月17日 18:26", "2025-09-17T18:26:00"),
        ("2025년 9월 17일 오후 6:26", "2025-09-17T18:26:00"),
        ("2025. 9. 17. 오후 6:26", "2025-09-17T18:26:00"),
        ("Dec 4, 2010 at 12 am", "2010-12-04T00:00:00"),
        ("7:28 PM", None),
        ("05/09/2025", None),
        ("February 31, 2011", None),
        ("3 hours ago", None),
        ("Reply", None),
        ("", None),
    ],
)
def test_reads_what_a_wording_tells_without_an_anchor(raw, expected):
    assert parse_time(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("3 hours ago", "2026-02-10T09:00:00+00:00"),
        ("an hour ago", "2026-02-10T11:00:00+00:00"),
        ("vor 2 Tagen", "2026-02-08"),
        ("il y a 3 heures", "2026-02-10T09:00:00+00:00"),
        ("hace 2 días", "2026-02-08"),
        ("1 ano atrás", "2025-02-10"),
        ("3시간 전", "2026-02-10T09:00:00+00:00"),
        ("3 日前", "2026-02-07"),
        ("3小时前", "2026-02-10T09:00:00+00:00"),
        ("3h", "2026-02-10T09:00:00+00:00"),
        ("yesterday at 5:30 pm", "2026-02-09T17:30:00"),
        ("gestern", "2026-02-09"),
        ("Just now", "2026-02-10T12:00:00+00:00"),
        ("Jun 20th at 2:41 am", "2025-06-20T02:41:00"),
        ("99999 years ago", None),
    ],
)
def test_counts_back_from_the_anchor(raw, expected):
    assert parse_time(raw, anchor=ANCHOR) == expected


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("by james on January 31, 2011 at 9:59 am. Reply #", "January 31, 2011 at 9:59 am"),
        ("Anna Posted on Sat Sep 05 2015", "Sat Sep 05 2015"),
        ("date 2025-09-05 Politics", "2025-09-05"),
        ("Beate 19. Juni 2019 / 6:16", "19. Juni 2019 / 6:16"),
        ("14 minutes ago Report abuse", "14 minutes ago"),
        ("Posted by Maureen at 13:33", "13:33"),
        ("gestern", "gestern"),
    ],
)
def test_finds_the_time_in_a_line(line, time):
    start, end = find_time(line)
    assert line[start:end] == time


@pytest.mark.parametrize("line", ["May we go now?", "3 friends came", "Reply", "", "In 1999 he left"])
def test_finds_no_time_where_there_is_none(line):
    assert find_time(line) is None


def test_every_language_names_twelve_months():
    assert {code: len(calendar.months) for code, calendar in calendars().items()} == dict.fromkeys(records(), 12)


def test_names_are_folded():
    assert all(name == name.casefold() for name in (*months(), *units()))


@given(st.text(max_size=300))
def test_any_text_gives_none_or_iso_8601(raw):
    told = parse_time(raw, anchor=ANCHOR)
    assert told is None or datetime.fromisoformat(told)


@given(st.text(max_size=300))
def test_a_span_lies_within_its_line(line):
    span = find_time(line)
    assert span is None or 0 <= span[0] < span[1] <= len(line)


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2099, 12, 31)))
def test_reads_back_what_iso_writes(moment):
    moment = moment.replace(microsecond=0)
    assert parse_time(moment.isoformat()) == moment.isoformat()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("November 22, 202111:15 am", "2021-11-22T11:15:00"),
        ("January 1, 20209:02 pm", "2020-01-01T21:02:00"),
        ("12 March 201914:05", "2019-03-12T14:05:00"),
        ("12.03.201814:55", "2018-03-12T14:55:00"),
    ],
)
def test_a_clock_glued_to_the_year_is_read_apart(raw: str, told: str) -> None:
    assert parse_time(raw) == told
