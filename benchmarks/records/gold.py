"""Labelled threads: JSON Lines, or a folder in the layout of WEB-FORUM-52. Nothing is fetched."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What WEB-FORUM-52 annotates of each post.
_ANNOTATED = ("post_text", "user", "datetime")


@dataclass(frozen=True, slots=True)
class Record:
    """One comment; None where the gold, or a tool, says nothing. ``parent`` is the index of the one that it answers."""

    text: str
    author: str | None = None
    time: str | None = None
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A page and its comments in page order; ``opening`` where the first record is the post that opens a thread."""

    id: str
    url: str | None
    html: str
    records: tuple[Record, ...]
    opening: bool
    parents: bool


def read_threads(path: Path) -> list[Thread]:
    """Read a file of JSON Lines (``.gz`` or not), or a folder with a JSON file a page; pages without comments fall out.

    JSON Lines: ``{id, url, html, comment_items | comments: [{author, date, text, parent?}]}``. WEB-FORUM-52:
    ``{id, url, html, gold_standard_annotation: [{post_text, datetime, user}]}``, each ``{surface_form}``.
    """
    if path.is_dir():
        found = (_of_folder(file) for file in sorted(path.rglob("*.json")))
    else:
        found = (_of_row(row) for row in _rows(path))
    return [thread for thread in found if thread is not None and thread.records]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from (json.loads(line) for line in text.split("\n") if line.strip())


def _of_row(row: dict[str, Any]) -> Thread | None:
    items = row.get("comment_items") or row.get("comments")
    if not row.get("html") or not isinstance(items, list):
        return None
    records = tuple(
        Record(item["text"], item.get("author") or None, item.get("date") or None, item.get("parent"))
        for item in items
        if item.get("text")
    )
    return Thread(row["id"], row.get("url"), row["html"], records, False, any("parent" in item for item in items))


def _of_folder(file: Path) -> Thread | None:
    page = json.loads(file.read_text(encoding="utf-8"))
    posts = page.get("gold_standard_annotation")
    if not posts or not page.get("html"):
        return None
    told = [
        {name: (post.get(name) or {}).get("surface_form") for name in ("post_text", "user", "datetime")}
        for post in posts
    ]
    records = tuple(Record(one["post_text"], one["user"], one["datetime"]) for one in told if one["post_text"])
    return Thread(page.get("id") or file.stem, page.get("url"), page["html"], records, True, False)
