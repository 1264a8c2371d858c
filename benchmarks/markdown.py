"""Whether the body as Markdown says what the plain body says, on real pages; ``make bench-markdown``.

An independent parser (markdown-it) renders the Markdown, and the signs of both are compared, without white space and
what stands around formulas and notes. Lines of code and cells of tables are those that another walk over the page
finds, and that the plain body has.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from worker.domain import Format, Page, Separation
from worker.separate import separate

REPORT = Path(__file__).parents[1] / "docs/benchmarks/markdown.md"
SETS = ("wcxb-kinds", "wcxb", "fundus", "web-forum", "readability", "scrapinghub", "dragnet")
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NOTE = re.compile(r"(?m)^((?:> |\s)*)\[\^[^\]]+\]: ")
AROUND = re.compile(r"\\[()\[\]]|\$|\[\^|[\[\]]")
QUOTED = re.compile(r"^(?:> )+")
# Characters from which on a line or a cell is looked for: shorter ones stand anywhere.
SHORTEST = 4


class Words(HTMLParser):
    """Keeps what a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words(markdown: str) -> str:
    reader = Words()
    reader.feed(PARSER.render(NOTE.sub(r"\1", markdown)))
    reader.close()
    return "".join(reader.parts)


def signs(text: str) -> str:
    return "".join(AROUND.sub("", text).split())


def wanted(html: str, css: str) -> Iterator[str]:
    """Yield the lines of what a selector finds."""
    for node in LexborHTMLParser(html).css(css):
        yield from (line.strip() for line in node.text().split("\n"))


def measure(row: dict[str, Any], counts: Counter[str]) -> None:
    found: Separation = separate(Page(format=Format.HTML, content=row["html"], url=row.get("url")))
    markdown = found.body_markdown or ""
    said = words(markdown)
    counts["pages"] += 1
    counts["same"] += signs(said) == signs("\n".join(found.body))
    lines = {line.strip() for part in found.body for line in part.split("\n")}
    fenced, squeezed = {QUOTED.sub("", line.strip()).strip() for line in markdown.split("\n")}, signs(said)
    for line in wanted(row["html"], "pre"):
        if len(line) >= SHORTEST and line in lines:
            counts["code"] += 1
            counts["code kept"] += line in fenced
    for cell in wanted(row["html"], "td, th"):
        if len(cell) >= SHORTEST and cell in lines:
            counts["cells"] += 1
            counts["cells kept"] += signs(cell) in squeezed


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-markdown")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    rows = []
    for name in SETS:
        counts: Counter[str] = Counter()
        with gzip.open(asked.data / f"{name}.jsonl.gz") as stream:
            for number, line in enumerate(stream):
                if number % asked.every == 0 and (row := json.loads(line)).get("html"):
                    measure(row, counts)
        rows.append(
            f"| {name} | {counts['pages']:,} | {counts['same']:,} | {counts['code kept']:,} of {counts['code']:,} "
            f"| {counts['cells kept']:,} of {counts['cells']:,} |"
        )
        print(rows[-1], flush=True)
    table = "\n".join(rows)
    REPORT.write_text(f"""# The body as Markdown

`make bench-markdown` wrote this page, from every {asked.every}. page of the labelled sets. An independent parser
(markdown-it: CommonMark, tables, struck-out words) renders `body_markdown`; "the same" are pages on which all signs are
those of the plain body, in order, but for white space and what stands around formulas and notes. Lines of code
(in `pre`) and cells (`td`, `th`) are those of {SHORTEST} characters and more that the plain body has as lines.

| set | pages | the same | lines of code kept as lines | cells kept |
|---|---|---|---|---|
{table}

TeX with a double backslash counts as another sign: a parser that knows no formulas reads it as one. The parser knows no
notes either, and takes the second paragraph of one for code.
""")


if __name__ == "__main__":
    main()
