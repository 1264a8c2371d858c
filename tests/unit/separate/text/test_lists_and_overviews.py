"""Headings above menus, and above lists of other articles with the numbers of their comments, open no section."""

import pytest

from worker.domain import Format, Page
from worker.separate.text.separation import separate_text

ARTICLE = (
    "The harbour gets a second crane",
    "The council of Brekke has bought a second crane for the harbour, which will be set up next to the old one in May. "
    "It lifts forty tons, twice as much as the first, and came cheaply from a yard that was closed last year.",
    "Fishermen had asked for it since the winter of 2009, when two boats waited for a week until they could be taken "
    "out of the water. The mayor said that the town could not afford to let that happen again.",
)
MENU = (
    "Connect with Us", "Follow us here", "Get the Brekke App »", "The School Kitchen Wins a Prize", "By", "Ane Dahl",
    "3 days ago", "A Bridge Closes for Repairs", "By", "Per Aas", "5 days ago", "Most Read", "All Subjects",
)  # fmt: skip
OTHERS = (
    ("The school kitchen wins a prize", "by Ane Dahl 3 days ago", "12 comments"),
    ("A bridge closes for repairs", "by Per Aas 5 days ago", "7 comments"),
    ("Snow on the first of May", "by Ane Dahl 9 days ago", "31 comments"),
    ("Who owns the old mill", "by Mira Vik 11 days ago", "2 comments"),
)
SAID = (
    ("Otto Lund", "My boat was one of those two. I am glad that somebody remembers!"),
    ("Mira Vik", "And who pays for the driver? One crane had none half of the time."),
    ("Per Aas", "I agree with Mira. Give us a driver first."),
    ("Ane Dahl", "The old crane stood still whenever it rained."),
)


def separate(*lines: str):
    return separate_text(Page(content="\n".join((*ARTICLE, *lines)), format=Format.TEXT))


@pytest.mark.parametrize("heading", ["Comments »", "2 comments", "Comments (2)", "2 Responses"])
def test_a_menu_below_a_heading_is_no_section(heading):
    told = separate("22 shares", heading, *MENU)
    assert told.comments == ()
    assert set(ARTICLE[1:]) <= set(told.body)


@pytest.mark.parametrize("heading", ["Comments", "5 comments"])
def test_a_list_of_articles_with_their_numbers_of_comments_is_none(heading):
    told = separate(heading, *(line for other in OTHERS for line in other))
    assert told.comments == ()
    assert set(ARTICLE[1:]) <= set(told.body)


@pytest.mark.parametrize("bullet", ["* ", "• ", "- "])
def test_a_list_of_subjects_with_numbers_is_none(bullet):
    subjects = ("Harbour (12)", "Most Comments (26)", "Politics (5)", "Public Speaking (1)", "May 3, 2012 (7)")
    told = separate(*(bullet + subject for subject in subjects), "Ane Dahl says:", "May 5, 2012", "Powered by Brekke")
    assert all("Speaking" not in one.text for one in told.comments)
    assert set(ARTICLE[1:]) <= set(told.body)


@pytest.mark.parametrize("count", [3, 4])
def test_how_many_comments_each_reader_wrote_is_no_list_of_articles(count):
    thread = [
        line for at, (name, said) in enumerate(SAID[:count])
        for line in (f"{name}, {at + 2} days ago", f"{at * 7 + 3} comments", said)
    ]  # fmt: skip
    told = separate(f"{count} comments", *thread)
    assert [one.author for one in told.comments] == [name for name, _ in SAID[:count]]
