"""Texts that lost all their line ends: comments run on behind each other's names."""

import pytest

from worker.domain import Format, Page
from worker.separate.text.flat_text import part_flat
from worker.separate.text.separation import separate_text

ARTICLE = (
    "The council of Brekke has bought a second crane for the harbour, which will be set up next to the old one in May. "
    "It lifts forty tons, twice as much as the first, and came cheaply from a yard that was closed last year. "
    "Fishermen had asked for it since the winter of 2009, when two boats waited for a week until they could be taken "
    "out of the water. The mayor said that the town could not afford to let that happen again."
)
SAID = {
    "Otto Lund": "My boat was one of those two. I am glad that somebody remembers, thank you for writing about it!",
    "Mira Vik": "And who pays for the driver? One crane had none half of the time, as you all know.",
    "Per Aas": "I agree with Mira. Give us a driver first, and then we can talk about your second crane.",
}
DAYS = (
    "May {}, 2012 at 3:15 pm",
    "May {}, 2012, 9:40 a.m.",
    "2012-05-0{} 21:07",
    "{} days ago",
    "Sept. {}, 2012 11:20",
)
HEADS = ("", "3 comments", "3 Responses to “The harbour gets a second crane”", "Comments (3)")


def separate(content: str):
    return separate_text(Page(content=content, format=Format.TEXT))


def found(told):
    return [(comment.author, comment.text) for comment in told.comments]


def thread(name: str, link: str) -> str:
    return " ".join(
        f"{name.format(who=who)} {said}{link}".replace("#", str(at)) for at, (who, said) in enumerate(SAID.items(), 2)
    )


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("link", ["", " Reply", " Like Reply"])
def test_comments_behind_each_other_on_one_line_are_parted(head, day, link):
    told = separate(f"{ARTICLE} {head} {thread('{who} says: ' + day.format('#'), link)} Leave a Reply")
    assert found(told) == list(SAID.items())
    assert told.body == (ARTICLE,)


@pytest.mark.parametrize("day", DAYS)
def test_a_heading_and_dates_are_enough_without_a_verb(day):
    told = separate(f"{ARTICLE} 3 comments {thread('{who} ' + day.format('#'), ' Reply')}")
    assert found(told) == list(SAID.items())
    assert told.body == (ARTICLE,)


@pytest.mark.parametrize("verb", ["sagt:", "a écrit :", "dice:", "pisze:", "пишет:", "skriver:", "schreef:"])
def test_in_other_languages_too(verb):
    told = separate(f"{ARTICLE} {thread('{who} ' + verb + ' 12.05.2012 15:1#', '')}")
    assert found(told) == list(SAID.items())


@pytest.mark.parametrize("byline", ["By Ane Dahl May 3, 2012", "Ane Dahl, May 3, 2012, 10:15 am."])
def test_the_byline_is_no_comment_s(byline):
    told = separate(f"{byline} {ARTICLE} {thread('{who} says: May #, 2012 at 3:15 pm', ' Reply')}")
    assert found(told) == list(SAID.items())
    assert ARTICLE in told.body[0]


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        f"{ARTICLE} On May 4, 2012 the first boat was lifted. On May 5, 2012 came the next. Otto Lund was there.",
        f"{ARTICLE} Otto Lund said on May 4, 2012 that he was glad. Mira Vik said on May 5, 2012 that she was not.",
        " ".join(f"In {year} the harbour had {year - 1900} boats." for year in range(1960, 1999)),
    ],
)
def test_an_article_on_one_line_stays_one(text):
    assert part_flat([text]) == [text]
    assert found(separate(text)) == []


def test_a_text_that_has_its_line_ends_is_left_as_it_is():
    lines = [ARTICLE, "", *thread("{who} says: May #, 2012 at 3:15 pm", " Reply").split(" Reply ")] * 2
    assert part_flat(lines) == lines
