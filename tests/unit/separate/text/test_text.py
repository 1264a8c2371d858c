"""Whole texts, taken apart. The texts are made up."""

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.domain import Format, Page
from worker.reasons import Reason
from worker.separate.text.clean_lines import split_lines
from worker.separate.text.separation import separate_text

ARTICLE = [
    "The harbour master of Lund announced on Monday that the old crane will be taken down before the winter, after "
    "an inspection found rust in two of its four legs and the insurers refused to cover it any longer.",
    "It had stood on the quay since 1931 and was last used in 1987, when the grain trade moved to the new port in the "
    "north. Since then it has been a landmark for sailors and a home for jackdaws.",
    "The council will sell the steel and has promised to keep the cabin, which the maritime museum wants to show from "
    "next spring. A petition to save the crane had found nine hundred signatures by the weekend.",
]
FORM = ["Leave a Reply", "Your email address will not be seen by others. Required fields are starred *"]


def separate(lines):
    return separate_text(Page(content="\n".join(lines), format=Format.TEXT))


def test_a_wordpress_section_becomes_comments():
    told = separate(
        [
            "Old crane to go",
            "",
            *ARTICLE,
            "",
            "Comments",
            "",
            "3 responses to “Old crane to go”",
            "",
            "  1. Otto Avatar",
            "",
            "    My grandfather built it. See https://example.org/crane for a picture.",
            "",
            "  2. Mira Avatar",
            "",
            "    Good riddance, it leaked oil on my boat.",
            "",
            "    And the jackdaws are worse.",
            "",
            *FORM,
        ]
    )
    assert told.title == "Old crane to go"
    assert told.body == tuple(ARTICLE)
    assert [(c.author, c.text) for c in told.comments] == [
        ("Otto", "My grandfather built it. See https://example.org/crane for a picture."),
        ("Mira", "Good riddance, it leaked oil on my boat.\n\nAnd the jackdaws are worse."),
    ]
    assert told.comments[0].links == ("https://example.org/crane",)
    assert told.declared_comments == 3
    assert told.reason is Reason.TEXT_SECTION


def test_names_above_and_dates_below_make_one_comment():
    told = separate(
        [*ARTICLE, "2 comments:", "Otto said...", "A pity.", "7:28 PM", "Mira said...", "Not at all!", "8:02 PM", *FORM]
    )
    assert [(c.author, c.posted_raw, c.text) for c in told.comments] == [
        ("Otto", "7:28 PM", "A pity."),
        ("Mira", "8:02 PM", "Not at all!"),
    ]


def test_signatures_below_close_their_comments():
    told = separate(
        [
            *ARTICLE,
            "Comments",
            "What a pity, I used to watch it from my window every morning.",
            "Posted by: Otto | November 9, 2012 7:49 AM",
            "I shall miss the birds more than the crane.",
            "Posted by: Mira | November 9, 2012 8:01 AM",
        ]
    )
    assert [(c.author, c.posted_at) for c in told.comments] == [
        ("Otto", "2012-11-09T07:49:00"),
        ("Mira", "2012-11-09T08:01:00"),
    ]


def test_date_section_title_promo_and_debris_are_told_apart():
    told = separate([" date 2025-09-05 Harbour", "Old crane to go", ARTICLE[0], "WATCH: The crane", *ARTICLE[1:], "|"])
    assert (told.title, told.published, told.section) == ("Old crane to go", "2025-09-05", "Harbour")
    assert told.body == tuple(ARTICLE)


WHOLE = {
    "talks about comments": [
        *ARTICLE,
        "The comments on the council's page ran into the hundreds, and most of the responses were angry ones.",
        "“Leave a comment and we will read it,” the mayor said, and closed the form on the same evening for good.",
    ],
    "a numbered list": [*ARTICLE, "1. Take the ferry to the northern quay.", "2. Walk to the crane.", "3. Look up."],
    "an interview": [
        *ARTICLE,
        "Question: Will you miss the old crane when it is gone?",
        "Answer: I will, and so will everybody who ever came home to this harbour in the fog.",
        "Question: What will stand in its place?",
        "Answer: A bench, I am told, and a sign that says what stood there for ninety years.",
    ],
    "a letters page": [
        *ARTICLE,
        "Sir, your report on the crane left out the men who died building it, and that is a shame. Otto Berg, Lund",
        "Sir, I have never seen so much fuss about so much rust in all my years. Mira Holm, Ystad",
    ],
    "a liveblog": [
        *ARTICLE,
        "10:15 The first leg has been cut, and the police have closed the quay to all traffic until the evening.",
        "10:40 A second crane has arrived on a barge from the north and is being moored beside the old one.",
        "11:05 The crowd on the bridge sings. The cabin has been lifted off and stands on a lorry.",
    ],
    "an interview by names": [
        *ARTICLE,
        "Karen Lund: Will you miss the old crane when it is gone?",
        "Otto Berg: I will, and so will everybody who ever came home to this harbour in the fog.",
        "Karen Lund: And what will stand in its place?",
        "Otto Berg: A bench, I am told.",
    ],
    "a letters page with signatures": [
        *ARTICLE,
        *(
            "Sir, your report on the crane left out the men who died building it, and that is a shame.",
            "Otto Berg, Lund",
        ),
        *("Sir, I have never seen so much fuss about so much rust in all my years.", "Mira Holm, Ystad"),
        *("Sir, may I remind your readers that the harbour once had three cranes?", "Per Dahl, Malmö"),
    ],
    "a liveblog by its authors": [
        *ARTICLE,
        *("10:15 Karen Lund", "The first leg has been cut, and the police have closed the quay to all traffic."),
        *("10:40 Karen Lund", "A second crane has arrived on a barge from the north and is being moored."),
        *("11:05 Otto Berg", "The crowd on the bridge sings. The cabin has been lifted off."),
        *("11:10 Karen Lund", "The second leg is down."),
        *("11:20 Otto Berg", "The quay shook, and the gulls are gone."),
        *("11:30 Karen Lund", "The last leg is down, and the crowd is silent."),
    ],
    "events and their dates": [
        *ARTICLE,
        *("Concert on the quay May 4, 2020", "The harbour's brass band plays where the crane stood."),
        *("Open day June 7, 2020", "See the drawings of the crane. Children may steer a small one."),
        *("Market September 12, 2020", "Fish, rope and beer, from ten in the morning."),
    ],
    "posts in quotes": [
        *ARTICLE,
        *("The first leg is down.", "— Otto Berg (@otto) May 4, 2020"),
        *("I have seen it.", "— Mira Holm (@mira) May 4, 2020"),
    ],
    "Markdown": ["# Old crane to go", "", ARTICLE[0], "", "## History", "", *ARTICLE[1:], "", "- steel", "- jackdaws"],
}


@pytest.mark.parametrize("lines", WHOLE.values(), ids=WHOLE)
def test_text_without_comments_stays_whole(lines):
    told = separate(lines)
    assert told.comments == ()
    assert set(ARTICLE) <= set(told.body)


@pytest.mark.parametrize("content", ["", "\n\n", "|", "a", "Comments", "No comments", "\ud800", "😀 " * 50])
def test_odd_texts_are_survived(content):
    assert separate_text(Page(content=content, format=Format.TEXT)).comments == ()


LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            ("Comments", "3 comments", "Otto says:", "1. Mira", "May 5, 2012 at 3:15 pm", "Reply", "7:28 PM", "|")
        ),
        st.sampled_from(("Posted by Otto | May 5, 2012", *FORM, *ARTICLE, "A pity.", "")),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_nothing_is_invented_reordered_or_used_twice(lines):
    content = "\n".join(lines)
    stripped = split_lines(content)
    told = separate_text(Page(content=content, format=Format.TEXT))
    places = _places(told.body, stripped)
    assert places == sorted(places)
    used = [line for comment in told.comments for line in comment.text.split("\n") if line]
    for line in used:
        assert line in stripped
    for line in {*used, *told.body}:
        assert (*used, *told.body).count(line) <= stripped.count(line)
    for comment in told.comments:
        assert comment.author is None or comment.author in content
        assert comment.posted_raw is None or comment.posted_raw in content
        assert comment.parent is None or 0 <= comment.parent < len(told.comments)


def _places(wanted, stripped):
    places, at = [], 0
    for line in wanted:
        at = stripped.index(line, at)
        places.append(at)
        at += 1
    return places


def _steps(content):
    """Count the calls of functions, Python's and C's: work that a busy machine doesn't change."""
    steps = 0

    def count(_frame, event, _arg):
        nonlocal steps
        steps += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        separate_text(Page(content=content, format=Format.TEXT))
    finally:
        sys.setprofile(None)
    return steps


HOSTILE = {
    "comments": "Otto {n} says:\nMay 5, 2012 at 3:15 pm\nA pity, I liked it, I really did.\nReply\n",
    "headings": "Comments ({n})\n",
    "sections": "Comments\nOtto {n} says:\nA pity.\n",
    "forms": "Comments\nLeave a Reply\n",
    "spaces": " \t",
    "digits": "1.",
    "one long line": "comments by 3 of May ",
    "links": "https://",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_work_grows_with_length(unit):
    def text(size):  # no line of it is in a cache yet
        return "".join(unit.replace("{n}", f"{size}{n:04}") for n in range(size // len(unit)))

    separate_text(Page(content=text(9_000), format=Format.TEXT))  # builds the tables
    small, medium, large = (_steps(text(size)) for size in (10_000, 20_000, 40_000))
    assert medium < 2.5 * small + 500
    assert large < 2.5 * medium + 500  # linear is 2, quadratic 4


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_no_expression_backtracks_for_long(unit):
    page = Page(content=(unit.replace("{n}", "7") * 40_000)[:40_000], format=Format.TEXT)
    start = time.thread_time()
    separate_text(page)
    assert time.thread_time() - start < 5  # some 20 ms are usual; quadratic steps would take a minute
