"""What a reader of Markdown sees of it: an independent parser's words."""

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from worker.domain import Format, Page, Separation
from worker.separate.html.separation import separate_html

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_NOTE = re.compile(r"(?m)^((?:> |\s)*)\[\^[^\]]+\]: ")
# What a formula stands between, and a note's brackets, which its sign may have in the page too.
_AROUND = re.compile(r"\\[()\[\]]|\$|\[\^|[\[\]]")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def html_of(markdown: str) -> str:
    return _PARSER.render(markdown)


def separated(body: str, url: str | None = "https://docs.example/guide/a.html") -> Separation:
    return separate_html(Page(content=f"<html><body><main>{body}</main></body></html>", format=Format.HTML, url=url))


def signs(text: str) -> str:
    """All that is no space, without what marks formulas and notes, whatever space there is within a mark."""
    return _AROUND.sub("", "".join(text.split()))


def words(markdown: str) -> str:
    reader = _Words()
    reader.feed(html_of(_NOTE.sub(r"\1", markdown)))
    reader.close()
    return "".join(reader.parts)
