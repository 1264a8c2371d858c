"""Articles whose comments came apart already: taken as they are, checked as strangers' input is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain import CommentKind, Format, NewArticle, Separation, Source
from worker.errors import RefusedError, UnprocessableError
from worker.ingest.envelope import parse_envelope, to_article
from worker.ingest.thread import read_thread
from worker.reasons import Reason
from worker.work.pipeline import identities

ROW = {
    "id": 7,
    "url": "https://river.example/mill",
    "title": "The mill",
    "language": "en",
    "byline": "Ottoline Marsh",
    "body": "It turns.\n\nIt has turned for long.",
    "comments": [
        {"text": " My uncle kept it. ", "author": "Ida", "links": ["https://photos.example/1"], "position": 0},
        {"text": "  ", "author": "Nobody", "parent": 0},
        {"text": "Which one?", "author": "Jan", "parent": 0, "posted_at": "2026-10-02"},
        {"text": "Lost its parent.", "parent": 1},
        {"text": "The miller.", "parent": 2, "kind": "pingback"},
    ],
}


def article(**row: Any) -> NewArticle:
    return to_article(parse_envelope(row), max_bytes=100_000)


def test_a_thread_comes_through_as_it_is() -> None:
    taken = article(**ROW)
    assert (taken.external_id, taken.source.format, taken.source.title) == ("7", Format.THREAD, "The mill")
    found = read_thread(taken.source)
    assert (found.reason, found.title, found.byline, found.language) == (
        Reason.GIVEN,
        "The mill",
        "Ottoline Marsh",
        "en",
    )
    assert found.body == ("It turns.", "It has turned for long.")
    assert [(one.text, one.author, one.parent, one.depth) for one in found.comments] == [
        ("My uncle kept it.", "Ida", None, 0),
        ("Which one?", "Jan", 0, 1),
        ("Lost its parent.", None, None, 0),
        ("The miller.", None, 1, 2),
    ]
    assert found.comments[0].links == ("https://photos.example/1",)
    assert found.comments[3].kind is CommentKind.PINGBACK


def test_the_same_thread_is_the_same_content_whatever_stands_beside_it() -> None:
    again = {**ROW, "comments": [{**one, "verdict": "spam"} for one in ROW["comments"]]}  # type: ignore[attr-defined]
    assert article(**again).content_hash == article(**ROW).content_hash
    assert article(**{**ROW, "body": "Another."}).content_hash != article(**ROW).content_hash


@pytest.mark.parametrize("beside", [12, "many", [{"text": 7}], None, [{"parent": 3}]])
def test_beside_a_page_such_fields_are_the_producers_own(beside: object) -> None:
    taken = article(html="<p>The mill</p>", comments=beside, body=beside, byline=beside)
    assert taken.source.format is Format.HTML


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"comments": 12}, "comments"),
        ({"comments": [{"author": "Ida"}]}, "comments.0.text"),
        ({"comments": [{"text": "x", "parent": 0}]}, "comments.0.parent"),
        ({"comments": [{"text": "x"}, {"text": "y", "parent": -1}]}, "comments.1.parent"),
        ({"comments": [{"text": "x", "kind": "poem"}]}, "comments.0.kind"),
        ({"body": "Alone."}, "html or text"),
        ({"comments": None}, "html or text"),
    ],
)
def test_what_is_no_thread_is_refused_with_its_place(row: dict[str, Any], said: str) -> None:
    with pytest.raises(RefusedError, match=said) as refused:
        article(**row)
    assert refused.value.reason is Reason.SCHEMA


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b'{"comments": []}', "EMPTY"), (b'{"body": " ", "comments": [{"text": " "}]}', "EMPTY"), (b"<p>", "DECODE")],
)
def test_what_holds_nothing_is_dead_with_a_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(UnprocessableError) as dead:
        read_thread(Source(raw=raw, format=Format.THREAD))
    assert dead.value.reason.value == reason


texts = st.text(max_size=20)
comments = st.fixed_dictionaries(
    {"text": texts}, optional={"author": texts, "parent": st.integers(0, 5), "links": st.lists(texts, max_size=2)}
)


@given(st.lists(comments, max_size=6), texts)
def test_whatever_comes_apart_is_clean(shown: list[dict[str, Any]], body: str) -> None:
    try:
        line = json.loads(json.dumps({"comments": shown, "body": body}))
        found: Separation = read_thread(article(**line).source)
    except (RefusedError, UnprocessableError):
        return
    assert all(text.strip() for text in (*found.body, *(one.text for one in found.comments)))
    assert len(identities(found.comments)) == len(found.comments)
    for place, one in enumerate(found.comments):
        assert one.parent is None or one.parent < place
