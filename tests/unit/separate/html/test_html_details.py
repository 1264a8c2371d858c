from datetime import UTC, datetime

import pytest

from worker.domain import CommentKind, Format, Page, Separation
from worker.reasons import Reason
from worker.separate.html.remote_services import REMOTES, Remote
from worker.separate.html.separation import separate_html

ARTICLE = """<div class="entry-content">
<p>The harbour froze over in the night, which nobody in the town had ever seen before, and the boats lay still.</p>
<p>By the morning the children were skating between the boats, and the ferry stayed where it was until noon.</p>
</div>"""


def separate(html: str, head: str = "", fetched_at: datetime | None = None) -> Separation:
    content = f"<html lang='en'><head>{head}</head><body>{ARTICLE}{html}</body></html>"
    return separate_html(Page(content=content, format=Format.HTML, fetched_at=fetched_at))


def item(number: int, author: str, text: str, inner: str = "", classes: str = "comment") -> str:
    return (
        f"<li class='{classes}' id='comment-{number}'><cite class='fn'>{author}</cite> "
        f"<a class='comment-date' href='#c'>3 hours ago</a><p>{text}</p>{inner}</li>"
    )


def in_list(*items: str) -> str:
    return f"<h3>4 responses</h3><ol class='commentlist'>{''.join(items)}</ol>"


def test_replies_know_whom_they_answer() -> None:
    deepest = f"<ul>{item(3, 'Cleo', 'And I.')}</ul>"
    reply = f"<ul>{item(2, 'Ben', 'So did I.', deepest)}</ul>"
    comments = separate(in_list(item(1, "Ada", "I walked there.", reply), item(4, "Dan", "I did not."))).comments

    assert [(c.author, c.parent, c.depth) for c in comments] == [
        ("Ada", None, 0), ("Ben", 0, 1), ("Cleo", 1, 2), ("Dan", None, 0),
    ]  # fmt: skip


def test_levels_in_class_names_tell_replies_where_nothing_is_nested() -> None:
    items = [item(n, "Ada", f"I walked {n} times.", classes=f"comment depth-{n}") for n in (1, 2, 3, 2)]

    assert [c.parent for c in separate(in_list(*items)).comments] == [None, 0, 1, 0]


def test_a_deleted_comments_replies_hang_on_what_is_left() -> None:
    deepest = f"<ul>{item(3, 'Cleo', 'And I.')}</ul>"
    reply = f"<ul>{item(2, 'x', 'This comment has been deleted.', deepest)}</ul>"
    comments = separate(in_list(item(1, "Ada", "I walked there.", reply))).comments

    assert [(c.author, c.parent) for c in comments] == [("Ada", None), ("Cleo", 0)]


@pytest.mark.parametrize(
    "marker", ["[deleted]", "Your comment is awaiting moderation.", "This comment has been removed by the author."]
)
def test_markers_are_no_comments(marker: str) -> None:
    comments = separate(in_list(item(1, "Ada", marker), item(2, "Ben", "I walked there."))).comments

    assert [c.author for c in comments] == ["Ben"]


def test_pingbacks_and_trackbacks_are_marked() -> None:
    ping = "<li class='pingback' id='comment-8'><p>Pingback: <a href='http://b.example'>Ice everywhere</a></p></li>"
    track = "<li class='trackback' id='comment-9'><p>Trackback: <a href='http://t.example'>Cold days</a></p></li>"
    comments = separate(in_list(item(1, "Ada", "I walked there."), ping, track)).comments

    assert [c.kind for c in comments][:1] == [CommentKind.COMMENT]
    assert [c.kind for c in comments][1:] == [CommentKind.PINGBACK, CommentKind.TRACKBACK]


def test_relative_times_are_read_against_when_the_page_was_fetched() -> None:
    fetched = datetime(2021, 3, 4, 12, 0, tzinfo=UTC)
    (comment,) = separate(in_list(item(1, "Ada", "I walked there.")), fetched_at=fetched).comments

    assert comment.posted_raw == "3 hours ago"
    assert comment.posted_at is not None
    assert comment.posted_at.startswith("2021-03-04T09:00")


def test_a_time_told_to_machines_is_more_exact_than_the_one_shown() -> None:
    when = "<a class='comment-date'><time datetime='2021-03-03T09:14:00+01:00'>3 hours ago</time></a>"
    (comment,) = separate(
        f"<ol class='commentlist'><li class='comment'><cite>Ada</cite>{when}<p>Ice.</p></li></ol>"
    ).comments

    assert comment.posted_raw == "3 hours ago"
    assert comment.posted_at == "2021-03-03T09:14:00+01:00"


def test_a_broken_machine_time_gives_way_to_the_one_shown() -> None:
    when = "<time datetime='soon'>March 3, 2021</time>"
    (comment,) = separate(
        f"<ol class='commentlist'><li class='comment'><cite>Ada</cite>{when}<p>Ice.</p></li></ol>"
    ).comments

    assert comment.posted_at == "2021-03-03"


def test_paragraphs_and_links_of_a_comment_are_kept() -> None:
    text = "I walked <a href='http://a.example'>there</a>.</p><p>It was cold."
    (comment,) = separate(in_list(item(1, "Ada", text))).comments

    assert comment.text == "I walked there.\n\nIt was cold."
    assert comment.links == ("http://a.example",)


def test_the_declared_count_stands_beside_the_found() -> None:
    separation = separate(in_list(item(1, "Ada", "I walked there.")))

    assert separation.declared_comments == 4
    assert len(separation.comments) == 1


def test_unnamed_records_under_a_heading_are_found_by_structure() -> None:
    record = "<div class='r'><b>{0} wrote:</b><br><i>on March {1}, 2021</i><p>I walked there on day {1}.</p></div>"
    records = "".join(record.format(name, day) for name, day in (("Ada", 3), ("Ben", 4), ("Cleo", 5)))
    separation = separate(f"<h3>3 comments</h3><div class='x'>{records}</div>")

    assert separation.reason is Reason.STRUCTURE_REPEATED
    assert [c.author for c in separation.comments] == ["Ada", "Ben", "Cleo"]
    assert [c.text for c in separation.comments] == [f"I walked there on day {day}." for day in (3, 4, 5)]


def test_a_list_of_posts_is_no_comment_section() -> None:
    post = "<div class='p'><h2><a href='#'>Post {0}</a></h2><i>March {0}, 2021 by Ada</i><p>Of ice and boats.</p></div>"
    separation = separate("".join(post.format(day) for day in (3, 4, 5)))

    assert separation.reason is Reason.NONE
    assert separation.comments == ()


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ('<script src="https://giscus.app/client.js" async></script>', Reason.REMOTE_GISCUS),
        ('<script src="https://utteranc.es/client.js"></script>', Reason.REMOTE_UTTERANCES),
        ('<hyvor-talk-comments website-id="1"></hyvor-talk-comments>', Reason.REMOTE_HYVOR),
        ('<div class="fb-comments" data-href="#"></div>', Reason.REMOTE_FACEBOOK),
        ('<div id="disqus_thread"></div>', Reason.REMOTE_DISQUS),
    ],
)
def test_what_loads_from_elsewhere_is_named(html: str, reason: Reason) -> None:
    separation = separate(html)

    assert separation.reason is reason
    assert separation.comments == ()


@pytest.mark.parametrize("remote", REMOTES, ids=lambda remote: remote.reason.value)
def test_each_sign_of_a_remote_service_names_it(remote: Remote) -> None:
    signs = [f'<script src="https://x.example{part}1.js"></script>' for part in remote.scripts]
    signs += [f"<{tag}></{tag}>" for tag in remote.tags]
    for name in remote.names:
        signs.append(f"<div {'class' if name[0] == '.' else 'id'}='{name[1:].replace('N', '42')}'></div>")

    assert signs
    assert {separate(sign).reason for sign in signs} == {remote.reason}


def test_comments_in_json_ld_only() -> None:
    source = """<script type="application/ld+json">{"@type": "DiscussionForumPosting", "headline": "Ice",
      "datePublished": "2021-03-02", "author": {"name": "Cleo"}, "comment": [
      {"@type": "Comment", "text": "I walked there.", "dateCreated": "2021-03-03",
      "author": {"name": "Ada"}}]}</script>"""
    separation = separate("", head=source)

    assert separation.reason is Reason.PLATFORM_JSON_LD
    assert [(c.author, c.posted_at, c.text) for c in separation.comments] == [("Ada", "2021-03-03", "I walked there.")]
    assert (separation.title, separation.byline, separation.published) == ("Ice", "Cleo", "2021-03-02")


def test_answers_of_a_faq_are_no_comments() -> None:
    source = '<script type="application/ld+json">{"@type": "FAQPage", "mainEntity": {"@type": "Answer", "text": "Yes"}}'

    assert separate("", head=f"{source}</script>").comments == ()


def test_the_head_tells_what_it_can() -> None:
    head = """<title>Ice | The Town Paper</title><meta property="og:title" content="Ice in the harbour">
      <meta name="author" content="Cleo Field"><meta property="article:section" content="Weather">
      <meta property="article:published_time" content="2021-03-02T08:00:00+01:00">"""
    separation = separate("", head=head)

    assert separation.title == "Ice in the harbour"
    assert separation.byline == "Cleo Field"
    assert separation.section == "Weather"
    assert separation.published == "2021-03-02T08:00:00+01:00"
    assert separation.language == "en"


def test_a_menu_whose_items_have_levels_is_no_comment_section() -> None:
    links = "".join(f"<li class='menu-item depth-{at % 2}'><a href='/{at}'>About the town</a></li>" for at in range(9))
    separation = separate(f"<ul class='menu'>{links}</ul>")

    assert separation.reason is Reason.NONE
    assert separation.comments == ()


@pytest.mark.parametrize(("last", "found"), [("r", 3), ("r related", 0)])
def test_siblings_of_a_related_list_are_no_comments(last: str, found: int) -> None:
    record = "<div class='{2}'><b>{0} wrote:</b><br><i>on March {1}, 2021</i><p>I walked there on day {1}.</p></div>"
    records = "".join(record.format(*told) for told in (("Ada", 3, "r"), ("Ben", 4, "r"), ("Cleo", 5, last)))

    assert len(separate(f"<h3>3 comments</h3><div class='x'>{records}</div>").comments) == found


def test_a_pingback_alone_is_found() -> None:
    ping = "<li class='pingback' id='comment-8'><p>Pingback: <a href='http://b.example'>Ice everywhere</a></p></li>"
    (comment,) = separate(in_list(ping)).comments

    assert comment.kind is CommentKind.PINGBACK


def test_an_invitation_to_comment_is_no_comment() -> None:
    separation = separate("<div class='comment'><p><a href='/sign-in'>Leave your comment</a></p></div>")

    assert separation.comments == ()


def test_forms_are_no_comments() -> None:
    form = "<div id='respond' class='comment-respond'><h3>Leave a Reply</h3><p class='comment-notes'>Your email address"
    separation = separate(f"{form} will not be published. March 3, 2021</p><form><p>Name</p></form></div>")

    assert separation.comments == ()


def _addressed(link: str) -> str | None:
    """The author's address where a comment's name is this link."""
    items = "".join(
        f"<li class='comment' id='comment-{n}'><cite class='comment-author'>{link.format(n=n)}</cite> "
        f"<span class='comment-date'>3 hours ago</span><p>I walked there {n} times.</p></li>"
        for n in range(1, 4)
    )
    comments = separate(in_list(items)).comments
    assert [comment.author for comment in comments] == ["Ada"] * 3
    addresses = {comment.author_url for comment in comments}
    assert len(addresses) == 1
    return addresses.pop()


@pytest.mark.parametrize(
    "address",
    [
        "#comment-{n}",
        "#c{n}",
        "https://harbour.example/2024/05/ice.html#comment-{n}",
        "/ice/?replytocom={n}#respond",
        "/ice.html?showComment=17000{n}",
        "/ice/comment/{n}",
    ],
)
def test_a_comments_own_permalink_is_never_the_authors_address(address: str) -> None:
    assert _addressed(f"<a href='{address}'>Ada</a>") is None


@pytest.mark.parametrize("address", ["https://ada.example/", "https://net.example/#!/ada", "/users/12"])
def test_an_address_of_the_author_is_kept(address: str) -> None:
    assert _addressed(f"<a href='{address}'>Ada</a>") == address


def test_the_permalink_beside_a_name_does_not_hide_the_address() -> None:
    assert _addressed("<a href='#comment-{n}'></a><a href='https://ada.example/'>Ada</a>") == "https://ada.example/"


@pytest.mark.parametrize("text", ["+1", "42", "\N{THUMBS UP SIGN}", "草", ":-)"])
def test_a_comment_without_a_word_is_kept(text: str) -> None:
    items = "".join(
        f"<li class='comment' id='comment-{n}'><cite class='fn'>{name}</cite> "
        f"<a class='comment-date' href='#c'>3 hours ago</a><div class='comment-text'>{said}</div></li>"
        for n, (name, said) in enumerate([("Ada", "I walked there."), ("Ben", text), ("Cleo", "So did I.")])
    )
    assert [c.text for c in separate(in_list(items)).comments] == ["I walked there.", text, "So did I."]


@pytest.mark.parametrize("text", ["|", "# ", "\N{BULLET}"])
def test_a_rule_between_links_is_no_comment(text: str) -> None:
    items = item(1, "Ada", "I walked there.") + item(2, "Ben", text) + item(3, "Cleo", "So did I.")
    assert [c.author for c in separate(in_list(items)).comments] == ["Ada", "Cleo"]
