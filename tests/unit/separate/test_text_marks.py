"""The short lines of a comment section."""

import pytest

from worker.separate.text_marks import Kind, read_mark


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
        ("댓글 5개", 5),
        ("5件のコメント", 5),
        ("共5条评论", 5),
    ],
)
def test_reads_headings_and_what_they_declare(line, count):
    mark = read_mark(line)
    assert mark is not None
    assert (mark.kind, mark.count) == (Kind.HEADING, count)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Reply", Kind.LINK),
        ("Antworten", Kind.LINK),
        ("+20", Kind.LINK),
        ("Leave a Reply", Kind.FORM),
        ("Your email address will not be published. Required fields are marked *", Kind.FORM),
        ("Hinterlasse eine Antwort", Kind.FORM),
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
