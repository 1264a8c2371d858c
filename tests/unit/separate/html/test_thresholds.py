"""Where thresholds stand: one more or one less on either side of each changes what is found."""

import pytest

from worker.domain import Format, Page
from worker.separate.html.separation import separate_html

ARTICLE = (
    "<h1>The old crane</h1><p>The harbour master announced on Monday that the old crane will be taken down before the "
    "winter, after an inspection found rust.</p><p>It had stood on the quay since 1931 and was last used in 1987, when "
    "the grain trade moved to the new port in the north.</p>"
)
NAMES = ("Ida", "Bo", "Per", "Gil", "Mia", "Uma", "Vik", "Jo", "Kai", "Lin")
SAID = (
    "the ferry was late again and nobody told us why",
    "my garden had frost last night so the beans are gone",
    "who repaired the old lamp at the corner of the square",
    "we walked along the river until the rain began",
    "our choir sings on Thursday and anybody may come",
    "I still remember the shop where the library is now",
    "does the bus stop at the mill after seven",
    "the photographs are lovely and so is the text",
    "they promised a crossing near the school",
    "the council should read its own minutes",
)
TEXT_CHARS = 200


def comments(boxes: list[str], heading: str = "<h3>Comments</h3>") -> int:
    page = f"<body><article>{ARTICLE}</article><section>{heading}{''.join(boxes)}</section></body>"
    return len(separate_html(Page(content=page, format=Format.HTML)).comments)


def head(at: int) -> tuple[str, str]:
    return NAMES[at], f"{at + 1} March 2021"


def signed(at: int, name: str = "box") -> str:
    who, when = head(at)
    return f"<div class='{name}'><b>{who}</b> <i>{when}</i><p>{SAID[at]}.</p></div>"


def unsigned(at: int) -> str:
    return f"<div class='box'><p>{SAID[at]}.</p></div>"


def linked(at: int, share: float) -> str:
    """A box of which this share is a link."""
    who, when = head(at)
    text = " ".join([SAID[at], *SAID])[:TEXT_CHARS]
    cut = round(share * (TEXT_CHARS + len(who) + len(when)))
    return f"<div class='box'><b>{who}</b> <i>{when}</i><p><a href='/{at}'>{text[:cut]}</a>{text[cut:]}</p></div>"


@pytest.mark.parametrize(("told", "found"), [(6, 0), (7, 10), (10, 10)])
def test_seven_of_ten_boxes_say_who_or_when(told: int, found: int) -> None:
    assert comments([signed(at) if at < told else unsigned(at) for at in range(10)]) == found


@pytest.mark.parametrize(("alike", "found"), [(6, 10), (7, 7), (9, 9)])
def test_a_class_that_seven_of_ten_share_tells_items_from_others(alike: int, found: int) -> None:
    assert comments([signed(at, "box" if at < alike else "other") for at in range(10)]) == found


@pytest.mark.parametrize(("share", "found"), [(0.74, 10), (0.76, 0)])
def test_three_quarters_of_a_comment_may_be_a_link(share: float, found: int) -> None:
    assert comments([linked(at, share) for at in range(10)]) == found


def test_boxes_without_a_heading_or_a_name_for_comments_are_none() -> None:
    boxes = [signed(at) for at in range(10)]
    assert comments(boxes, "<h3>Other things</h3>") == 0
    assert comments(boxes, "<h3>Comments</h3>" + "<p>Be kind.</p>" * 5) == 10
    assert comments(boxes, "<h3>Comments</h3>" + "<p>Be kind.</p>" * 6) == 0


@pytest.mark.parametrize(("length", "found"), [(100, 10), (101, 0)])
def test_a_heading_has_a_hundred_characters_at_most(length: int, found: int) -> None:
    heading = f"Comments on “{'crane ' * 20}"[: length - 1] + "”"
    assert len(heading) == length
    assert comments([signed(at) for at in range(10)], f"<h3>{heading}</h3>") == found
