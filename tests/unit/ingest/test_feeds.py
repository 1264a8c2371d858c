"""Feeds: RSS, RDF, Atom and JSON Feed come to the same articles, and feeds of comments to comments of theirs."""

import io
import json
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from worker.domain import NEWEST_PAGE, Format, NewArticle, Separation
from worker.errors import RefusedError
from worker.ingest.formats import read_articles
from worker.ingest.formats.feed import MAX_FILE_BYTES
from worker.ingest.thread import read_thread
from worker.reasons import Reason
from worker.separate.html.separation import separate_html
from worker.work.pipeline import read_page

LIMIT = 200_000
NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)
BODY = "<p>The pears are ripe this week.</p><p>Bring a basket and good shoes, as the grass is wet.</p>"
ITEM = f"""<item><title>Pears &amp; quinces</title><link>https://orchard.example/pears/</link>
<dc:creator>Ottoline Marsh</dc:creator><pubDate>Thu, 01 Oct 2026 10:00:00 +0200</pubDate><guid>https://o.example/?p=5</guid>
<description>Short.</description><content:encoded><![CDATA[{BODY}]]></content:encoded><slash:comments>2</slash:comments></item>"""
RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMES}><channel><title>Orchard</title>
<link>https://orchard.example/</link><atom:link rel="self" href="https://orchard.example/feed/"/><language>en</language>
{ITEM}</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Orchard</title>
<link rel="self" href="https://orchard.example/feed/"/><entry><title>Pears &amp; quinces</title>
<link rel="alternate" href="https://orchard.example/pears/"/><id>https://o.example/?p=5</id>
<author><name>Ottoline Marsh</name></author><published>2026-10-01T08:00:00Z</published>
<summary>Short.</summary><content type="html"><![CDATA[{BODY}]]></content></entry></feed>"""
RDF = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" {NAMES}><channel rdf:about="https://orchard.example/feed/"><title>Orchard</title>
<link>https://orchard.example/feed/</link><dc:language>en</dc:language></channel><item rdf:about="https://o.example/?p=5">
<title>Pears &amp; quinces</title><link>https://orchard.example/pears/</link><dc:creator>Ottoline Marsh</dc:creator>
<dc:date>2026-10-01T08:00:00Z</dc:date><content:encoded><![CDATA[{BODY}]]></content:encoded></item></rdf:RDF>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Orchard",
        "feed_url": "https://orchard.example/feed/",
        "language": "en",
        "items": [
            {
                "id": "https://o.example/?p=5",
                "url": "https://orchard.example/pears/",
                "title": "Pears & quinces",
                "content_html": BODY,
                "date_published": "2026-10-01T08:00:00Z",
                "authors": [{"name": "Ottoline Marsh"}],
            }
        ],
    }
)
FEEDS = {"feed.rss": RSS, "feed.atom": ATOM, "feed.rdf": RDF, "feed.json": JSON_FEED, "feed": RSS, "atom": ATOM}


def read(name: str, raw: str | bytes) -> list[NewArticle | RefusedError]:
    stream = io.BytesIO(raw if isinstance(raw, bytes) else raw.encode())
    return [one.article for one in read_articles(name, stream, max_bytes=LIMIT)]


def articles(name: str, raw: str | bytes) -> list[NewArticle]:
    found = [one for one in read(name, raw) if isinstance(one, NewArticle)]
    assert len(found) == len(read(name, raw))
    return found


def refusal(name: str, raw: str | bytes) -> RefusedError:
    [error] = read(name, raw)
    assert isinstance(error, RefusedError)
    return error


def separated(article: NewArticle) -> Separation:
    return separate_html(read_page(article.source))


@pytest.mark.parametrize("name", FEEDS)
def test_an_entry_is_an_article_in_whichever_format(name: str) -> None:
    [article] = articles(name, FEEDS[name])
    source = article.source
    assert (source.format, source.url, source.title) == (
        Format.HTML,
        "https://orchard.example/pears/",
        "Pears & quinces",
    )
    assert (source.published, source.language) == ("2026-10-01T08:00:00Z", "en")
    assert (article.external_id, article.feed) == ("https://o.example/?p=5", "https://orchard.example/feed/")
    assert article.key == articles("feed.rss", RSS)[0].key
    found = separated(article)
    assert found.body == ("The pears are ripe this week.", "Bring a basket and good shoes, as the grass is wet.")
    assert (found.title, found.byline, found.comments) == ("Pears & quinces", "Ottoline Marsh", ())


THREADS = 'xmlns:thr="http://purl.org/syndication/thread/1.0"'


@pytest.mark.parametrize(
    ("name", "told", "declared"),
    [
        ("feed.rss", "<slash:comments>2</slash:comments>", 2),
        ("feed.rss", "<slash:comments> 128 </slash:comments>", 128),
        ("feed.rss", "<slash:comments>0</slash:comments>", 0),
        ("feed.rss", "<slash:comments>many</slash:comments>", None),
        ("feed.rss", "<slash:comments>-1</slash:comments>", None),
        ("feed.rss", "<slash:comments>12345678</slash:comments>", None),
        ("feed.rss", "", None),
        ("feed.atom", f"<thr:total {THREADS}>7</thr:total>", 7),
        ("feed.atom", f'<link rel="replies" {THREADS} thr:count="3" href="https://orchard.example/pears/feed/"/>', 3),
        ("feed.atom", '<link rel="replies" href="https://orchard.example/pears/feed/"/>', None),
    ],
)
def test_a_feed_s_count_of_comments_is_declared(name: str, told: str, declared: int | None) -> None:
    plain = RSS.replace("<slash:comments>2</slash:comments>", told) if name == "feed.rss" else ATOM
    feed = plain if name == "feed.rss" else plain.replace("<summary>", f"{told}<summary>")
    found = separated(articles(name, feed)[0])
    assert (found.declared_comments, found.comments) == (declared, ())
    assert found.body == ("The pears are ripe this week.", "Bring a basket and good shoes, as the grass is wet.")
    for tongue, body in {"de": "Die Birnen sind reif.", "ja": "梨が熟しました。"}.items():
        other = feed.replace("The pears are ripe this week.", body).replace(">en<", f">{tongue}<")
        assert separated(articles(name, other)[0]).declared_comments == declared


def test_another_encoding_is_the_same_article() -> None:
    german = RSS.replace("The pears are ripe this week.", "Die Birnen sind überreif.")
    plain = separated(articles("feed.rss", german)[0]).body
    for encoding in ("iso-8859-1", "windows-1252", "utf-16"):
        raw = german.replace("UTF-8", encoding).encode(encoding)
        assert separated(articles("feed.rss", raw)[0]).body == plain
    # An encoding that is declared and not used tells nothing.
    assert separated(articles("feed.rss", german.replace("UTF-8", "iso-8859-1").encode())[0]).body == plain


def comment_item(number: int, author: str, text: str) -> str:
    link = f"https://orchard.example/pears/#comment-{number}"
    return (
        f"<item><title>By: {author}</title><link>{link}</link><dc:creator>{author}</dc:creator><guid>{link}</guid>"
        f"<pubDate>Thu, 01 Oct 2026 0{number}:00:00 +0000</pubDate>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )


def comment_feed(*items: str) -> str:
    return f'<rss version="2.0" {NAMES}><channel><title>Comments on: Pears</title>{"".join(items)}</channel></rss>'


def thread(name: str, raw: str) -> tuple[NewArticle, Separation]:
    [article] = articles(name, raw)
    return article, read_thread(article.source)


def test_wordpress_comments_are_comments_of_their_article() -> None:
    newest_first = [
        comment_item(3, "Jan", '<p>Me too.</p><p>See <a href="https://jan.example/x">here</a>.<br>Jan</p>'),
        comment_item(1, "Ida", "<p>Lovely\n pears.</p>"),
    ]
    article, found = thread("comments.xml", comment_feed(*newest_first))
    assert (article.key, article.page) == (articles("feed.rss", RSS)[0].key, NEWEST_PAGE)
    assert [(one.author, one.text, one.posted_at) for one in found.comments] == [
        ("Ida", "Lovely pears.", "2026-10-01T01:00:00Z"),
        ("Jan", "Me too.\n\nSee here.\nJan", "2026-10-01T03:00:00Z"),
    ]
    assert found.comments[1].links == ("https://jan.example/x",)
    # In whichever order they stand, they are the same thread.
    assert thread("comments.xml", comment_feed(*reversed(newest_first)))[0].content_hash == article.content_hash


def atom_comments(entries: Sequence[tuple[str, str, str]]) -> str:
    told = "".join(
        f"<entry><id>{name}</id><title>x</title><author><name>{name}</name><uri>https://{name}.example/</uri></author>"
        f"<published>2026-10-0{at}T00:00:00Z</published><content type='html'>{text}</content>{answer}</entry>"
        for at, (name, text, answer) in enumerate(entries, 1)
    )
    thr = 'xmlns:thr="http://purl.org/syndication/thread/1.0"'
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {thr}><title>x</title>{told}</feed>'


def test_what_answers_what_is_read_from_thr_in_reply_to() -> None:
    """As Blogger tells it: a comment answers the post, or another comment by its id."""
    post = "<thr:in-reply-to ref='tag:post-7' href='https://orchard.example/2026/pears.html'/>"
    reply = "<thr:in-reply-to ref='ida'/>" + post
    entries = [("ida", "Lovely.", post), ("jan", "Indeed.", reply.replace(post, "")), ("kim", "Hm.", post)]
    feed = atom_comments(entries).replace(
        "<id>jan</id>", "<id>jan</id><link rel='alternate' href='https://orchard.example/2026/pears.html#c12'/>"
    )
    article, found = thread("comments.atom", feed)
    assert article.source.url == "https://orchard.example/2026/pears.html"
    assert [(one.author, one.author_url, one.parent, one.depth) for one in found.comments] == [
        ("ida", "https://ida.example/", None, 0),
        ("jan", "https://jan.example/", 0, 1),
        ("kim", "https://kim.example/", None, 0),
    ]


def test_comments_of_many_articles_come_to_each_of_them() -> None:
    other = comment_item(2, "Kim", "<p>Figs!</p>").replace("/pears/", "/figs/")
    found = articles("comments.xml", comment_feed(comment_item(1, "Ida", "<p>Pears!</p>"), other))
    assert [one.source.url for one in found] == ["https://orchard.example/pears/", "https://orchard.example/figs/"]


def test_what_is_wrong_with_one_entry_spoils_no_other() -> None:
    nowhere = comment_item(1, "Ida", "Pears.").replace("https://orchard.example/pears/#comment-1", "#comment-1")
    ftp = ITEM.replace("https://orchard.example/pears/", "ftp://orchard.example/pears/")
    empty = "<item><link>https://orchard.example/empty/</link></item>"
    large = ITEM.replace("/pears/", "/large/").replace("<p>", "<p>" + "pears " * LIMIT, 1)
    found = read("feed.rss", RSS.replace(ITEM, nowhere + ftp + empty + large + ITEM))
    reasons = [one.reason if isinstance(one, RefusedError) else None for one in found]
    assert reasons == [Reason.SCHEMA, Reason.BAD_URL, Reason.SCHEMA, Reason.TOO_LARGE, None]
    assert "a comment on no article" in str(found[0])


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>' + RSS.partition("?>")[2]
WRONG = {
    "entities": (BOMB, Reason.XML_FORBIDDEN),
    "entities in UTF-16": (BOMB.encode("utf-16"), Reason.XML_FORBIDDEN),
    "too large": ("<rss>" + " " * MAX_FILE_BYTES, Reason.TOO_LARGE),
    "too deep": ("<rss><channel><item>" + "<div>" * 40_000, Reason.DEPTH),
    "attributes": (
        "<rss><item " + "".join(f"a{number}='1' " for number in range(1000)) + "/></rss>",
        Reason.COMPLEXITY,
    ),
    "categories": (RSS.replace("<slash:", "<category>x</category>" * 6_000 + "<slash:"), Reason.COMPLEXITY),
    "keywords": (RSS.replace("<slash:", "<i:keywords>x</i:keywords>" * 6_000 + "<slash:"), Reason.COMPLEXITY),
    "other XML": ("<?xml version='1.0'?><note><to>Ida</to></note>", Reason.SCHEMA),
    "no XML": ("The mill turns.", Reason.SCHEMA),
    "nothing": ("", Reason.EMPTY),
    "a picture": (b"\x89PNG\r\n" + bytes(100), Reason.NOT_TEXT),
    "no items": ('{"version": "https://jsonfeed.org/version/1.1", "items": 7}', Reason.SCHEMA),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_feed_is_refused_with_its_reason(wrong: str) -> None:
    raw, reason = WRONG[wrong]
    error = refusal("feed.json" if wrong == "no items" else "feed.xml", raw)
    assert error.reason is reason
    assert len(str(error).splitlines()) == 1


def test_a_feed_that_is_cut_short_gives_what_it_has() -> None:
    whole = RSS.replace(ITEM, ITEM + ITEM.replace("/pears/", "/figs/"))
    cut = read("feed.rss", whole[: whole.rindex("<slash:")])
    assert isinstance(cut[0], NewArticle)
    assert cut[0].content_hash == articles("feed.rss", RSS)[0].content_hash


@pytest.mark.parametrize("raw", ["https://127.0.0.1:9/feed.xml", "/etc/passwd", "file:///etc/passwd"])
def test_nothing_is_fetched_or_opened(raw: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert refusal("feed.xml", raw).reason is Reason.SCHEMA
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS)
    assert refusal("feed.xml", str(secret)).reason is Reason.SCHEMA
