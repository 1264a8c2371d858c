"""The bad inputs that Winnow must take in its stride: how each comes in, and what must become of it."""

import gzip
import io
import json
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from worker.reasons import Reason

# A comment that the page's sentences lead up to, in the form that plain pages show.
BODY = "The mill by the weir turns again. It stood still for eleven years, and nobody had hoped for it."


@dataclass(frozen=True, slots=True)
class BadInput:
    """``content`` under a file's ``name``; one end of ``ends``: a code that it is dead with, or ``OK``.

    ``refused`` is the code that it is turned away with at submission. ``body`` and ``comment`` must be in the result.
    """

    case: str
    name: str
    content: bytes
    ends: tuple[str, ...] = ()
    refused: Reason | None = None
    body: str = ""
    comment: str = ""


OK = "OK"


def page(comment: str, author: str = "Wilma") -> str:
    """A page with two comments, of which the first is Wilma's own."""
    return (
        f"<html><body><h1>The mill</h1><p>{BODY}</p><ol class='commentlist'>"
        f"<li class='comment' id='comment-1'><cite class='fn'>{author}</cite><p>{comment}</p></li>"
        "<li class='comment' id='comment-2'><cite class='fn'>Otto</cite><p>I heard the wheel at night.</p></li></ol>"
    )


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def cases() -> Iterator[BadInput]:
    """All of them, numbered as they are known."""
    return chain(_empty_and_wrong(), _encodings(), _texts(), _markup(), _archives(), _volume(), _addresses(), _faults())


def _empty_and_wrong() -> Iterator[BadInput]:
    yield BadInput("01 empty", "page.html", b"", ("EMPTY",))
    yield BadInput("01 empty text", "in.jsonl", line(text=""), ("EMPTY",))
    yield BadInput("02 white space", "page.txt", " \n\u00a0\t".encode(), ("EMPTY",))
    yield BadInput("03 50 MB", "page.html", b"a" * 50_000_000, refused=Reason.TOO_LARGE)
    yield BadInput("04 not JSON", "in.jsonl", b"{broken", refused=Reason.SCHEMA)
    for value in ("[]", "42", "null"):
        yield BadInput(f"05 {value}", "in.jsonl", value.encode(), refused=Reason.SCHEMA)
    yield BadInput("06 no content", "in.jsonl", line(id="x"), refused=Reason.SCHEMA)
    yield BadInput("07 surplus fields", "in.jsonl", line(text=BODY, colour="blue"), (OK,), body=BODY)
    yield BadInput(
        "08 doubled keys", "in.jsonl", b'{"text": "The first.", "text": "The last one."}', (OK,), body="last"
    )
    yield BadInput("09 deep JSON", "in.jsonl", b'{"text": ' + b"[" * 100_000, refused=Reason.DEPTH)
    for number in ("7" * 5000, "1e400", "NaN"):
        content = f'{{"text": "A mill.", "id": {number}}}'.encode()
        yield BadInput(f"10 {number[:5]}", "in.jsonl", content, refused=Reason.SCHEMA)


def _encodings() -> Iterator[BadInput]:
    spoilt = page("Der Müller grüßt über die Brücke: \0 schön!").encode().replace(b"\0", b"\xff")
    yield BadInput("11 invalid UTF-8", "page.html", spoilt, (OK,), comment="Brücke: \ufffd schön")
    lost = page("Мельница у плотины снова работает.").replace(BODY, "Она стояла одиннадцать лет, и никто не ждал.")
    raw = line(html=lost.encode("cp1251").decode("utf-8", "replace"))
    yield BadInput("11 lost letters", "in.jsonl", raw, ("GARBLED",))
    labelled = "<meta charset=utf-8>" + page("The sluice is new.")
    yield BadInput("12 UTF-16", "page.html", b"\xff\xfe" + labelled.encode("utf-16-le"), (OK,), comment="sluice")
    for label in ("punycode", "unicode_escape", "utf-7"):
        content = f"<meta charset={label}>{page('The sluice is new.')}".encode()
        yield BadInput(f"13 {label}", "page.html", content, (OK,), comment="The sluice is new.")
    yield BadInput("14 NUL", "page.html", page("Slu\0ice.").encode(), (OK,), comment="Sluice.")
    yield BadInput("15 surrogate", "in.jsonl", b'{"text": "A mill \\ud800 turns."}', (OK,), body="mill \ufffd turns")


def _texts() -> Iterator[BadInput]:
    yield _commented("16 combining marks", "e" + "\u0301\u0316" * 100_000)
    yield _commented("17 long ligatures", "\ufdfa" * 100_000)
    yield _commented("19 homoglyphs", "Buy \u0441heap r\u0435plica w\u0430tches at our c\u0430sino")
    yield _commented("20 bidi", "See \u202egpj.exe\u202c", comment="See")
    yield _commented("33 spaces", " " * 1_000_000 + "end", comment="end")
    yield _commented("33 aaaa", "a" * 1_000_000)
    script = "Look <script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>here</a>"
    yield _commented("34 script", script, comment="Look")
    for cell in ('=HYPERLINK("http://evil.example")', "@SUM(1+1)", "\t-2+3 is what it costs"):
        yield _commented(f"35 {cell.strip()[:5]}", cell, comment=cell.strip())
    yield _commented("36 log line", '\r\n{"event": "FORGED"}\r\n\x1b[31mred', comment="FORGED")


def _commented(case: str, text: str, comment: str = "") -> BadInput:
    return BadInput(case, "in.jsonl", line(html=page(text)), (OK,), comment=comment)


def _markup() -> Iterator[BadInput]:
    yield BadInput("21 deep", "page.html", b"<div>" * 100_000, ("DEPTH", "COMPLEXITY"))
    attributes = " ".join(f"a{number}=1" for number in range(40_000))
    yield BadInput("22 attributes", "page.html", f"<p {attributes}>x".encode(), ("COMPLEXITY",))
    yield BadInput("23 open tags", "page.html", b"<a" * 500_000, (OK, "COMPLEXITY"))
    yield BadInput("24 open comments", "page.html", b"x" + b"<!--" * 250_000, (OK, "COMPLEXITY", "EMPTY"))
    bomb = "".join(f"<b i{number}><i i{number}>" for number in range(5000)).encode()
    yield BadInput("25 reconstruction", "page.html", bomb, ("COMPLEXITY", "DEPTH", "TIMEOUT"))
    options = f"<p>{BODY}</p><select>{'<option>one' * 20_000}</select>"
    yield BadInput("26 options", "page.html", options.encode(), (OK,), body="mill")
    for magic in (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\x7fELF\x02\x01\x01"):
        content = magic + bytes(range(256)) * 8
        yield BadInput(f"27 {magic[1:4].decode()}", "page.html", content, ("NOT_TEXT",))
    laughs = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss>&b;</rss>'
    yield BadInput("31 laughs", "page.html", laughs.encode(), ("XML_FORBIDDEN",))
    outside = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "http://127.0.0.1:1/x">]><rss>&a;</rss>'
    yield BadInput("31 external", "page.html", outside.encode(), ("XML_FORBIDDEN",))


def _archives() -> Iterator[BadInput]:
    yield BadInput("28 gzip bomb", "page.html.gz", gzip.compress(b"a" * 200_000_000), ("DECOMPRESSION",))
    yield BadInput("29 no gzip", "page.html.gz", b"\x1f\x8b" + b"just text, and a lot of it", ("DECODE",))
    yield BadInput("29 cut gzip", "page.html.gz", gzip.compress(page("Hm.").encode())[:-12], ("DECODE",))
    for case, archive in (
        ("upwards", _zip("../../etc/x")),
        ("link", _zip("x", stat.S_IFLNK)),
        ("many", _zip("x" * 9, 0, 9999)),
    ):
        yield BadInput(f"30 {case}", "pages.zip", archive, refused=Reason.ARCHIVE)


def _zip(name: str, kind: int = 0, count: int = 1) -> bytes:
    """A ZIP file with ``count`` entries of that name and kind."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(count):
            entry = zipfile.ZipInfo(f"{name}{number or ''}")
            entry.external_attr = kind << 16
            archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


def _volume() -> Iterator[BadInput]:
    section = "".join(f"<li class='comment'><p>c{number}</p></li>" for number in range(100_000))
    content = f"<p>{BODY}</p><ol class='commentlist'>{section[:1_990_000]}</ol>".encode()
    yield BadInput("32 comments", "page.html", content, (OK, "TOO_MANY", "COMPLEXITY"))
    said = "".join(f"A{number} says:\n1/2/26\nhm\n\n" for number in range(100_000))
    yield BadInput(
        "32 comments as text",
        "page.txt",
        f"{BODY}\n\nComments\n\n{said}"[:1_990_000].encode(),
        (OK, "TOO_MANY", "TIMEOUT", "COMPLEXITY"),
    )


def _addresses() -> Iterator[BadInput]:
    for url in ("http://[::1", "http://mill.example:99999/", "http://\u2100.com/"):
        yield BadInput(f"37 {url[7:15]}", "in.jsonl", line(text=BODY, url=url), refused=Reason.BAD_URL)


def _faults() -> Iterator[BadInput]:
    for fault, code in (("segv", "CRASH"), ("memory", "MEMORY"), ("hang", "TIMEOUT"), ("recursion", "CRASH")):
        yield BadInput(f"39 {fault}", "in.jsonl", line(text=f"{BODY} FAULT:{fault}."), (code,))
