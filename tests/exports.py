"""Exports of comments as other programs write them, by hand: one blog's three comments in each of the formats."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

SITE = "https://orchard.example"
PILLS = "Cheap pills at <a href='http://pills.example/buy'>our shop</a>, no prescription, buy now"

WXR_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.6" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Orchard</title><link>https://orchard.example</link><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>"""
WXR_FOOT = "</channel></rss>"


def wxr_comment(
    number: int, text: str, status: str = "1", *, parent: int = 0, author: str = "Ida", kind: str = "comment"
) -> str:
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id>
<wp:comment_author><![CDATA[{author}]]></wp:comment_author>
<wp:comment_author_email><![CDATA[ida@mail.example]]></wp:comment_author_email>
<wp:comment_author_url>https://ida.example/</wp:comment_author_url>
<wp:comment_author_IP><![CDATA[203.0.113.7]]></wp:comment_author_IP>
<wp:comment_date><![CDATA[2026-03-0{number % 9 + 1} 11:00:00]]></wp:comment_date>
<wp:comment_date_gmt><![CDATA[2026-03-0{number % 9 + 1} 10:00:00]]></wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text}]]></wp:comment_content>
<wp:comment_approved><![CDATA[{status}]]></wp:comment_approved><wp:comment_type><![CDATA[{kind}]]></wp:comment_type>
<wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>"""


def wxr_item(comments: str, *, post: int = 7, link: str = f"{SITE}/pears/") -> str:
    return f"""<item><title><![CDATA[Pears are ripe]]></title><link>{link}</link>
<pubDate>Sun, 01 Mar 2026 08:00:00 +0000</pubDate><dc:creator><![CDATA[ottoline]]></dc:creator>
<guid isPermaLink="false">{SITE}/?p={post}</guid><description></description>
<content:encoded><![CDATA[<p>The pears are ripe.</p>

<p>Bring a basket.</p>]]></content:encoded><excerpt:encoded><![CDATA[Ripe!]]></excerpt:encoded>
<wp:post_id>{post}</wp:post_id><wp:post_date_gmt><![CDATA[2026-03-01 08:00:00]]></wp:post_date_gmt>
<wp:post_type><![CDATA[post]]></wp:post_type>{comments}</item>"""


def wxr(*items: str) -> str:
    return WXR_HEAD + "".join(items) + WXR_FOOT


def three_in_wxr() -> str:
    return wxr(
        wxr_item(
            wxr_comment(1, "We were there.\nLovely ones, thank you.")
            + wxr_comment(2, "Which day is best?", parent=1, author="Jan")
            + wxr_comment(3, PILLS, "spam", author="Pills")
        )
    )


def wordpress(folder: Path) -> Path:
    return _text(folder / "blog.xml", three_in_wxr())


WP_ROWS: list[dict[str, Any]] = [
    {"comment_ID": "1", "comment_post_ID": "7", "comment_parent": "0", "comment_date_gmt": "2026-03-02 10:00:00",
     "comment_approved": "1", "comment_author": "Ida", "comment_author_url": "https://ida.example/",
     "comment_content": "We were there.\nLovely ones, thank you.", "comment_type": "comment"},
    {"comment_ID": "2", "comment_post_ID": "7", "comment_parent": "1", "comment_date_gmt": "2026-03-03 10:00:00",
     "comment_approved": "1", "comment_author": "Jan", "comment_author_url": "",
     "comment_content": "Which day is best?", "comment_type": ""},
    {"comment_ID": "3", "comment_post_ID": "7", "comment_parent": "0", "comment_date_gmt": "2026-03-04 10:00:00",
     "comment_approved": "spam", "comment_author": "Pills", "comment_author_url": "", "comment_content": PILLS,
     "comment_type": "comment"},
]  # fmt: skip


def wp_comments(folder: Path) -> Path:
    return _text(folder / "comments.json", json.dumps(WP_ROWS))


def wp_csv(folder: Path) -> Path:
    return _text(folder / "comments.csv", _csv(list(WP_ROWS[0]), WP_ROWS))


def disqus_post(number: int, author: str, text: str, *, spam: bool = False, parent: int | None = None) -> str:
    return f"""<post dsq:id="{number}"><id/><message><![CDATA[{text}]]></message>
<createdAt>2026-03-0{number + 1}T10:00:00Z</createdAt><isDeleted>{str(spam).lower()}</isDeleted>
<isSpam>{str(spam).lower()}</isSpam><author><email>ida@mail.example</email><name>{author}</name>
<isAnonymous>true</isAnonymous></author><ipAddress>203.0.113.7</ipAddress><thread dsq:id="70"/>
{f'<parent dsq:id="{parent}"/>' if parent else ""}</post>"""


def disqus(folder: Path) -> Path:
    content = f"""<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><forum>orchard</forum><title>General</title></category>
<thread dsq:id="70"><id>7</id><forum>orchard</forum><link>{SITE}/pears/</link><title>Pears are ripe</title><message/>
<createdAt>2026-03-01T08:00:00Z</createdAt><isClosed>false</isClosed><isDeleted>false</isDeleted></thread>
{disqus_post(1, "Ida", "<p>We were there.</p><p>Lovely ones, thank you.</p>")}
{disqus_post(2, "Jan", "<p>Which day is best?</p>", parent=1)}
{disqus_post(3, "Pills", PILLS, spam=True)}</disqus>"""
    path = folder / "orchard.xml.gz"
    path.write_bytes(gzip.compress(content.encode()))
    return path


def isso(folder: Path) -> Path:
    path = folder / "comments.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            """CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
            CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT,
            modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR,
            website VARCHAR, likes INTEGER, dislikes INTEGER, voters BLOB, notification INTEGER);
            INSERT INTO threads VALUES (70, '/pears/', 'Pears are ripe');"""
        )
        for number, mode, parent, author, text in (
            (1, 1, None, "Ida", "We were there.\nLovely ones, thank you."),
            (2, 1, 1, "Jan", "Which day is best?"),
            (3, 2, None, "Pills", PILLS),
            (4, 4, None, None, ""),
        ):
            row = (70, number, parent, 1772445600.0 + number, None, mode, "203.0.113.0", text, author, "i@mail.example")
            connection.execute(
                f"INSERT INTO comments VALUES ({', '.join('?' * 15)})", (*row, "https://ida.example/", 0, 0, b"", 0)
            )
    connection.close()
    return path


def remark42(folder: Path) -> Path:
    url = f"{SITE}/pears/"
    rows: list[dict[str, Any]] = [{"version": 1, "users": [], "posts": [{"url": url, "read_only": False}]}]
    for number, pid, author, text in (
        ("a", "", "Ida", "<p>We were there.</p>\n<p>Lovely ones, thank you.</p>\n"),
        ("b", "a", "Jan", "<p>Which day is best?</p>"),
        ("c", "", "Pills", PILLS),
    ):
        user = {"name": author, "id": f"github_{author}", "picture": "", "ip": "5e88", "admin": False}
        rows.append(
            {"id": number, "pid": pid, "text": text, "orig": "typed", "user": user, "score": 0,
             "title": "Pears are ripe", "locator": {"site": "orchard", "url": url},
             "time": f"2026-03-0{'_abc'.index(number) + 1}T10:00:00.5+01:00"}
        )  # fmt: skip
    rows.append({**rows[1], "id": "d", "text": "", "delete": True})
    path = folder / "backup-orchard.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path


def commento(folder: Path) -> Path:
    state = {"Ida": "approved", "Jan": "approved", "Pills": "flagged"}
    comments = [
        {"commentHex": number, "domain": "orchard.example", "path": "/pears/", "commenterHex": f"hex-{author}",
         "markdown": text, "html": f"<p>{text}</p>", "parentHex": parent, "score": 0, "state": state[author],
         "creationDate": f"2026-03-0{'_abc'.index(number) + 1}T10:00:00Z", "direction": 0, "deleted": False}
        for number, parent, author, text in (
            ("a", "root", "Ida", "We were there.</p><p>Lovely ones, thank you."),
            ("b", "a", "Jan", "Which day is best?"),
            ("c", "root", "Pills", PILLS),
        )
    ]  # fmt: skip
    commenters = [
        {"commenterHex": f"hex-{name}", "email": "i@mail.example", "name": name, "link": "undefined", "photo": ""}
        for name in state
    ]
    return _text(folder / "orchard.json", json.dumps({"version": 1, "comments": comments, "commenters": commenters}))


def comentario(folder: Path) -> Path:
    comments = [
        {"id": number, "parentId": parent, "pageId": "p1", "userCreated": f"u-{author}", "markdown": text, "html": text,
         "isApproved": author != "Pills", "isPending": author == "Pills", "isDeleted": False,
         "createdTime": f"2026-03-0{'_abc'.index(number) + 1}T10:00:00.000Z"}
        for number, parent, author, text in (
            ("a", None, "Ida", "<p>We were there.</p><p>Lovely ones, thank you.</p>"),
            ("b", "a", "Jan", "<p>Which day is best?</p>"),
            ("c", None, "Pills", PILLS),
        )
    ]  # fmt: skip
    users = [{"id": f"u-{name}", "email": "i@mail.example", "name": name} for name in ("Ida", "Jan", "Pills")]
    pages = [{"id": "p1", "path": "/pears/", "title": "Pears are ripe"}]
    told = {"version": 3, "pages": pages, "comments": comments, "commenters": users}
    return _text(folder / "comentario.json", json.dumps(told))


def staticman(folder: Path) -> Path:
    root = folder / "comments"
    (root / "pears").mkdir(parents=True)
    _text(root / "pears" / "comment-1.yml",
          "_id: a\nname: Ida\nemail: 5e884898da28\nurl: 'https://ida.example/'\nmessage: \"We were there.\\r\\nLovely "
          "ones, thank you.\"\ndate: '2026-03-02T10:00:00.000Z'\n")  # fmt: skip
    _text(
        root / "pears" / "comment-2.yml",
        "_id: b\n_parent: a\nname: Jan\nmessage: Which day is best?\ndate: 1772532000\n",
    )
    _text(root / "pears" / "comment-3.json", json.dumps({"_id": "c", "name": "Pills", "message": PILLS,
                                                          "date": "2026-03-04T10:00:00Z"}))  # fmt: skip
    return root


def discourse(folder: Path) -> Path:
    def post(number: int, author: str, text: str, **more: Any) -> dict[str, Any]:
        return {"id": 900 + number, "post_number": number, "username": author.lower(), "name": author, "cooked": text,
                "created_at": f"2026-03-0{number}T10:00:00.000Z", "reply_to_post_number": None, **more}  # fmt: skip

    posts = [
        post(1, "Ottoline", "<p>The pears are ripe.</p>\n<p>Bring a basket.</p>"),
        post(2, "Ida", "<p>We were there.</p>\n<p>Lovely ones, thank you.</p>", reply_to_post_number=1),
        post(3, "Jan", "<p>Which day is best?</p>", reply_to_post_number=2),
        post(4, "Pills", PILLS, deleted_at="2026-03-05T10:00:00.000Z"),
        post(5, "system", "", action_code="closed.enabled"),
    ]
    topic = {"id": 70, "title": "Pears are ripe", "slug": "pears", "post_stream": {"posts": posts, "stream": []}}
    return _text(folder / "topic.json", json.dumps(topic))


def coral(folder: Path) -> Path:
    stories = [{"_id": {"$oid": "1"}, "tenantID": "t", "id": "s1", "url": f"{SITE}/pears/",
                "metadata": {"title": "Pears are ripe", "publishedAt": {"$date": "2026-03-01T08:00:00Z"}}}]  # fmt: skip
    comments = [
        {"_id": {"$oid": number}, "tenantID": "t", "id": number, "storyID": "s1", "parentID": parent,
         "authorID": f"u-{author}", "status": status, "createdAt": {"$date": {"$numberLong": time}},
         "revisions": [{"id": "r", "body": "first draft"}, {"id": "r2", "body": text}]}
        for number, parent, author, status, time, text in (
            ("a", None, "Ida", "NONE", "1772445600000", "<div>We were there.</div><div>Lovely ones, thank you.</div>"),
            ("b", "a", "Jan", "APPROVED", "1772532000000", "<div>Which day is best?</div>"),
            ("c", None, "Pills", "REJECTED", "1772618400000", PILLS),
        )
    ]  # fmt: skip
    users = [{"id": f"u-{name}", "username": name, "email": "i@mail.example"} for name in ("Ida", "Jan", "Pills")]
    # A dump of each collection, one behind the other.
    return _text(folder / "coral.json", "".join(json.dumps(row) + "\n" for row in [*comments, *users, *stories]))


CSV_NAMES = ("id", "parent", "url", "title", "author", "author_url", "posted_at", "status", "text")


def csv_file(folder: Path) -> Path:
    rows = [
        dict(zip(CSV_NAMES, (number, parent, f"{SITE}/pears/", "Pears are ripe", author, "", time, status, text),
                 strict=True))
        for number, parent, author, time, status, text in (
            ("a", "", "Ida", "2026-03-02 10:00:00", "approved", "We were there.\nLovely ones, thank you."),
            ("b", "a", "Jan", "2026-03-03 10:00:00", "", "Which day is best?"),
            ("c", "", "Pills", "2026-03-04 10:00:00", "Spam", PILLS),
        )
    ]  # fmt: skip
    return _text(folder / "own.csv", _csv(list(CSV_NAMES), rows, ";"))


# Each program's export, and what became of the third comment there.
EXPORTS: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "wordpress": ("wordpress", wordpress, "spam"),
    "wp-comments as JSON": ("wp-comments", wp_comments, "spam"),
    "wp-comments as CSV": ("wp-comments", wp_csv, "spam"),
    "disqus": ("disqus", disqus, "spam"),
    "isso": ("isso", isso, "pending"),
    "remark42": ("remark42", remark42, "approved"),
    "commento": ("commento", commento, "pending"),
    "comentario": ("commento", comentario, "pending"),
    "staticman": ("staticman", staticman, "approved"),
    "discourse": ("discourse", discourse, "trash"),
    "coral": ("coral", coral, "trash"),
    "csv": ("csv", csv_file, "spam"),
}


def _text(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def _csv(names: list[str], rows: list[dict[str, Any]], delimiter: str = ",") -> str:
    lines = [delimiter.join(names)]
    lines += [delimiter.join('"' + str(row[name]).replace('"', '""') + '"' for name in names) for row in rows]
    return "\n".join(lines) + "\n"
