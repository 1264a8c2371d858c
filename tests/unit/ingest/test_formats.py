"""The readers: found by themselves, each held to one contract, and each with its line in the docs."""

import gzip
import io
import json
import re
from pathlib import Path

import pytest

from tests.archives import PACKERS, arc, page, parquet_file, record, response, warc
from worker.domain import Format, NewArticle
from worker.errors import RefusedError
from worker.ingest import formats
from worker.ingest.formats import is_known, read_articles, readers
from worker.reasons import Reason

DOCS = Path(__file__).parents[3] / "docs" / "envelope.md"
LIMIT = 1000
# A file of each kind that holds two items at most, the last of them as it should be.
CONTENT = {
    ".json": b'[{"text": 7}, {"id": "b", "text": "It turns."}]',
    ".jsonl": b'{"text": 7}\n\n{"id": "b", "text": "It turns."}\n',
    ".xml": b"<rss><channel><item><title>The mill</title></item>"
    b"<item><description>It turns.</description></item></channel></rss>",
    ".html": b"<p>The mill turns.</p>",
    ".mht": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>The mill turns.</p>\r\n",
    ".txt": b"The mill turns.",
    ".warc": warc([page(1)]),
    ".wet": warc([record(b"The mill turns.", "https://a.example/", kind="conversion")]),
    ".arc": arc(("https://a.example/", response(b"<p>The mill turns.</p>"))),
    ".parquet": parquet_file([{"text": "The mill turns."}]),
}


def content(suffix: str) -> bytes:
    same = dict.fromkeys((".rss", ".atom", ".rdf"), ".xml") | {
        ".ndjson": ".jsonl",
        ".htm": ".html",
        ".xhtml": ".html",
        ".md": ".txt",
        ".mhtml": ".mht",
    }
    return CONTENT[same.get(suffix, suffix)]


def items(name: str, raw: bytes) -> list[tuple[str, NewArticle | RefusedError]]:
    return [(one.origin, one.article) for one in read_articles(name, io.BytesIO(raw), max_bytes=LIMIT)]


@pytest.mark.parametrize("suffix", readers())
@pytest.mark.parametrize("packing", PACKERS)
def test_every_reader_keeps_the_contract(suffix: str, packing: str) -> None:
    name = f"of/the.mill{suffix.upper() if packing else suffix}{packing}"
    raw = PACKERS[packing](content(suffix))
    assert is_known(name)
    found = items(name, raw)
    if packing and suffix == ".parquet":  # it is packed within, and read at places that only its end tells
        assert [one.reason for _, one in found if isinstance(one, RefusedError)] == [Reason.SCHEMA]
        return
    assert all(origin.startswith(name) for origin, _ in found)
    article = found[-1][1]
    assert isinstance(article, NewArticle)
    assert article.source.format in set(Format)
    # As little as one bad item of a file, or none of it, spoils the others; a file that ends early is named.
    assert all(isinstance(one, NewArticle | RefusedError) for _, one in items(name, raw[:-3]))
    assert all(isinstance(one, RefusedError) for _, one in items(name, b"\x00" * (20 * LIMIT + 200_000)))
    for one in (items(name, b""), items(name, b"\n\n")):
        assert all(isinstance(item, NewArticle | RefusedError) for _, item in one)


def test_a_reader_is_found_by_its_module(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "shouted.py").write_text(
        "from worker.domain import Format, Source\n"
        "from worker.ingest.accept import accept\n"
        "from worker.ingest.formats.reader import File, Reader\n"
        "def _read(file):\n"
        "    source = Source(raw=file.stream.read().lower(), format=Format.TEXT, charset='koi8-r')\n"
        "    yield 'all', accept(source, max_bytes=file.max_bytes)\n"
        "READER = Reader(('.loud',), _read)\n"
    )
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    readers.cache_clear()
    try:
        [(origin, article)] = items("a.loud", b"THE MILL")
        assert isinstance(article, NewArticle)
        assert (origin, article.source.raw, article.source.charset) == ("a.loud:all", b"the mill", "koi8-r")
    finally:
        readers.cache_clear()


def test_what_no_reader_reads_is_said_with_what_they_read() -> None:
    for name, reason in {"a.zip": Reason.ARCHIVE, "a.docx": Reason.SCHEMA, "a": Reason.SCHEMA}.items():
        [(origin, error)] = items(name, b"x")
        assert isinstance(error, RefusedError)
        assert (origin, error.reason) == (name, reason)
        assert not is_known(name)
    assert "`.jsonl`" in str(error)


def test_a_page_is_named_after_its_file_and_has_its_limit() -> None:
    [(_, page)] = items("folder/Mill.HTML", b"<p>The mill</p>")
    assert isinstance(page, NewArticle)
    assert (page.external_id, page.source.format, page.source.raw) == ("Mill.HTML", Format.HTML, b"<p>The mill</p>")
    [(_, packed)] = items("mill.txt.gz", gzip.compress(b"The mill"))
    assert isinstance(packed, NewArticle)
    assert (packed.external_id, packed.source.format) == ("mill.txt.gz", Format.TEXT)
    [(_, error)] = items("mill.html", b"x" * (LIMIT + 1))
    assert isinstance(error, RefusedError)
    assert error.reason is Reason.TOO_LARGE


def test_the_same_page_is_one_article_however_it_came() -> None:
    [(_, file)] = items("mill.html", "<p>Mühle</p>".encode())
    [(_, marked)] = items("mill.html", b"\xef\xbb\xbf" + "<p>Mühle</p>".encode())
    [(_, line)] = items("mill.jsonl", json.dumps({"html": "<p>Mühle</p>"}).encode())
    assert isinstance(file, NewArticle)
    assert isinstance(line, NewArticle)
    assert isinstance(marked, NewArticle)
    assert file.key == line.key == marked.key
    assert file.content_hash == line.content_hash == marked.content_hash


def test_every_reader_has_its_line_in_the_docs() -> None:
    listed = set(re.findall(r"`(\.[a-z]+)`", "".join(re.findall(r"^\| `\..*$", DOCS.read_text(), re.MULTILINE))))
    assert listed == set(readers())
