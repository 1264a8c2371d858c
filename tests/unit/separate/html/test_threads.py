"""Threads as boards' programs and networks make them by default: each page beside what must come out of it."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from worker.domain import Format, Page, Separation
from worker.separate.html.separation import separate_html

THREADS = sorted((Path(__file__).parent / "threads").glob("*.html"))
NEUTRAL = "https://place.example/2024/a-page"
# What can't be told without names: responses in nameless boxes without times, or under a post of another make.
NAMES_NEEDED = {"facebook-inlined", "flarum-noscript", "lemmy", "mastodon"}
# What can't be told without the address: posts that show nothing but a name and a time.
ADDRESS_NEEDED = {"google-groups"}
_NAMED = re.compile(r'(\s(?:class|id)=)"([^"]*)"')
# The labels that boards set above a quotation, which stand in a post's text, or don't, with the names of boxes.
_LABEL = re.compile(r"Click to expand\.\.\.|↑|(?:Quote:?|Flour, water, salt and patience\.)(?=\s|$)")


def read(path: Path, url: str | None = None, html: str | None = None) -> tuple[Separation, dict[str, Any]]:
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    content = html or path.read_text(encoding="utf-8")
    return separate_html(Page(content=content, format=Format.HTML, url=url or wanted["url"])), wanted


def told(separation: Separation) -> list[tuple[str | None, str | None, str]]:
    return [(one.author, one.posted_at, squeezed(one.text)) for one in separation.comments]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def renamed(html: str) -> str:
    """The page with each class and id a word without meaning; the same for names that differ in numbers only."""
    return _NAMED.sub(lambda found: f'{found[1]}"{" ".join(map(_nonsense, found[2].split()))}"', html)


def _nonsense(name: str) -> str:
    number = re.search(r"\d+$", name)
    stem = re.sub(r"\d+", "", name)
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in sha256(stem.encode()).hexdigest()[:8])
    return f"q{letters}{'-' + number[0] if number else ''}"


def test_each_page_stands_beside_what_must_come_out_of_it() -> None:
    assert len(THREADS) == 30
    assert all(path.with_suffix(".json").exists() for path in THREADS)


@pytest.mark.parametrize("path", THREADS, ids=lambda path: path.stem)
def test_every_post_is_found_with_who_when_and_whom_it_answers(path: Path) -> None:
    found, wanted = read(path)

    assert found.reason.value == wanted["reason"]
    assert told(found) == [(one["author"], one["posted_at"], one["text"]) for one in wanted["comments"]]
    assert [one.parent for one in found.comments] == [one.get("parent") for one in wanted["comments"]]
    assert [line for line in wanted["body"] if line not in squeezed(" ".join(found.body))] == []


@pytest.mark.parametrize("path", THREADS, ids=lambda path: path.stem)
def test_no_post_is_body_but_the_first(path: Path) -> None:
    found, wanted = read(path)
    body = squeezed(" ".join(found.body))

    assert [one["text"] for one in wanted["comments"] if one["text"][-40:] in body] == []


@pytest.mark.parametrize(
    "path", [path for path in THREADS if path.stem not in NAMES_NEEDED], ids=lambda path: path.stem
)
def test_the_names_of_classes_do_not_matter(path: Path) -> None:
    found, wanted = read(path, html=renamed(path.read_text(encoding="utf-8")))

    assert [one.author for one in found.comments] == [one["author"] for one in wanted["comments"]]
    assert [(one.posted_at or "")[:10] for one in found.comments] == [
        (one["posted_at"] or "")[:10] for one in wanted["comments"]
    ]
    texts = [squeezed(_LABEL.sub(" ", one.text)) for one in found.comments]
    assert texts == [squeezed(_LABEL.sub(" ", one["text"])) for one in wanted["comments"]]


@pytest.mark.parametrize(
    "path", [path for path in THREADS if path.stem not in ADDRESS_NEEDED], ids=lambda path: path.stem
)
def test_the_address_does_not_matter(path: Path) -> None:
    found, wanted = read(path, url=NEUTRAL)

    assert [one.author for one in found.comments] == [one["author"] for one in wanted["comments"]]
    assert [squeezed(one.text) for one in found.comments] == [one["text"] for one in wanted["comments"]]
