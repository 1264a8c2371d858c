"""Sections that a heading with a number tells where names are gone, or where nobody writes a whole sentence."""

import pytest

from tests.unit.separate.text.test_text_sections import ARTICLE, separate

SAID = (
    "At last, real bread, and so near to my own front door that I can smell it in the morning.",
    "I am glad for Ida, but who will buy all those rolls at the weekend? There are sixty of us.",
    "My uncle drove the flour to that mill for thirty years. He would have loved to see this.",
)
SHORT = {
    "Jens Holt": "good", "Mia": "I love bread yes", "Per Aas": "very nice", "Ane": "looking forward",
    "Olaf": "when in march",
}  # fmt: skip


@pytest.mark.parametrize(
    "between", [(), ("Category: Village life",), ("Category: Village life", "Tagged: bread, mill")]
)
@pytest.mark.parametrize("heading", ["3 Comments on “The mill bakes again”", "3 comments", "Comments (3)"])
def test_paragraphs_below_a_heading_that_counts_them_are_a_comment_each(between, heading):
    told = separate(*between, heading, *SAID)
    assert [comment.text for comment in told.comments] == list(SAID)
    assert told.declared_comments == len(SAID)
    assert told.body[: len(ARTICLE)] == tuple(ARTICLE)


@pytest.mark.parametrize("heading", ["One comment", "1 Comment on “The mill bakes again”"])
@pytest.mark.parametrize("between", [(), ("Category: Village life",)])
def test_paragraphs_below_a_heading_that_counts_one_are_one(heading, between):
    told = separate(*between, heading, *SAID)
    assert [comment.text for comment in told.comments] == ["\n".join(SAID)]


@pytest.mark.parametrize("declared", [5, 6])
@pytest.mark.parametrize("heading", ["# thoughts on “The mill bakes again”", "# Comments"])
@pytest.mark.parametrize("reply", ["Reply", "Reply to this"])
def test_words_without_sentences_are_comments_where_the_heading_counts_their_dates(declared, heading, reply):
    thread = [
        line for at, (name, text) in enumerate(SHORT.items(), 3)
        for line in (name, f"September {at}, 2025 at 6:2{at} pm", reply, text)
    ]  # fmt: skip
    told = separate(heading.replace("#", str(declared)), *thread)
    assert [(comment.author, comment.text) for comment in told.comments] == list(SHORT.items())


@pytest.mark.parametrize("heading", ["12 Comments", "Comments (40)"])
@pytest.mark.parametrize("titles", [tuple(SHORT.values()), ("News", "Sports", "Travel", "Weather", "Opinion")])
def test_a_list_with_other_dates_than_the_heading_counts_is_none(heading, titles):
    links = [line for at, title in enumerate(titles, 3) for line in (title, f"September {at}, 2025")]
    told = separate(heading, *links)
    assert told.comments == ()
    assert told.body[: len(ARTICLE)] == tuple(ARTICLE)
