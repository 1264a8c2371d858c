"""Fuzzing all that reads strangers' bytes, with atheris: ``make fuzz``.

The first byte says how the rest comes in: as an HTML file, a text file, an envelope, an archive, a Parquet file or a
feed, or another program's export of comments. Whatever it is, it is either refused or dead with a reason, or comes
apart into clean text; anything else that is raised is a finding.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["worker"]):
    from tests.fuzz.archives import NAMES, articles
    from worker.domain import Format, Separation, Source
    from worker.errors import RefusedError, UnprocessableError
    from worker.ingest.envelope import parse_envelope, to_article
    from worker.ingest.history import read_history
    from worker.ingest.history.reader import Export
    from worker.ingest.json_value import parse_json
    from worker.ingest.thread import read_thread
    from worker.operations.history.spool import Spool
    from worker.operations.history.threads import HistoryThread, threads
    from worker.separate.html.separation import separate_html
    from worker.separate.text.separation import separate_text
    from worker.work.pipeline import identities, read_page

MAX_BYTES = 200_000


def separated(source: Source) -> Separation:
    """Take a source apart as the pipeline does."""
    if source.format is Format.THREAD:
        return read_thread(source)
    page = read_page(source)
    return separate_html(page) if page.format is Format.HTML else separate_text(page)


def as_file(page_format: Format) -> Callable[[bytes], Iterator[Separation]]:
    """Take bytes for a file of that format."""
    return lambda raw: iter([separated(Source(raw=raw, format=page_format))])


def as_envelope(line: bytes) -> Iterator[Separation]:
    """Take bytes for a line of JSON Lines."""
    article = to_article(parse_envelope(parse_json(line)), max_bytes=MAX_BYTES)
    yield separated(article.source)


def as_archive(name: str) -> Callable[[bytes], Iterator[Separation]]:
    """Take bytes for an archive of that name; a page of it that is dead is passed over."""

    def found(raw: bytes) -> Iterator[Separation]:
        for article in articles(name, raw):
            with suppress(UnprocessableError):
                yield separated(article.source)

    return found


def as_export(program: str) -> Callable[[bytes], Iterator[Separation]]:
    """Take bytes for that program's export."""

    def found(raw: bytes) -> Iterator[Separation]:
        SCRATCH.write_bytes(raw)
        with closing(Spool()) as spool:
            for row in read_history(program, Export(SCRATCH)):
                if not isinstance(row, RefusedError):
                    spool.add(row)
            for conversation in spool.conversations():
                for thread in threads(conversation, program=program, site=SITE, max_bytes=MAX_BYTES):
                    if isinstance(thread, HistoryThread):
                        yield read_thread(thread.article.source)

    return found


SCRATCH = Path(tempfile.mkdtemp()) / "export"
SITE = "https://orchard.example/"
# One of a kind: Coral, Remark42 and Discourse are read as what WP-CLI prints is.
PROGRAMS = ("wordpress", "disqus", "wp-comments", "commento", "csv")
WAYS = (
    as_file(Format.HTML), as_file(Format.TEXT), as_envelope, *map(as_archive, NAMES), *map(as_export, PROGRAMS),
)  # fmt: skip


def one(data: bytes) -> None:
    """Read one input; raises what is not an error of Winnow's own, or what comes out unclean."""
    if not data or len(data) > MAX_BYTES:
        return
    with suppress(RefusedError, UnprocessableError):
        for separation in WAYS[data[0] % len(WAYS)](data[1:]):
            check(separation)


def check(separation: Separation) -> None:
    """Raise AssertionError where what came out is unclean."""
    texts = [*separation.body, *(comment.text for comment in separation.comments)]
    assert all(text.strip() and "\0" not in text for text in texts), "a text that is none"
    assert len(identities(separation.comments)) == len(separation.comments)
    "\n".join(texts).encode()


if __name__ == "__main__":
    for way in range(len(WAYS)):
        one(bytes([way]) + b"The mill turns.")  # makes tables once, which takes long under the fuzzer's eyes
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
