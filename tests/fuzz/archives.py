"""Archives of the web, Parquet files and feeds of whatever bytes: what each article is, and that they can be cut."""

import io
from collections.abc import Iterator

from tests.archives import arc, page, parquet_file, record, response, warc
from worker.domain import NewArticle
from worker.errors import RefusedError
from worker.ingest.formats import parts, read_articles

NAMES = ("a.warc", "a.warc.gz", "a.warc.zst", "a.arc", "a.warc.wet", "a.parquet", "a.xml")
MAX_BYTES = 200_000
FEED = b"""<?xml version="1.0"?><rss version="2.0" xmlns:thr="http://purl.org/syndication/thread/1.0"><channel>
<title>Mills</title><item><title>One</title><link>https://a.example/1</link><description>&lt;p>The mill turns.&lt;/p>
</description><category>mills</category></item><item><link>https://a.example/1#comment-1</link><pubDate>Thu, 01 Oct 2026
08:00:00 +0000</pubDate><description>At last!</description><thr:in-reply-to ref="1"/></item></channel></rss>"""
# So small that files of some kilobytes are cut.
PART_BYTES = 500


def articles(name: str, raw: bytes) -> Iterator[NewArticle]:
    """Yield the articles of an archive; what is none is refused. Cutting it ends well, or is refused."""
    for one in read_articles(name, io.BytesIO(raw), max_bytes=MAX_BYTES):
        if isinstance(one.article, NewArticle):
            yield one.article
    try:
        cut = parts(name, io.BufferedReader(io.BytesIO(raw)), PART_BYTES)  # type: ignore[arg-type]
    except RefusedError:
        return
    places = [one.start for one in cut]
    assert places == sorted(set(places)), "parts that begin before their neighbours"
    assert [one.end for one in cut] == [*places[1:], None], "parts that are not one behind the other"


def whole() -> dict[str, bytes]:
    """Return a small archive of each name, with what they hold beside pages."""
    records = [
        record(b"software: a crawler\r\n", "urn:info", kind="warcinfo"),
        page(1),
        record(response("<p>Паром</p>".encode("koi8-r"), kind="text/html; charset=koi8-r"), "https://a.example/koi"),
        record(
            response(b"5\r\n<p>A \r\n9\r\nmill.</p>\r\n0\r\n\r\n", more="Transfer-Encoding: chunked\r\n"),
            "https://a.example/c",
        ),
        record(response(b"", status="404 Not Found"), "https://a.example/gone"),
        page(2),
    ]
    texts = [record(b"The ferry starts in May.", f"https://a.example/{n}", kind="conversion") for n in range(4)]
    rows = [{"url": f"https://a.example/{n}", "text": f"The ferry {n} starts in May."} for n in range(8)]
    blocks = [("https://a.example/1", response(b"<p>One</p>")), ("https://a.example/2", response(b"<p>Two</p>"))]
    packed = {name: warc(records, name.removeprefix("a.warc")) for name in NAMES[:3]}
    return {
        **packed,
        "a.arc": arc(*blocks),
        "a.warc.wet": warc(texts),
        "a.parquet": parquet_file(rows, group=4),
        "a.xml": FEED,
    }
