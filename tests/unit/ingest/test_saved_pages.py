"""Pages that browsers save as one file: the page, its address and its charset come out, whatever else is in there."""

import base64
import io
import quopri
import random
import tracemalloc

import pytest

from worker.domain import Format, NewArticle
from worker.errors import RefusedError
from worker.ingest.decode import decode
from worker.ingest.formats import read_articles
from worker.reasons import Reason

LIMIT = 20_000
ADDRESS = "https://mill.example/2026/05/wheel/"
PAGE = '<!DOCTYPE html><html lang="de"><body class="a"><p>Die Mühle steht still = aus.</p></body></html>'
PICTURE = base64.encodebytes(bytes(range(256)) * 40)


def part(body: bytes, kind: str = "text/html", coding: str = "quoted-printable", **more: str) -> bytes:
    headers = {"Content-Type": kind, "Content-Transfer-Encoding": coding}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode() + b"\r\n" + body


def saved(*parts: bytes, snapshot: str | None = ADDRESS, boundary: str = "----Mill--x", more: str = "") -> bytes:
    head = "From: <Saved by a browser>\r\n"
    head += f"Snapshot-Content-Location: {snapshot}\r\n" if snapshot else ""
    head += "Subject: The wheel\r\nDate: Mon, 4 May 2026 10:00:00 +0200\r\nMIME-Version: 1.0\r\n"
    head += f'Content-Type: multipart/related;\r\n\ttype="text/html";{more}\r\n\tboundary="{boundary}"\r\n\r\n\r\n'
    mark = f"--{boundary}".encode()
    return head.encode() + b"".join(mark + b"\r\n" + one + b"\r\n" for one in parts) + mark + b"--\r\n"


def page(text: str = PAGE, encoding: str = "utf-8", **more: str) -> bytes:
    return part(quopri.encodestring(text.encode(encoding)), **{"Content_Location": ADDRESS, **more})


def picture() -> bytes:
    return part(PICTURE, "image/png", "base64", Content_Location="https://mill.example/a.png")


def read(raw: bytes, name: str = "wheel.mhtml") -> NewArticle:
    [found] = read_articles(name, io.BytesIO(raw), max_bytes=LIMIT)
    assert isinstance(found.article, NewArticle), found.article
    return found.article


def refused(raw: bytes) -> Reason:
    [found] = read_articles("wheel.mhtml", io.BytesIO(raw), max_bytes=LIMIT)
    assert isinstance(found.article, RefusedError)
    assert str(found.article)
    return found.article.reason


def text_of(article: NewArticle) -> str:
    source = article.source
    return decode(source.raw, source.format, source.charset).text.strip()


def test_a_saved_page_is_the_page_at_its_address() -> None:
    article = read(saved(page(), picture()))
    assert text_of(article) == PAGE
    assert article.source.url == ADDRESS
    assert article.source.format is Format.HTML
    assert article.source.fetched_at is not None
    assert article.source.fetched_at.isoformat() == "2026-05-04T10:00:00+02:00"
    assert article.external_id == "wheel.mhtml"


@pytest.mark.parametrize("boundary", ["a", "----MultipartBoundary--qZ7--", "=_NextPart_000", "with space"])
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_neither_boundary_nor_line_ends_matter(boundary: str, line_end: bytes) -> None:
    raw = saved(page(), picture(), boundary=boundary).replace(b"\r\n", b"\n").replace(b"\n", line_end)
    assert text_of(read(raw)).split() == PAGE.split()


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit", "binary", "BASE64"])
@pytest.mark.parametrize(("encoding", "charset"), [("utf-8", ""), ("utf-8", "utf-8"), ("cp1252", "windows-1252")])
def test_it_is_decoded_as_its_part_says(coding: str, encoding: str, charset: str) -> None:
    raw = PAGE.encode(encoding)
    body = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(coding.lower(), bytes)(raw)
    kind = f'text/html; charset="{charset}"' if charset else "text/html"
    assert text_of(read(saved(part(body, kind, coding)))) == PAGE


def test_the_page_is_the_part_that_the_file_names() -> None:
    frame = page("<p>An advertisement.</p>", Content_Location="cid:frame-1@mill", Content_ID="<frame@mill>")
    main = page(Content_ID="<main@mill>")
    for order in ((main, frame), (frame, main), (picture(), frame, main)):
        assert text_of(read(saved(*order))) == PAGE
        assert text_of(read(saved(*order, snapshot=None, more=' start="<main@mill>";'))) == PAGE
    # Where what is named is not there, and where nothing is, it is the first page.
    for more in ("", ' start="<gone@mill>";'):
        assert text_of(read(saved(picture(), main, frame, snapshot=None, more=more))) == PAGE


def test_a_page_within_a_mail_and_a_page_alone_are_read() -> None:
    inner = saved(part(b"The mill", "text/plain"), page(), boundary="inner").partition(b"MIME-Version: 1.0\r\n")[2]
    assert text_of(read(saved(inner, picture()))) == PAGE
    alone = b"MIME-Version: 1.0\r\n" + page()
    assert text_of(read(alone)) == PAGE


def test_a_name_that_says_nothing_and_one_in_capitals_are_known() -> None:
    for name in ("wheel", "wheel.bin", "WHEEL.MHT"):
        assert text_of(read(saved(page()), name)) == PAGE


@pytest.mark.parametrize("address", ["file:///C:/wheel.htm", "cid:1@mill", "http://", "", "about:blank"])
def test_a_page_of_nowhere_has_no_address(address: str) -> None:
    article = read(saved(page(Content_Location=address), snapshot=address or None))
    assert article.source.url is None
    assert article.key == article.content_hash


def test_a_folded_address_is_one() -> None:
    raw = saved(page()).replace(b"/2026/05/", b"/2026/\r\n 05/")
    assert read(raw).source.url == ADDRESS


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.SCHEMA),
        (saved(picture()), Reason.SCHEMA),
        (saved(part(b"The mill", "text/plain")), Reason.SCHEMA),
        (b"X" * 200_000, Reason.SCHEMA),
        (saved(page("<p>" + "x" * (LIMIT + 1))), Reason.TOO_LARGE),
        (saved(page("<p>" + "x" * (20 * LIMIT))), Reason.TOO_LARGE),
        (saved(page())[:-40], Reason.DECODE),
        (
            saved(*(part(b"", f'multipart/mixed; boundary="{at}"') for at in range(30)), page(), snapshot=None),
            Reason.DEPTH,
        ),
    ],
)
def test_what_is_no_whole_page_is_refused(raw: bytes, reason: Reason) -> None:
    assert refused(raw) is reason


def test_pictures_are_never_held() -> None:
    many = saved(part(PICTURE * 300, "image/png", "base64"), page())
    stream = io.BytesIO(many)
    tracemalloc.start()
    try:
        [found] = read_articles("wheel.mhtml", stream, max_bytes=LIMIT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(found.article, NewArticle)
    assert len(many) > 40 * LIMIT
    assert peak < len(many) / 4


def test_damage_is_an_answer_never_an_error() -> None:
    chance = random.Random(6)
    whole = saved(page(), picture(), page("<p>A frame.</p>"))
    for _ in range(300):
        raw = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        cut = bytes(raw[: chance.randrange(len(raw))]) if chance.random() < 0.3 else bytes(raw)
        [found] = read_articles("wheel.mhtml", io.BytesIO(cut), max_bytes=LIMIT)
        assert isinstance(found.article, NewArticle | RefusedError)


@pytest.mark.parametrize("name", ["wheel.html", "wheel.htm", "wheel.xhtml", "wheel"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_page_that_is_still_quoted_printable_is_unquoted(name: str, line_end: bytes) -> None:
    raw = quopri.encodestring((PAGE + "<p>" + "The wheel. " * 30).encode()).replace(b"\n", line_end)
    assert text_of(read(raw, name)).startswith(PAGE)


@pytest.mark.parametrize(
    "html",
    [
        "<p>In a mail, =3D is an equals sign.</p>",
        '<a href="?q=3D">Films</a>',
        "<a href=?q=3D>Films</a>",
        '<p title="=3D">a=20b</p>',
        "<p>x</p>",
    ],
)
def test_a_page_that_only_speaks_of_it_stays_as_it_is(html: str) -> None:
    assert read(html.encode(), "wheel.html").source.raw == html.encode()
