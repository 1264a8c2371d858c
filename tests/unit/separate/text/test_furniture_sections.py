"""What a long page shows below a heading that speaks of comments, and is none: its last articles, its pictures."""

import pytest

from tests.unit.separate.text.test_text_kinds import ARTICLE, SAID, found, separate, whole
from worker.domain import Format, Page
from worker.separate.text.separation import separate_text

MENU = tuple(
    f"{subject} {kind}" for subject in ("Harbour", "School", "Town hall") for kind in ("news", "photos", "map")
)
FOOT = tuple(f"Section {at}" for at in range(40))


def pager(*titles: str) -> list[str]:
    return [
        line for at, title in enumerate(titles, 2)
        for line in (("older", "newer")[at % 2], str(20 + at), "Jul", "2012", f"{at}:44am, EDT", title)
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["103 comments", "41 comments", "7 responses"])
@pytest.mark.parametrize("entry", ["Explore related topics:", "Print", "Most popular posts"])
@pytest.mark.parametrize("above", [(), ("Email",)])
def test_links_to_the_last_articles_are_no_comments(heading, entry, above):
    titles = (
        "Ways to know that winter is over",
        "Harbour's dearest boat is a rowing boat, of course!",
        "A look at town",
    )
    head = (*above, heading, "Print", "24", "Jul", "2012", "8:06am, EDT")
    lines = (*MENU, *head, *ARTICLE, heading, entry, *pager(*titles), *FOOT)
    told = separate_text(Page(content="\n".join(lines), format=Format.TEXT))
    assert told.comments == ()
    assert whole(told)


@pytest.mark.parametrize("heading", ["3 comments", "Comments"])
@pytest.mark.parametrize("foot", [FOOT[:10], FOOT])
def test_comments_on_a_page_as_long_are_found(heading, foot):
    thread = [
        line for at, (name, text) in enumerate(SAID.items(), 2) for line in (name, f"{at} days ago", text, "Reply")
    ]
    told = separate(*MENU, heading, *thread, *foot)
    assert found(told) == list(SAID.items())


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize(
    "address", ["[post&posall=TopAd,Bar#,Position#,", "[https://pictures.example/harbour/crane-#/"]
)
def test_the_addresses_of_pictures_are_no_comments(count, address):
    pictures = [address.replace("#", str(at)) + "MiddleRight,Box,Bottom," * 30 + "]" for at in range(count)]
    told = separate(*MENU, *FOOT, "DCSIMG", *pictures)
    assert told.comments == ()
    assert set(ARTICLE[1:]) <= set(told.body)


LETTER = (
    "Dear Mrs. Hogan,",
    "If I could talk to you I could tell you why I never wrote, and you would forgive me, I am sure of it!",
    "Thank you for the books. I love the one about the lighthouse, and I read it to my sister every night.",
    "You should come and see us in the spring. I don't know what you will say to our new boat, though.",
    "I am sorry about the crane, and I hope that you are well. Do you still go to the harbour?",
    "Yours, Otto",
)


@pytest.mark.parametrize("sign", ["> ", ">  "])
@pytest.mark.parametrize("joint", ["\n", "\n\n"])
@pytest.mark.parametrize("count", [4, 6])
def test_a_letter_that_an_article_quotes_is_no_thread(sign, joint, count):
    lines = [*ARTICLE, *(sign + line for line in LETTER[:count])]
    told = separate_text(Page(content=joint.join(lines), format=Format.TEXT))
    assert told.comments == ()
    assert whole(told)


@pytest.mark.parametrize("sign", ["> ", ">  "])
def test_comments_that_quote_each_other_are_comments(sign):
    thread = [
        line for (name, text), quoted in zip(SAID.items(), LETTER[1:], strict=False)
        for line in (f"{name} says:", "May 5, 2012 at 3:15 pm", sign + quoted, sign + "And so on.", text)
    ]  # fmt: skip
    told = separate("3 comments", *thread)
    assert [comment.author for comment in told.comments] == list(SAID)
