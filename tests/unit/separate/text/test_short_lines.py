"""The short lines of a comment section."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.separate.language.lookups import answering, records
from worker.separate.language.time_words import months
from worker.separate.text.line_features import read_lines
from worker.separate.text.short_lines import Kind, read_mark


@pytest.mark.parametrize(
    ("line", "author", "posted"),
    [
        ("Rosa said...", "Rosa", None),
        ("(1) Mike says:", "Mike", None),
        ("1. On October 29, 2012 at 2:35am, Rosa said...", "Rosa", "October 29, 2012 at 2:35am"),
        ("12. Camille", "Camille", None),
        ("3. Otto Avatar", "Otto", None),
        ("• Chris — July 10th, 2012, 1:26 am", "Chris", "July 10th, 2012, 1:26 am"),
        ("Posted by: Ada | Thursday, November 08, 2012 at 01:26 PM", "Ada", "Thursday, November 08, 2012 at 01:26 PM"),
        ("written by Tony Hale, October 24, 2012", "Tony Hale", "October 24, 2012"),
        ("Mira added 1 day ago", "Mira", "1 day ago"),
        ("Simon April 20, 2024", "Simon", "April 20, 2024"),
        ("El Greco says:", "El Greco", None),
        ("Leonardo da Vinci says:", "Leonardo da Vinci", None),
        ("Beate sagt:", "Beate", None),
        ("par JPA le 7 mai 2020 - 12:38.", "JPA", "7 mai 2020 - 12:38"),
        ("Иван говорит:", "Иван", None),
        ("민수님의 말:", "민수", None),
        ("さくら より:", "さくら", None),
    ],
)
def test_reads_name_lines(line, author, posted):
    mark = read_mark(line)
    assert mark is not None
    assert (mark.kind, mark.author, mark.posted) == (Kind.NAME, author, posted)


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Comments", None),
        ("6 responses to “A walk in the hills”", 6),
        ("Comments (4)", 4),
        ("99comments", 99),
        ("One comment so far", 1),
        ("No comments", 0),
        ('Comments on: "A walk in the hills" (22)', 22),
        ("Kommentare", None),
        ("1 commentaire:", 1),
        ("12 комментариев", 12),
        ("{ 16 comments… read them below or add one }", 16),
        ("댓글 5개", 5),
        ("5件のコメント", 5),
        ("共5条评论", 5),
        ("Sound off (78 responses)", 78),
    ],
)
def test_reads_headings_and_what_they_declare(line, count):
    mark = read_mark(line)
    assert mark is not None
    assert (mark.kind, mark.declared) == (Kind.HEADING, count)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Reply", Kind.LINK),
        ("Antworten", Kind.LINK),
        ("+20", Kind.LINK),
        ("Leave a Reply", Kind.FORM),
        ("Your email address will not be seen by others. Required fields are starred *", Kind.FORM),
        ("Hinterlasse eine Antwort", Kind.FORM),
        ("You may use these HTML tags and attributes: " + "<b> " * 50, Kind.FORM),
        ("24th July 2012 - 19:58", Kind.TIME),
        ("2025年9月17日 18:26", Kind.TIME),
        ("14 minutes ago Report abuse Permalink Reply", Kind.TIME),
    ],
)
def test_reads_links_forms_and_dates(line, kind):
    mark = read_mark(line)
    assert mark is not None
    assert mark.kind is kind


@pytest.mark.parametrize(
    "line",
    [
        "",
        "This happened on May 5, 2012 in the city.",
        "• Comments",
        "The comments on his speech were harsh.",
        "x" * 500,
    ],
)
def test_leaves_text_alone(line):
    assert read_mark(line) is None


def lines_of_all_languages():
    for cues in records().values():
        for column, line in (
            *(("headings", "{}"), ("nouns", "{} (3)"), ("nouns", "• 3 {}"), ("nouns", "{}: so it is"), ("reply", "{}")),
            *(("form", "{}"), ("form", "{} and more of it"), ("says", "Ada {}:"), ("says", "Ada {}")),
            *(("by", "{} Ada 12:30"), ("by", "{} Ada 4 may"), ("tail", "Ada 2012-05-04 {}")),
        ):
            yield from (line.format(word) for word in getattr(cues, column).split("|") if word)
    for month in months():
        if "\u0308" in month:
            continue  # Greek's May, whose accents come apart when it is casefolded
        yield from (f"Ada {month} 4, 2012", f"4 {month} 2012", f"Ada 4 {month}")
    yield from (f"{lead}Ada" for lead in answering())
    yield from ("Ada, an hour ago", "vor einem Tag", "Ada yesterday at 12:30", "昨天", "+20", "• 3h")


def test_the_first_look_at_all_lines_misses_none_that_tells():
    lines = list(lines_of_all_languages())
    telling = read_lines([lines]).telling
    seen = {lines[at] for at, told in zip(read_lines([lines]).index, telling, strict=True) if told}
    assert [line for line in lines if read_mark(line) is not None and line not in seen] == []


SHAPES = st.sampled_from(
    (
        "July {}, {} at {}:{} pm",
        "{}. Otto{} Avatar",
        "Otto{} says:",
        "{} comments",
        "Otto Berg | May {}, {}",
        "In reply to Otto{}",
        "Comment: page {} of {}",
        "#{} by Mira on {}/{}/{}",
        "+{}",
    )
)


@given(
    SHAPES, st.lists(st.integers(10, 99), min_size=5, max_size=5), st.lists(st.integers(10, 99), min_size=5, max_size=5)
)
def test_what_a_line_is_does_not_hang_on_its_digits(shape, some, others):
    first, second = shape.format(*some), shape.format(*others)
    one, other = read_mark(first), read_mark(second)
    assert (one is None) == (other is None)
    if one and other:
        assert (one.kind, one.sure, one.numbered, one.signed) == (other.kind, other.sure, other.numbered, other.signed)
        for mark, line in ((one, first), (other, second)):
            assert all(part is None or part in line for part in (mark.author, mark.posted, mark.answers, mark.rest))


def test_a_line_keeps_its_own_digits_whatever_was_read_before():
    told = [read_mark(f"Otto Berg | May {number}, 2012") for number in (1, 7)]
    assert [(mark.author, mark.posted) for mark in told] == [("Otto Berg", "May 1, 2012"), ("Otto Berg", "May 7, 2012")]
    assert [read_mark(f"{number} comments").declared for number in (3, 8)] == [3, 8]


def test_twenty_more_languages_have_cues_and_are_marked_unverified():
    unverified = [cues for cues in records().values() if not cues.verified]
    assert len(unverified) >= 20
    assert all(cues.nouns and cues.headings and cues.says and cues.reply and cues.form for cues in unverified)
