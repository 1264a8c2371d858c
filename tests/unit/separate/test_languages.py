"""The same thread in every language, as HTML of no platform and as plain text: the same names, times and texts."""

from datetime import date

import pytest
from babel.dates import format_date

from tests.unit.separate.threads_of_languages import THREADS, Told
from worker.domain import Format, Page, Separation
from worker.separate.html import separate_html
from worker.separate.language.furniture import is_furniture, is_removed
from worker.separate.language.lookups import records
from worker.separate.language.record import parts
from worker.separate.text import separate_text

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
