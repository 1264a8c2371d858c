"""What producers hand in: what is taken, what is refused, and with which reason."""

from datetime import UTC, datetime

import pytest

from worker.domain import Format
from worker.errors import RefusedError
from worker.ingest.decode import decode
from worker.ingest.envelope import parse_envelope, to_article
from worker.ingest.json_value import parse_json
from worker.reasons import Reason

LIMIT = 1000


def refusal(line: bytes) -> Reason:
    with pytest.raises(RefusedError) as refused:
        to_article(parse_envelope(parse_json(line)), max_bytes=LIMIT)
    return refused.value.reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"not json", Reason.SCHEMA),
        (b"[]", Reason.SCHEMA),
        (b"42", Reason.SCHEMA),
        (b"null", Reason.SCHEMA),
        (b"{}", Reason.SCHEMA),
        (b'{"html": "<p>", "text": "both"}', Reason.SCHEMA),
        (b'{"text": 7}', Reason.SCHEMA),
        (b'{"text": "a", "fetched_at": "yesterday"}', Reason.SCHEMA),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", Reason.SCHEMA),
        (b'{"text": "a", "n": 1e400}', Reason.SCHEMA),
        (b'{"text": "a", "n": NaN}', Reason.SCHEMA),
        (b'{"text": "a", "url": "http://[::1"}', Reason.BAD_URL),
        (b"[" * 100_000, Reason.DEPTH),
        (b'{"text": "' + b"a" * (LIMIT + 1) + b'"}', Reason.TOO_LARGE),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(line: bytes, reason: Reason) -> None:
    assert refusal(line) is reason


def test_the_last_of_doubled_keys_wins_and_unknown_ones_are_ignored() -> None:
    article = to_article(parse_envelope(parse_json(b'{"text": "a", "text": "b", "colour": 1}')), max_bytes=LIMIT)
    assert decode(article.source.raw, Format.TEXT).text == "b"


def test_lone_surrogates_and_bad_utf8_are_replaced() -> None:
    for line in (b'{"text": "a\\ud800b"}', b'{"text": "a\xffb"}'):
        article = to_article(parse_envelope(parse_json(line)), max_bytes=LIMIT)
        assert decode(article.source.raw, Format.TEXT).text == "a\ufffdb"


def test_the_key_is_the_address_else_the_content() -> None:
    def article(**row: object) -> tuple[str, int]:
        found = to_article(parse_envelope(row), max_bytes=LIMIT)
        return found.key, found.page

    assert article(text="a") == article(text="a", title="another title")
    assert article(text="a") != article(text="b")
    assert article(text="a", url="https://n.example/1") == article(text="b", url="https://n.example/1#c")
    assert article(text="a", url="https://n.example/1/comment-page-2") == (
        article(text="a", url="https://n.example/1")[0],
        2,
    )


def test_times_become_utc_and_ids_become_text() -> None:
    row = {"text": "a", "id": 7, "fetched_at": "2026-03-01T12:00:00+02:00"}
    article = to_article(parse_envelope(row), max_bytes=LIMIT)
    assert (article.external_id, article.source.fetched_at) == ("7", datetime(2026, 3, 1, 10, tzinfo=UTC))


def test_decoded_text_is_never_guessed_at_again() -> None:
    page = '<meta charset="windows-1251"><p>Grüße</p>'
    article = to_article(parse_envelope({"html": page}), max_bytes=LIMIT)
    assert decode(article.source.raw, article.source.format).text == page
