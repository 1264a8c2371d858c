"""Comment sections as pages without tags show them, and what common extractors leave. The texts are made up."""

import pytest

from worker.domain import CommentKind, Format, Page
from worker.reasons import Reason
from worker.separate.text.separation import separate_text, separate_texts

ARTICLE = [
    "The bakery at the old mill will open again in March, after two years in which the village had to drive to the "
    "next town for bread, its new owner said at a meeting in the parish hall on Tuesday.",
    "Ida Brandt, 34, learnt the trade in Aarhus and has bought the building with a loan from the savings bank. The "
    "oven, which dates from 1911, is to be fired with wood again.",
    "She will bake rye bread on weekdays and rolls at the weekend, and wants to take on an apprentice in the autumn if "
    "the figures allow it. The mill itself stays closed for now.",
]


def separate(*lines):
    return separate_text(Page(content="\n".join([*ARTICLE, *lines]), format=Format.TEXT))


def found(told):
    return [(comment.author, comment.text) for comment in told.comments]


@pytest.mark.parametrize(
    "heading", ["One Response to The mill bakes again", "1 comment", "1 nice comment on “The mill bakes again”"]
)
def test_a_single_comment_is_found(heading):
    told = separate(heading, "1. Jens Holt", "May 5, 2020 at 3:15 pm", "At last, real bread.", "Reply", "Leave a Reply")
    assert found(told) == [("Jens Holt", "At last, real bread.")]
    assert told.declared_comments == 1
    assert told.body == tuple(ARTICLE)


def test_a_single_comment_without_a_date_is_closed_by_the_form():
    told = separate(
        "1 Comment", "• Jens Holt", "At last, real bread, and so near to my own front door.", "Leave a comment"
    )
    assert len(told.comments) == 1
    assert told.body == tuple(ARTICLE)


def test_labelled_comments_need_no_name():
    told = separate("Comment: At last, real bread.", "Comment: Is it sourdough?", "Comment: " + "Good news. " * 20)
    assert found(told) == [
        (None, "At last, real bread."),
        (None, "Is it sourdough?"),
        (None, ("Good news. " * 20).strip()),
    ]


@pytest.mark.parametrize("entry", ["• https://mill.example/", "- http://mill.example", "• https://mill.example/ "])
def test_an_entry_that_is_an_address_alone_is_nobodys_name(entry):
    told = separate(
        "More about the mill", entry, "Its oven and its stones, in thirty pictures.", "• Ryeford", "Rye, mostly."
    )
    assert told.comments == ()
    assert told.body[: len(ARTICLE)] == tuple(ARTICLE)


def test_bulleted_names_above_their_texts_are_comments_where_disqus_closes_them():
    told = separate(
        *("• The mill in pictures", "• All about rye", "ADVERTISEMENT"),
        *("• Jens Holt", "At last, real bread.", "• https://mia.example/ Mia Dahl", "Is it sourdough, or is it yeast?"),
        "blog comments powered by Disqus",
    )
    assert found(told) == [("Jens Holt", "At last, real bread."), ("Mia Dahl", "Is it sourdough, or is it yeast?")]
    assert told.body == tuple(ARTICLE)


def test_a_menu_above_disqus_is_no_section():
    told = separate("• The mill in pictures", "• All about rye", "• Contact", "blog comments powered by Disqus")
    assert told.comments == ()


LONG = "We drove to the next town for bread for two years, and I shall not miss the road, nor the bread. Not at all."


@pytest.mark.parametrize(("last", "count"), [(LONG, 3), ("Verify your comment", 2)])
def test_the_last_comment_may_have_lost_its_signature(last, count):
    told = separate(
        "Comments",
        *("At last, real bread.", "Posted by: Jens Holt | May 5, 2020 at 03:15 PM"),
        *("Is it sourdough?", "Posted by: Mia Dahl | May 5, 2020 at 04:15 PM"),
        last,
    )
    assert [author for author, _ in found(told)] == ["Jens Holt", "Mia Dahl", None][:count]


def test_a_picture_may_stand_between_a_name_and_its_sentence():
    names = ["Jens Holt", "Mia Dahl", "Ole Friis", "Eva Lind", "Per Krog", "Ann Berg"]
    lines = [(f"Thu, 05/0{at + 1}/2020 - 14:32 | {name}", f"{name}'s picture", LONG) for at, name in enumerate(names)]
    told = separate(*(line for comment in lines for line in comment))
    assert [author for author, _ in found(told)] == names
    assert told.body == tuple(ARTICLE)


def test_answers_by_name_have_parents_and_depths():
    told = separate(
        "4 comments",
        *("Jens Holt says:", "May 5, 2020 at 3:15 pm", "Is it sourdough?"),
        *("Ida Brandt says:", "Reply to Jens Holt", "May 5, 2020 at 4:00 pm", "It is, and older than I am."),
        *("Jens Holt says:", "May 5, 2020 at 4:20 pm", "@Ida Brandt: then I shall come on Monday."),
        *("Pingback: Bread in the valley | The Valley Post", "May 6, 2020 at 9:00 am"),
        "Leave a Reply",
    )  # fmt: skip
    assert [comment.parent for comment in told.comments][:3] == [None, 0, 1]
    assert [comment.depth for comment in told.comments][:3] == [0, 1, 2]


def test_a_pingback_is_told_from_a_comment():
    told = separate(
        "2 responses",
        *("Jens Holt says:", "May 5, 2020 at 3:15 pm", "Is it sourdough?"),
        *("Mia Dahl says:", "May 6, 2020 at 9:00 am", "Pingback: Bread in the valley, and a mill that wakes up."),
    )
    assert [comment.kind for comment in told.comments] == [CommentKind.COMMENT, CommentKind.PINGBACK]


def test_links_glued_to_a_text_close_it():
    told = separate(
        *("Mia Dahl Posted on Sat Sep 05 2015", "Is it open on Sundays too?Reply 0 - Replies"),
        *("Jens Holt Posted on Sat Sep 05 2015", "Only rolls then, and not for long?Reply 0 - Replies"),
        *("Ole Friis Posted on Sun Sep 06 2015", "My favourite too?Reply 0 - Replies"),
    )
    assert [author for author, _ in found(told)] == ["Mia Dahl", "Jens Holt", "Ole Friis"]


@pytest.mark.parametrize(
    "foot",
    [
        ["Post a Comment", "Subscribe to: Post Comments (Atom)"],
        ["Feel free to leave a comment..."],
        ["No comments have been posted.", "Log in to post a comment."],
        ["Be the first to review “The mill bakes again”", "You must be logged in to post a comment."],
    ],
)
def test_an_invitation_without_comments_ends_the_body(foot):
    told = separate(*foot)
    assert told.body == tuple(ARTICLE)
    assert told.comments == ()
    assert told.reason is Reason.NONE


def test_a_title_that_counts_comments_heads_no_section():
    lines = ["10 responses to the new bakery", *(f"{n}. The one about the {n} rolls" for n in range(1, 11)), *ARTICLE]
    assert separate_text(Page(content="\n".join(lines), format=Format.TEXT)).comments == ()


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Karen Lund", "Karen Lund"),
        ("by Karen Lund, Staff Writer", "Karen Lund"),
        ("Von Anna Holm und Jan de Vries", "Anna Holm und Jan de Vries"),
        ("Posted by Karen Lund on May 5, 2020", "Karen Lund"),
        ("By the river, a mill wakes up", None),
        ("From Aarhus", None),
    ],
)
def test_reads_the_byline_below_the_title(line, byline):
    lines = ["2020-03-01 Local", "The mill bakes again", line, *ARTICLE]
    told = separate_text(Page(content="\n".join(lines), format=Format.TEXT))
    assert told.byline == byline
    assert told.title == "The mill bakes again"
    assert (line in told.body) == (byline is None)


DEK = "After two years without bread the village gets its oven back"


@pytest.mark.parametrize("date", [[], ["March 1, 2020"]])
def test_a_dek_stays_in_the_body_and_the_byline_below_it_does_not(date):
    lines = ["The mill bakes again", DEK, *date, "By Karen Lund", *ARTICLE]
    told = separate_text(Page(content="\n".join(lines), format=Format.TEXT))
    assert (told.title, told.byline) == ("The mill bakes again", "Karen Lund")
    assert told.published == ("2020-03-01" if date else None)
    assert told.body == (DEK, *ARTICLE)


def test_a_dateline_within_the_first_paragraph_is_text():
    told = separate_text(
        Page(content="\n".join(["The mill bakes again", "AARHUS (TVP) - " + ARTICLE[0]]), format=Format.TEXT)
    )
    assert told.body[-1].startswith("AARHUS (TVP) - ")


COMMENTS = ["3 comments", "Jens Holt says:", "At last, real bread.", "Mia Dahl says:", "Is it sourdough?"]
EXTRACTED = {
    "WET": ["Home", "News", "Sport", "Contact", "The mill bakes again", *ARTICLE, *COMMENTS, "Leave a Reply", "Name *",
            "Email *", "© 2020 The Valley Post"],
    "trafilatura": [*ARTICLE, "3 comments", "Jens Holt says:", "At last, real bread.", "Mia Dahl says:",
                    "Is it sourdough?"],
    "jusText": ["The mill bakes again", *ARTICLE, "Jens Holt says:", "At last, real bread.", "Mia Dahl says:",
                "Is it sourdough?", "Ole Friis says:", "It is."],
    "Markdown": ["# The mill bakes again", "", ARTICLE[0], "", ARTICLE[1], "", ARTICLE[2], "", "## 3 comments", "",
                 "**Jens Holt** says:", "", "At last, real bread.", "", "**Mia Dahl** says:", "", "Is it sourdough?"],
}  # fmt: skip


@pytest.mark.parametrize("lines", EXTRACTED.values(), ids=EXTRACTED)
def test_what_extractors_leave_is_plain_text(lines):
    told = separate_text(Page(content="\n".join(lines), format=Format.TEXT))
    assert set(ARTICLE) <= set(told.body)
    assert found(told)[:2] == [("Jens Holt", "At last, real bread."), ("Mia Dahl", "Is it sourdough?")]
    assert not {"Home", "Sport", "Leave a Reply", "3 comments", "## 3 comments"} & set(told.body)


def test_texts_together_are_as_texts_alone():
    contents = [
        "",
        "Comments",
        *("\n".join(lines) for lines in EXTRACTED.values()),
        "\n".join(ARTICLE),
        "|",
        "x" * 200_000,
    ]
    pages = [Page(content=content, format=Format.TEXT) for content in contents]
    assert separate_texts(pages) == [separate_text(page) for page in pages]
    assert separate_texts([]) == []
