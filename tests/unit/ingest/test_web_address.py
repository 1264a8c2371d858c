"""Addresses that strangers gave themselves: of the web, or none."""

import pytest

from tests.fakes import WordJudge
from worker.domain import ClaimedArticle, Format, Processed, Source
from worker.ingest.thread import GivenComment, Thread, write_thread
from worker.ingest.web_address import web_address
from worker.separate import separate_together
from worker.work.pipeline import process

RUN = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
    "java\tscript:alert(1)", "\x01javascript:alert(1)", "\u200bjavascript:alert(1)", "data:text/html,<script>",
    "vbscript:x", "file:///etc/passwd", "blob:https://a.example/1", "view-source:https://a.example", "intent://a",
    "data.x:text/html,a",
)  # fmt: skip
KEPT = (
    "https://a.example/?x=javascript:1", "http://a.example", "HTTPS://A.example", "//a.example/me", "/me", "me",
    "a.example:8080/x", "a.example:80", "mailto:ida@a.example", "#x", "?a=b:c",
)  # fmt: skip


@pytest.mark.parametrize("address", RUN)
def test_what_a_browser_would_run_is_none(address: str) -> None:
    assert web_address(address) is None


@pytest.mark.parametrize("address", KEPT)
def test_what_is_of_the_web_stays_as_it_is(address: str) -> None:
    assert web_address(address) == address


def test_no_format_lets_one_in() -> None:
    data = "data:text/html,<script>alert(1)</script>"
    links = f"<a href='{data}'>pears</a>, and <a href='https://a.example/'>more of them</a>"
    one = f"<li class=comment><cite class=fn><a href='{data}'>Ida</a></cite><p>Lovely {links}.</p></li>"
    html = f"<ol class=commentlist>{one * 2}</ol>"
    given = [GivenComment(text="Lovely pears.", author_url=data, links=[data, "https://a.example/"])]
    sources = (
        Source(raw=html.encode(), format=Format.HTML),
        Source(raw=write_thread(Thread(comments=given)), format=Format.THREAD),
    )
    for source in sources:
        article = ClaimedArticle(id=1, attempt=1, source=source)
        (outcome,) = process([article], separate=separate_together, judge=WordJudge())
        assert isinstance(outcome, Processed)
        assert outcome.comments
        assert {one.comment.author_url for one in outcome.comments} == {None}
        assert {one.comment.links for one in outcome.comments} == {("https://a.example/",)}
