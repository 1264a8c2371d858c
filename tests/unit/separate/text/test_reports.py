"""What tells comments that have times and few authors from a live report: what is said in them."""

import pytest

from tests.unit.separate.text.test_text_kinds import ARTICLE, separate, whole

SAID = (
    "My boat was one of those two. I am so glad that somebody remembers, thank you for writing about it!",
    "And who pays for the driver? One crane had none half of the time, as you all know.",
    "I agree with you. Give us a driver first, and then we can talk about your second crane.",
    "You are right, and I told them so last year, but nobody listens to us anyway.",
    "Thanks for the link, I didn't know that. Do you have the numbers for this year as well?",
    "I don't think they have any. If you ask me, it is a waste of money, sorry.",
    "Well, I love the old crane and I will miss it. Just my two cents.",
    "Lol, you should have seen my face when I read this. Why would anyone do that?",
)
REPORT = (
    "The first of the two ships has passed the bridge, and tugs are bringing it to the northern quay.",
    "Workers have begun to unload the mast, which was made in Gdansk and weighs eleven tons.",
    "The mayor has arrived at the harbour with representatives of the shipyard and of the province.",
    "The second ship is waiting in the roads until the tide turns in the afternoon.",
    "Police have closed the road between the station and the fish market for heavy traffic.",
    "The mast now stands on its foundation, and engineers are checking the bolts.",
    "Rain has stopped the work for the time being, according to the harbour master.",
    "The crane has lifted its first load, a container of twelve tons, in front of some 200 guests.",
)


def timed(texts, *lines):
    """Texts, each with lines above it in which "#" stands for its number."""
    return [line for at, text in enumerate(texts, 1) for line in (*(one.replace("#", str(at)) for one in lines), text)]


@pytest.mark.parametrize("heading", ["Comments", "Reader comments"])
@pytest.mark.parametrize("lines", [("# November 2012 9:3#PM",), ("Nov #, 2012 at 10:2#",), ("#:4# pm",)])
@pytest.mark.parametrize("count", [5, 8])
def test_comments_without_names_are_told_by_what_they_say(heading, lines, count):
    told = separate(heading, *timed(SAID[:count], *lines))
    assert [comment.text for comment in told.comments] == list(SAID[:count])
    assert whole(told)


@pytest.mark.parametrize("heading", ["Comments", "Reader comments"])
@pytest.mark.parametrize("people", [("Otto Lund",), ("Otto Lund", "Mira Vik")])
@pytest.mark.parametrize("name", ["by NAME on Aug #, 2012 5:2# PM", "NAME | August #, 2012", "NAME, # August 2012"])
def test_few_authors_who_talk_write_comments(heading, people, name):
    thread = [
        line for at, text in enumerate(SAID)
        for line in (name.replace("NAME", people[at % len(people)]).replace("#", str(at + 1)), text)
    ]  # fmt: skip
    told = separate(heading, *thread)
    assert [comment.text for comment in told.comments] == list(SAID)
    assert {comment.author for comment in told.comments} == set(people)


@pytest.mark.parametrize("heading", [(), ("Comments",), ("128 comments",)])
@pytest.mark.parametrize("lines", [("# November 2012 9:3#PM",), ("1#:4#",), ("By Otto Lund, November #, 2012",)])
@pytest.mark.parametrize("count", [5, 8])
def test_a_report_with_times_or_few_authors_stays_whole(heading, lines, count):
    told = separate(*heading, *timed(REPORT[:count], *lines))
    assert told.comments == ()
    assert [line for line in (*ARTICLE[1:], *REPORT[:count]) if line not in told.body] == []
