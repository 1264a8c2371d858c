"""Line ends, dumps' numbers, Markdown's signs, and name lines that stand in pieces."""

import pytest

from worker.domain import Format, Page
from worker.separate.text.clean_lines import clean_lines, split_lines
from worker.separate.text.separation import separate_text

ARTICLE = (
    "The harbour gets a second crane",
    "The council of Brekke has bought a second crane for the harbour, which will be set up next to the old one in May. "
    "It lifts forty tons, twice as much as the first, and came cheaply from a yard that was closed last year.",
    "Fishermen had asked for it since the winter of 2009, when two boats waited for a week until they could be taken "
    "out of the water. The mayor said that the town could not afford to let that happen again.",
)
THREAD = (
    "2 comments",
    "Otto Lund says:",
    "May 5, 2012 at 3:15 pm",
    "My boat was one of those two. I am glad that somebody remembers.",
    "Mira Vik says:",
    "May 6, 2012 at 9:40 am",
    "And who pays for the driver? One crane had none half of the time.",
)


def comments(content: str) -> list[tuple[str | None, str]]:
    told = separate_text(Page(content=content, format=Format.TEXT))
    return [(comment.author, comment.text) for comment in told.comments]


EXPECTED = [("Otto Lund", THREAD[3]), ("Mira Vik", THREAD[6])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\\n", "\\r\\n", "\n\n"], ids=ascii)
def test_any_line_end_gives_the_same_comments(end):
    assert comments(end.join((*ARTICLE, *THREAD))) == EXPECTED


def test_written_out_newlines_stay_where_there_are_real_ones():
    assert split_lines("In C, \\n ends a line.\nSo \\n it is, and \\n it stays.") == [
        "In C, \\n ends a line.",
        "So \\n it is, and \\n it stays.",
    ]


def test_a_dump_s_link_numbers_go_and_footnotes_stay():
    dumped = ["* [20]Orla says:", "[3]Reply", "[4]Home", "As was shown [5], it works.[6]"]
    assert clean_lines(dumped) == ["* Orla says:", "Reply", "Home", "As was shown [5], it works.[6]"]
    few = ["[1]See the appendix.", "Some text.", "[2]Ibid."]
    assert clean_lines(few) == few


@pytest.mark.parametrize("line", ["**Related:  **", "__ Related: __", "[ Related:  ](https://a.example/r)"])
def test_blanks_within_markdown_s_signs_end_no_line(line):
    assert clean_lines([line]) == ["Related:"]
    assert comments("\n".join((*ARTICLE, "2 comments", line, *THREAD[1:])))


def test_markdown_s_titles_and_lone_links_are_plain():
    assert clean_lines(["## Comments", "[Reply](https://a.example/r)", "See [this](https://a.example/).", "#2"]) == [
        "Comments",
        "Reply",
        "See [this](https://a.example/).",
        "#2",
    ]


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        (["Otto Lund", "says:"], "Otto Lund says:"),
        (["Otto Lund", "said..."], "Otto Lund said..."),
        (["Otto Lund", "", "sagt:"], "Otto Lund sagt:"),
        (["Posted by:", "Otto Lund", "|", "May 5, 2012 at 3:15 pm"], "Posted by: Otto Lund | May 5, 2012 at 3:15 pm"),
        (["13", "comments:"], "13 comments:"),
    ],
)
def test_the_pieces_of_a_line_are_put_together(pieces, whole):
    joined = clean_lines(pieces)
    assert len(joined) == len(pieces)
    assert [line for line in joined if line not in {"", "|"}] == [whole]


@pytest.mark.parametrize("pieces", [["He left.", "says:"], ["I was told", "by"], ["Chapter one", "comments"]])
def test_what_is_no_piece_of_a_line_stays_apart(pieces):
    assert clean_lines(pieces) == pieces


def test_names_and_verbs_on_lines_of_their_own_give_the_authors():
    thread = [
        piece for line in THREAD for piece in (line.removesuffix(" says:"), *(["says:"] * line.endswith("says:")))
    ]
    assert comments("\n".join((*ARTICLE, *thread))) == EXPECTED


def test_text_behind_whole_name_lines_is_parted_from_them():
    thread = [f"{at}. {THREAD[head]} {THREAD[head + 1]} {THREAD[head + 2]}" for at, head in ((1, 1), (2, 4))]
    assert comments("\n".join((*ARTICLE, THREAD[0], *thread))) == EXPECTED


def test_one_sentence_that_says_when_somebody_said_it_is_not_parted():
    line = "The mayor said: May 5, 2012 at 3:15 pm was the hour when the old crane fell into the water."
    assert split_lines(line) == [line]


@pytest.mark.parametrize("month", ["May", "August", "März", "janvier".title(), "Styczeń"])
def test_a_month_that_is_glued_to_a_name_is_parted(month):
    glued = [f"{name}{month} {at}, 2012 at 3:15 pm" for at, name in enumerate(("otto@harbour", "mira", "per Aas"), 2)]
    assert clean_lines(glued) == [f"{line[: -len(end)]} {end}" for line, end in _ends(glued, month)]
    for kept in ("The iPhoneMaker 5, 2012", "Boeing 747, 2012", "In May 5, 2012"):
        assert clean_lines([kept]) == [kept]


def _ends(lines: list[str], month: str) -> list[tuple[str, str]]:
    return [(line, line[line.rindex(month) :]) for line in lines]


@pytest.mark.parametrize("bullet", ["+ ", "* ", "  + ", "• "])
def test_a_bullet_is_no_part_of_a_name(bullet):
    thread = [
        line
        for at, (name, said) in enumerate(EXPECTED, 5)
        for line in (f"{bullet}{name} says:", f"May {at}, 2012 at 3:15 pm", said)
    ]
    assert comments("\n".join((*ARTICLE, "2 comments", *thread))) == EXPECTED
