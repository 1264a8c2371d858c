"""Comments as they come from extractors and by copy and paste, with less to tell them than a page has."""

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
SAID = {
    "Otto Lund": "My boat was one of those two. I am glad that somebody remembers, thank you for writing about it!",
    "Mira Vik": "And who pays for the driver? One crane had none half of the time, as you all know.",
    "Per Aas": "I agree with Mira. Give us a driver first, and then we can talk about your second crane.",
}


def separate(*lines: str):
    return separate_text(Page(content="\n".join((*ARTICLE, *lines)), format=Format.TEXT))


def found(told):
    return [(comment.author, comment.text) for comment in told.comments]


def whole(told):
    return [line for line in ARTICLE[1:] if line not in told.body] == []


@pytest.mark.parametrize(
    "bar",
    [
        ("Join the discussion…", "Log in with", "or sign up with Disqus", "Name", "Share", "Best", "Newest", "Oldest"),
        ("Sort by: Best", "Search comments", "Expand all"),
        ("Write a comment...", "Top", "New"),
        (),
    ],
)
def test_a_tool_bar_above_the_first_comment_is_none(bar):
    thread = [line for name, said in SAID.items() for line in (name, "2 days ago", said, "Reply", "Share")]
    told = separate("3 Comments", *bar, *thread)
    assert found(told) == list(SAID.items())
    assert whole(told)


@pytest.mark.parametrize("reply", ["Reply", "Replies", "Comment", "Antwort", "Share"])
@pytest.mark.parametrize("first", [0, 1, 3])
def test_votes_above_each_comment_s_reply_link_open_no_section(reply, first):
    people = {
        **SAID,
        "Ane Dahl": "The old crane stood still whenever it rained, and it rains in Brekke all winter long.",
    }
    thread = [
        line for votes, (name, said) in enumerate(people.items(), first)
        for line in (name, f"{votes + 2} days ago", said, str(votes), reply)
    ]  # fmt: skip
    told = separate("4 Comments", "Log in with", *thread, "Load more comments")
    assert [name for name, _ in found(told)] == list(people)
    assert whole(told)


@pytest.mark.parametrize("bullet", ["- ", "* ", "• "])
def test_bulleted_names_below_a_heading_are_names(bullet):
    told = separate("Comments", *(line for name, said in SAID.items() for line in (bullet + name, said)))
    assert found(told) == list(SAID.items())
    assert whole(told)


def test_as_many_lone_names_as_the_heading_says_are_names():
    told = separate("3 responses", *(line for name, said in SAID.items() for line in (name, said)))
    assert found(told) == list(SAID.items())
    assert told.declared_comments == 3
    assert whole(told)


def test_a_menu_s_entries_are_no_names():
    told = separate("• Home", "• The crane in pictures", "• Weather", "• Tides", "• About us")
    assert told.comments == ()
    assert whole(told)


def test_lists_in_an_article_are_no_comments():
    steps = ("- Lifting", "The crane takes forty tons.", "- Turning", "It turns once around.", "- Braking", "By hand.")
    assert separate(*steps).comments == ()


def test_what_a_forum_tells_of_a_member_is_not_the_time_of_the_post():
    thread = [
        line
        for at, (name, said) in enumerate(SAID.items(), 2)
        for line in (name, "Joined: May 2019", f"November {at}, 2025 at 11:40 am", said, "Reply", "Quote")
    ]
    told = separate("3 replies", *thread)
    assert found(told) == list(SAID.items())
    assert [comment.posted_raw for comment in told.comments] == [f"November {at}, 2025 at 11:40 am" for at in (2, 3, 4)]


@pytest.mark.parametrize("first", [True, False])
def test_names_below_stay_with_the_text_above_where_the_first_is_lost(first):
    thread = [line for name, said in SAID.items() for line in (said, f"Posted by: {name} | May 5, 2012 at 3:15 pm")]
    told = separate("Comments", *(thread if first else thread[1:]))
    assert found(told) == list(SAID.items())[0 if first else 1 :]


def test_a_report_s_few_authors_write_no_comments_though_it_has_some():
    parts = [
        line
        for at, paragraph in enumerate((*ARTICLE[1:], *ARTICLE[1:], *ARTICLE[1:]))
        for line in (("Ann Berg", "Jon Dahl")[at % 2], f"November 3, 2025 at {9 + at}:14 am", paragraph)
    ]
    content = "\n".join(("Live: the council votes on the crane", "128 comments", *parts))
    assert separate_text(Page(content=content, format=Format.TEXT)).comments == ()


@pytest.mark.parametrize("heading", ["Comments", "12 comments", "Discussion", "Kommentare", "Commentaires (4)"])
def test_a_heading_with_nothing_below_leaves_the_article_whole(heading):
    told = separate(heading)
    assert told.comments == ()
    assert whole(told)
    assert told.reason == "none"


@pytest.mark.parametrize("joint", ["\n", "\n\n", "\r\n"])
def test_a_list_of_subjects_below_an_article_is_no_discussion(joint):
    subjects = ["featured", "economy", "new-york", "bread and rolls", "mills", "savings banks", "rye"]
    told = separate_text(Page(content=joint.join([*ARTICLE, *subjects]), format=Format.TEXT))
    assert told.comments == ()
