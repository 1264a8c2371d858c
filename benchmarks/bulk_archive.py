"""Archives that the benchmark of bulk runs reads: pages of its own making, or development pages, each varied."""

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from random import Random

from benchmarks.pages import read_rows
from benchmarks.throughput.documents import Writer
from benchmarks.throughput.pages import page

# Of ten pages of its own making, how many comments each has.
REMARKS = (0, 0, 0, 0, 0, 5, 5, 5, 40, 40)
# Files of pages with their HTML; those of comments first, so that a short archive has some.
SETS = ("silver-comments", "web-forum", "dragnet", "wcxb", "fundus", "scrapinghub", "readability", "wcxb-kinds")
# Text between tags in which words are changed.
_TEXT = re.compile(r">([^<>]{20,2000})<")
_WORD = re.compile(r"[^\W\d_]{4,12}")

Page = tuple[str, str]


def made() -> Iterator[Page]:
    """Yield addresses and pages of the benchmark's own making, without end; always the same ones."""
    writer, number = Writer(Random("bulk")), 0
    while True:
        remarks = [writer.remark(40) for _ in range(REMARKS[number % len(REMARKS)])]
        paragraphs = [writer.paragraph(90) for _ in range(writer.random.randint(4, 16))]
        yield f"https://blog{number % 97}.example/{number}", page(writer.title(), paragraphs, remarks, writer.random)
        number += 1


def varied(data: Path) -> Iterator[Page]:
    """Yield development pages in turn, without end, each with a word of every other text changed."""
    rows = [row["html"] for name in SETS for row in read_rows(data / f"{name}.jsonl.gz") if row.get("html")]
    rng = Random("bulk")
    rng.shuffle(rows)
    number = 0
    while True:
        html = _TEXT.sub(lambda found: _changed(found, rng), rows[number % len(rows)])
        yield f"https://site{number % 997}.example/{number}", html
        number += 1


def _changed(found: re.Match[str], rng: Random) -> str:
    if rng.random() < 0.5:
        return found[0]
    letters = "".join(rng.choice("abdefgilmnoprstu") for _ in range(7))
    return _WORD.sub(letters, found[0], count=1)


def write(counts: Mapping[Path, int], pages: Iterator[Page]) -> None:
    """Write archives of the same pages, each of the first so many, packed record by record."""
    with ExitStack() as files:
        opened = {path: files.enter_context(path.open("wb")) for path in counts}
        for number in range(max(counts.values())):
            packed = _record(number, *next(pages))
            for path, file in opened.items():
                if number < counts[path]:
                    file.write(packed)


def _record(number: int, url: str, html: str) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode("utf-8", "replace")
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-05-04T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    packer = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
    return packer.compress(head.encode() + block + b"\r\n\r\n") + packer.flush()
