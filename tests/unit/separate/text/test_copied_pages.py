"""Pages that somebody selected, copied and pasted: what stands around each comment is each site's own."""

from collections.abc import Callable, Iterator

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
PEOPLE = ("Otto Lund", "Mira Vik", "Per Aas", "Ane Dahl")
ACCOUNTS = ("otto_lund", "miravik", "per-aas", "ane")
SAID = (
    "My boat was one of those two. I am glad that somebody remembers, thank you for writing about it!",
    "And who pays for the driver? One crane had none half of the time, as you all know.",
    "I agree with Mira. Give us a driver first, and then we can talk about your second crane.",
    "The old crane stood still whenever it rained, and it rains in Brekke all winter long.",
)
NOBODY = (None,) * len(SAID)
Comment = Callable[[int, str, str, str], tuple[str, ...]]
# Each site's lines above the comments and of each, by number, person, account and text; and who signs.
SITES: dict[str, tuple[tuple[str, ...], Comment, tuple[str | None, ...]]] = {
    "old Reddit": (
        ("all 4 comments", "sorted by: best"),
        lambda at, _, me, said: (f"[–]{me} {at + 3} points {at + 2} hours ago", said, "permalink embed save reply"),
        ACCOUNTS,
    ),
    "Reddit": (
        ("4 Comments", "Sort by:", "Best", "Search Comments"),
        lambda at, _, me, said: (f"u/{me} avatar", me, "•", f"{at + 2}h ago", said, "Upvote", str(at), "Reply"),
        ACCOUNTS,
    ),
    "YouTube": (
        ("4 Comments", "Sort by", "Add a comment..."),
        lambda at, _, me, said: (f"@{me}", f"{at + 2} months ago", said, str(at + 1), "Reply"),
        tuple("@" + me for me in ACCOUNTS),
    ),
    "Substack": (
        ("Discussion about this post", "Comments", "Restacks"),
        lambda at, name, _, said: (name, f"{at + 2}d", said, "Like", "Reply", "Share"),
        PEOPLE,
    ),
    "Facebook": (
        ("All comments",),
        lambda at, name, _, said: (name, said, f"{at + 2}d", "Like", "Reply"),
        PEOPLE,
    ),
    "Facebook, sorted": (
        ("4 Comments", "Most relevant"),
        lambda at, name, _, said: (name, said, "Like", " · Reply", f" · {at + 2} h"),
        PEOPLE,
    ),
    "a newspaper": (
        ("Comments (4)", "Newest first"),
        lambda at, name, _, said: (name, f"{at + 2} MAY 2024", said, f"Recommend {at}", "Respect", "Reply"),
        PEOPLE,
    ),
    "a German newspaper": (
        ("Diskutieren Sie mit", "4 Kommentare"),
        lambda at, name, _, said: (f"{at + 1}. {name}", f"0{at + 2}.05.2024, 1{at}.15 Uhr", said, "Antworten"),
        PEOPLE,
    ),
    "Hacker News": (
        ("4 comments",),
        lambda at, _, me, said: (f"{me} {at + 2} hours ago | next [–]", "", said, "reply"),
        ACCOUNTS,
    ),
    "Hacker News, names lost": (
        ("add comment",),
        lambda at, _, __, said: (f"{at + 2} hours ago | parent | next [–]", "", said, "reply"),
        NOBODY,
    ),
    "a wiki's talk page": (
        ("Talk: Harbour of Brekke", "The second crane"),
        lambda at, name, _, said: (f"{said} {name} (talk) 1{at}:15, {at + 2} May 2024 (UTC)",),
        PEOPLE,
    ),
    "a German wiki's": (
        ("Diskussion",),
        lambda at, name, _, said: (f"{said} --{name} (Diskussion) 1{at}:15, {at + 2}. Mai 2024 (CEST)",),
        PEOPLE,
    ),
    "a list": (("Comments",), lambda _, name, __, said: (f"- {name}", said), PEOPLE),
    "Mastodon": (
        (),
        lambda at, name, me, said: (name, f"@{me}@sea.example", f"{at + 2}h", said, "Reply", "Boost", "Favourite"),
        PEOPLE,
    ),
    "a forum, ranks above dates": (
        ("4 replies",),
        lambda at, name, _, said: (
            name, "Senior Member", f"Posts: {100 + at}", f"#{at + 2}", f"May {at + 2}, 2024 at 9:14 am", said, "Quote",
        ),
        PEOPLE,
    ),
}  # fmt: skip


def lines(site: str, order: tuple[int, ...]) -> Iterator[str]:
    bar, comment, _ = SITES[site]
    yield from (*ARTICLE, *bar)
    for place, at in enumerate(order):
        yield from comment(place, PEOPLE[at], ACCOUNTS[at], SAID[at])


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
@pytest.mark.parametrize("end", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("site", SITES)
def test_comments_of_a_copied_page_are_found_with_their_names(site, end, order):
    told = separate_text(Page(content=end.join(lines(site, order)), format=Format.TEXT))
    assert [(one.author, one.text) for one in told.comments] == [(SITES[site][2][at], SAID[at]) for at in order]
    assert set(ARTICLE[1:]) <= set(told.body)


def test_facebook_s_times_stand_below_their_own_comments():
    told = separate_text(Page(content="\n".join(lines("Facebook", (0, 1, 2, 3))), format=Format.TEXT))
    assert [one.posted_raw for one in told.comments] == ["2d", "3d", "4d", "5d"]


@pytest.mark.parametrize("link", ["reply", "Antworten", "Répondre"])
def test_times_without_links_to_answer_are_a_report_s(link):
    times = [f"{at + 2} hours ago" for at in range(4)]
    report = [line for when, said in zip(times, SAID, strict=True) for line in (when, said)]
    assert not separate_text(Page(content="\n".join((*ARTICLE, *report)), format=Format.TEXT)).comments
    thread = [line for when, said in zip(times, SAID, strict=True) for line in (when, said, link)]
    told = separate_text(Page(content="\n".join((*ARTICLE, *thread)), format=Format.TEXT))
    assert [one.text for one in told.comments] == list(SAID)


def test_a_single_signature_of_a_wiki_parts_nothing():
    line = f"{SAID[0]} Otto Lund (talk) 10:15, 2 May 2024 (UTC)"
    told = separate_text(Page(content="\n".join((*ARTICLE, line)), format=Format.TEXT))
    assert line in (*told.body, *(one.text for one in told.comments))
