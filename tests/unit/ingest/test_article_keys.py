"""One article has one key, however its address is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.errors import RefusedError
from worker.ingest.article_keys import canonical_url
from worker.reasons import Reason

SAME = [
    ("HTTP://News.Example:80/a%7Eb", "http://news.example/a~b"),
    ("https://news.example:443/a#comments", "https://news.example/a"),
    ("https://news.example", "https://news.example/"),
    ("https://news.example/a?utm_source=feed&b=2&a=1&fbclid=x", "https://news.example/a?a=1&b=2"),
    ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
    ("https://news.example/a/comment-page-3/?replytocom=9", "https://news.example/a/"),
]


@pytest.mark.parametrize(("written", "canonical"), SAME)
def test_an_address_has_one_canonical_form(written: str, canonical: str) -> None:
    assert canonical_url(written).url == canonical
    assert canonical_url(canonical).url == canonical


def test_what_is_shown_is_never_dropped() -> None:
    assert canonical_url("https://news.example/?id=1").url != canonical_url("https://news.example/?id=2").url
    assert canonical_url("https://news.example/a%2Fb").url != canonical_url("https://news.example/a/b").url


def test_the_page_of_a_thread_is_taken_apart() -> None:
    assert canonical_url("https://news.example/a/comment-page-12").page == 12
    assert canonical_url("https://news.example/a").page == 1


@pytest.mark.parametrize(
    "url",
    ["http://[::1", "http://news.example:99999/", "http://℀.com", "ftp://news.example/", "no address", "http:///path",
     "https://news.example/" + "a" * 9000],
)  # fmt: skip
def test_a_bad_address_is_refused_with_its_reason(url: str) -> None:
    with pytest.raises(RefusedError) as refused:
        canonical_url(url)
    assert refused.value.reason is Reason.BAD_URL


@given(st.text(max_size=200))
def test_any_text_has_a_canonical_form_that_is_its_own_or_is_refused(text: str) -> None:
    try:
        once = canonical_url(text).url
    except RefusedError:
        return
    assert canonical_url(once).url == once
