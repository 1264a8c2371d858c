"""Archives of the web and Parquet: what is read of them, what is counted, and what damage costs."""

import gzip
import io
from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest
import zstandard

from tests.archives import PACKERS, arc, page, parquet_file, record, response, warc
from worker.domain import Format, NewArticle
from worker.errors import MisconfiguredError, RefusedError, UnavailableError
from worker.ingest.formats import Incoming, http_message, parquet, parts, read_articles
from worker.ingest.formats.reader import Columns, Part
from worker.reasons import Reason

LIMIT = 5_000


def read(name: str, raw: bytes, part: Part | None = None, columns: Columns | None = None) -> list[Incoming]:
    given = {"part": part} if part else {"columns": columns} if columns else {}
    return list(read_articles(name, io.BytesIO(raw), max_bytes=LIMIT, **given))


def urls(found: list[Incoming]) -> list[str | None]:
    return [one.article.source.url for one in found if isinstance(one.article, NewArticle)]


def reasons(found: list[Incoming]) -> list[Reason]:
    return [one.article.reason for one in found if isinstance(one.article, RefusedError)]


@pytest.mark.parametrize("packing", PACKERS)
def test_pages_of_status_200_are_read_and_all_else_is_counted(packing: str) -> None:
    counted: Counter[Reason] = Counter()
    records = [
        record(b"software: a crawler\r\n", "urn:info", kind="warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", "https://a.example/", kind="request"),
        record(response("<p>Паром</p>".encode("koi8-r"), kind='text/html; charset="koi8-r"'), "https://a.example/koi"),
        record(response(b"<p>Gone</p>", status="404 Not Found"), "https://a.example/gone"),
        record(response(b"\x89PNG", kind="image/png"), "https://a.example/picture"),
        record(response(b"Tide table", kind="text/plain"), "https://a.example/text"),
        record(response(b"x" * 2 * LIMIT), "https://a.example/large"),
        record(response(b"<p>Here</p>"), "ftp://a.example/"),
    ]
    stream = io.BytesIO(warc(records, packing))
    found = list(read_articles(f"a.warc{packing}", stream, max_bytes=LIMIT, passed_over=counted))
    first, text, large, address = (one.article for one in found)
    assert isinstance(first, NewArticle)
    assert isinstance(text, NewArticle)
    assert (first.source.charset, first.source.format) == ("koi8-r", Format.HTML)
    assert first.source.fetched_at == datetime(2026, 5, 4, 8, tzinfo=UTC)
    assert first.external_id == "<urn:uuid:https://a.example/koi>"
    assert (text.source.format, text.source.raw) == (Format.TEXT, b"Tide table")
    assert reasons([one for one in found if one.article in {large, address}]) == [Reason.TOO_LARGE, Reason.BAD_URL]
    assert counted == {Reason.RECORD_TYPE: 2, Reason.STATUS: 1, Reason.MEDIA_TYPE: 1}


def test_a_wet_file_gives_its_texts() -> None:
    raw = warc(
        [record(b"", "urn:i", kind="warcinfo"), record("Fähre".encode(), "https://a.example/", kind="conversion")]
    )
    [one] = read("a.warc.wet.gz", gzip.compress(raw))
    assert isinstance(one.article, NewArticle)
    assert (one.article.source.format, one.article.source.raw) == (Format.TEXT, "Fähre".encode())


def test_what_http_did_to_a_body_is_undone() -> None:
    body = b"<p>The ferry</p>"
    chunked = b"5\r\n" + body[:5] + b"\r\nb\r\n" + body[5:] + b"\r\n0\r\n\r\n"
    sent = [
        response(chunked, more="Transfer-Encoding: chunked\r\n"),
        response(body, more="Transfer-Encoding: chunked\r\nContent-Encoding: br\r\n"),
        response(zstandard.compress(body), more="Content-Encoding: zstd\r\n"),
        response(gzip.compress(body), more="Content-Encoding: gzip\r\n"),
        response(zstandard.compress(b"x" * 10**7), more="Content-Encoding: zstd\r\n"),
    ]
    found = read("a.warc", warc([record(one, f"https://a.example/{n}") for n, one in enumerate(sent)]))
    raws = [one.article.source.raw for one in found if isinstance(one.article, NewArticle)]
    assert raws == [body, body, body, gzip.compress(body)]
    assert reasons(found) == [Reason.DECOMPRESSION]


@pytest.mark.parametrize("packing", PACKERS)
def test_a_truncated_archive_keeps_its_whole_records_and_names_the_rest(packing: str) -> None:
    raw = warc([page(number) for number in range(4)], packing)
    last = len(raw) - len(warc([page(3)], packing))
    for cut in (last + 20, last + 100, len(raw) - 12):
        found = read(f"a.warc{packing}", raw[:cut])
        assert urls(found) == [f"https://a.example/{number}" for number in range(3)]
        assert reasons(found) == [Reason.DECODE]
    assert urls(read(f"a.warc{packing}", raw[:last])) == [f"https://a.example/{number}" for number in range(3)]


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("length", [10, 70, 100, 1500])
def test_a_lying_content_length_costs_its_own_record_alone(packing: str, length: int) -> None:
    lying = record(
        response(b"<p>The lie has so many bytes that half of them still are a page.</p>"),
        "https://lie.example/",
        length=length,
    )
    found = read(f"a.warc{packing}", warc([page(0), lying, *map(page, range(1, 20))], packing))
    assert urls(found) == [f"https://a.example/{number}" for number in range(20)]
    assert set(reasons(found)) == {Reason.DECODE}


@pytest.mark.parametrize("packing", PACKERS)
def test_damage_costs_no_record_but_its_own(packing: str) -> None:
    records = [PACKERS[packing](page(number)) for number in range(4)]
    at = 40 if packing else 5
    spoilt = records[1][:at] + b"\xff" * 20 + records[1][at + 20 :]
    found = read(f"a.warc{packing}", b"".join([records[0], spoilt, *records[2:]]))
    assert urls(found) == [f"https://a.example/{number}" for number in (0, 2, 3)]
    assert reasons(found) == [Reason.DECODE]


def test_a_bomb_of_a_record_is_refused_and_the_next_is_read() -> None:
    bomb = record(response(b" " * 50_000_000), "https://bomb.example/")
    found = read("a.warc.gz", warc([page(0), bomb, page(1)], ".gz"))
    assert urls(found) == ["https://a.example/0", "https://a.example/1"]
    assert reasons(found) == [Reason.TOO_LARGE]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst", "a.jsonl", "a.parquet"])
def test_the_parts_of_a_file_hold_each_item_once(name: str) -> None:
    rows = [
        {"url": f"https://a.example/{number}", "text": f"The ferry {number}\n" * (number % 7)} for number in range(50)
    ]
    if name == "a.parquet":
        raw, size = parquet_file(rows, group=4), 300
    elif name == "a.jsonl":
        raw, size = b"".join(b'{"url": "%s", "text": "x"}\n' % str(row["url"]).encode() for row in rows), 300
    else:
        raw, size = warc([page(number) for number in range(50)], name.removeprefix("a.warc")), 2_000
    cut = parts(name, io.BufferedReader(io.BytesIO(raw)), size)  # type: ignore[arg-type]
    assert len(cut) > 4
    assert (cut[0].start, cut[-1].end) == (0, None)
    found = [url for part in cut for url in urls(read(name, raw, part))]
    assert found == [f"https://a.example/{number}" for number in range(50)]


@pytest.mark.parametrize("packing", ["", ".gz"])
def test_arc_is_read_too(packing: str) -> None:
    large, gone = response(b"x" * 100_000), response(b"", status="404 Not Found")
    raw = arc(
        ("https://a.example/1", response(b"<p>One</p>")), ("https://a.example/2", large), ("https://a.example/3", gone)
    )
    counted: Counter[Reason] = Counter()
    for cut, urls_read in ((None, ["https://a.example/1"]), (-20, ["https://a.example/1"])):
        packed = PACKERS[packing](raw)[:cut]
        found = list(read_articles(f"a.arc{packing}", io.BytesIO(packed), max_bytes=LIMIT, passed_over=counted))
        assert urls(found) == urls_read
    assert reasons(found) == [Reason.TOO_LARGE, Reason.DECODE]
    assert counted[Reason.STATUS] == 1
    assert reasons(read("a.arc", b"no archive at all\n")) == [Reason.DECODE]


def test_parquet_columns_are_named_and_bytes_keep_their_encoding() -> None:
    rows = [
        {"content": "<p>Паром</p>".encode("windows-1251"), "address": "https://a.example/", "title": "Ferry"},
        {"content": None, "address": None, "title": None},
    ]
    [one, empty] = read("a.parquet", parquet_file(rows), columns=Columns(html="content", url="address"))
    assert isinstance(one.article, NewArticle)
    assert (one.article.source.raw, one.article.source.title) == ("<p>Паром</p>".encode("windows-1251"), "Ferry")
    assert reasons([empty]) == [Reason.SCHEMA]
    [refused] = read("a.parquet", parquet_file(rows))
    assert "--html-column" in str(refused.article)
    assert reasons(read("a.parquet.gz", gzip.compress(parquet_file(rows)))) == [Reason.SCHEMA]


def test_a_corrupt_parquet_page_costs_its_row_group_alone() -> None:
    rows = [
        {"url": f"https://a.example/{number}", "text": Random(number).randbytes(2_000).hex()} for number in range(30)
    ]
    raw = bytearray(parquet_file(rows, group=10))
    spoilt = len(raw) // 2
    raw[spoilt - 100 : spoilt + 100] = b"\xff" * 200
    found = read("a.parquet", bytes(raw))
    assert {url for url in urls(found) if url} >= {rows[number]["url"] for number in (*range(10), *range(20, 30))}
    assert reasons(found) == [Reason.DECODE]
    assert reasons(read("a.parquet", bytes(raw[:-30]))) == [Reason.DECODE]


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (http_message, parquet):
        monkeypatch.setattr(module, "find_spec", lambda _: None)
    for name in ("a.warc", "a.arc", "a.parquet"):
        with pytest.raises(MisconfiguredError, match=r"winnow-worker\[bulk\]"):
            read(name, b"x")


class _Failing(io.RawIOBase):
    """Bytes of a store that fails behind so many of them."""

    def __init__(self, raw: bytes, whole: int) -> None:
        self._raw, self._whole = io.BytesIO(raw), whole

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._raw.seek(offset, whence)

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        at = self._raw.tell()
        if at >= self._whole:
            raise UnavailableError("the store is gone")
        part = self._raw.read(min(len(buffer), self._whole - at))
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst", "a.arc", "a.jsonl.gz", "a.parquet", "a.html"])
def test_a_store_that_fails_is_no_damage_of_what_it_holds(name: str, share: float) -> None:
    packing = name.removeprefix("a.warc")
    if packing in PACKERS:
        raw = warc([page(number) for number in range(100)], packing)
    elif name == "a.parquet":
        raw = parquet_file([{"url": f"https://a.example/{n}", "text": f"The ferry {n}" * 90} for n in range(50)])
    else:
        raw = {
            "a.arc": arc(*[("https://a.example/1", response(b"<p>x"))] * 20),
            "a.jsonl.gz": gzip.compress(b'{"text": "A mill."}\n' * 1_000),
            "a.html": b"<p>The ferry" * 400,
        }[name]
    stream = io.BufferedReader(_Failing(raw, int(len(raw) * share)), 256)
    with pytest.raises(UnavailableError):
        list(read_articles(name, stream, max_bytes=LIMIT))  # type: ignore[arg-type]
