"""The same thread in every language, as HTML of no platform and as plain text: the same names, times and texts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date, format_timedelta

from tests.unit.separate.threads_of_languages import THREADS, Told
from worker.domain import Format, Page, Separation
from worker.separate.html.separation import separate_html
from worker.separate.language.dates import parse_time
from worker.separate.language.furniture import is_furniture, is_removed
from worker.separate.language.headings import read_heading
from worker.separate.language.lookups import EDGES, records
from worker.separate.language.name_lines import read_name_line
from worker.separate.language.record import parts
from worker.separate.text.separation import separate_text

DAYS = (date(2021, 3, 15), date(2021, 8, 19))


def wording(code: str, field: str) -> str:
    return parts(getattr(records()[code.partition("-")[0]], field))[0]


def shown(code: str, day: date) -> str:
    """A day as the CLDR writes it in the language."""
    return f"{format_date(day, 'long', locale=code.replace('-', '_'))} 14:30"


def lines(code: str, told: Told) -> list[tuple[str, str, str, str]]:
    """Each comment's name line, time, text and link to answer."""
    says, reply = wording(code, "says"), wording(code, "reply")
    return [
        (f"{name} {says}:", shown(code, day), text, reply)
        for name, day, text in zip(told.names, DAYS, told.comments, strict=True)
    ]


def as_html(code: str, told: Told) -> Page:
    article = "".join(f"<p>{line}</p>" for line in told.article * 2)
    items = "".join(
        f"<div><div>{name}</div><div>{time}</div><div>{text}</div><div><a href='#r'>{reply}</a></div></div>"
        for name, time, text, reply in lines(code, told)
    )
    html = f"<main><div>{article}</div><div><h3>{told.heading}</h3>{items}</div></main>"
    return Page(content=f"<html><body>{html}</body></html>", format=Format.HTML)


def as_text(code: str, told: Told) -> Page:
    comments = [line for comment in lines(code, told) for line in comment]
    return Page(content="\n".join((*told.article * 2, told.heading, *comments)), format=Format.TEXT)


def found(separation: Separation) -> list[tuple[str | None, str | None, str]]:
    return [(comment.author, (comment.posted_at or "")[:10], comment.text) for comment in separation.comments]


@pytest.mark.parametrize("render", [(as_html, separate_html), (as_text, separate_text)], ids=["html", "text"])
@pytest.mark.parametrize("code", THREADS)
def test_a_thread_of_two_is_found_in_every_language(code, render):
    rendered, separate = render
    told = THREADS[code]
    separation = separate(rendered(code, told))

    assert found(separation) == [
        (name, day.isoformat(), text) for name, day, text in zip(told.names, DAYS, told.comments, strict=True)
    ]
    assert separation.declared_comments == 2
    assert separation.body == told.article * 2


def test_every_language_has_a_thread():
    assert {code.partition("-")[0] for code in THREADS} == set(records())


@pytest.mark.parametrize("code", THREADS)
def test_a_notice_of_removal_is_no_comment_in_any_language(code):
    told = THREADS[code]
    assert is_removed(told.removed)
    assert not any(map(is_removed, (*told.article, *told.comments, *told.names)))


@pytest.mark.parametrize("code", THREADS)
def test_what_stands_around_a_text_is_furniture_and_the_text_is_not(code):
    told = THREADS[code]
    for (name, time, text, reply), author in zip(lines(code, told), told.names, strict=True):
        assert [is_furniture(line, author, time) for line in (name, time, reply, text)] == [True, True, True, False]


NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
SPANS = {
    timedelta(minutes=5): "2026-02-10T11:55",
    timedelta(hours=3): "2026-02-10T09:00",
    timedelta(days=2): "2026-02-08",
    timedelta(days=21): "2026-01-20",
    timedelta(days=730): "2024-02-10",
}


@pytest.mark.parametrize("code", sorted(records()))
def test_a_name_and_a_relative_time_as_the_cldr_writes_it(code):
    for span, then in SPANS.items():
        line = f"Ada {format_timedelta(-span, locale=code, add_direction=True, threshold=1.0)}"
        told = read_name_line(line)
        assert told is not None
        assert told.name == "Ada"
        assert (parse_time(told.posted or "", anchor=NOW) or "").startswith(then), line


@pytest.mark.parametrize("code", sorted(records()))
def test_headings_of_a_record_tell_their_number(code):
    record = records()[code]
    told = {wording.replace("#", "7").replace("…", "Ice"): 7 for wording in parts(record.counted)}
    told |= {name: int(count) for name, _, count in (wording.rpartition("=") for wording in parts(record.spelled))}
    told |= {f"7 {parts(record.nouns)[0]}": 7, f"{parts(record.nouns)[0]} (7)": 7}
    read = {line: read_heading(line, line.strip(EDGES)) for line in told}
    assert {line: heading and heading.declared for line, heading in read.items()} == told
