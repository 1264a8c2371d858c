"""The desk's article page over pages made to choke who reads them: the service itself takes none of them apart."""

import sys
from collections.abc import Iterator

import pytest
from selectolax import lexbor

from tests.doors import PASSWORD, Visitor
from tests.factories import judged, new_article, processed
from tests.web import Site, site, winnow_of
from worker.domain import Format, Page
from worker.separate import separate_together
from worker.separate.leftovers import blocks
from worker.store.access.users import Users
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results

# What a moderator's look at a page of this size once ended in: 503 after half a minute.
BYTES = 194_000
# Each is repeated up to that.
PARTS = {
    "equal neighbours": "<p>a<b>b</b></p>",
    "equal cells": "<table><tr><td>a<td>a</table>",
    "open elements": "<div><span>a</span>",
    "kept lines": "<p>The mill turns again.</p>",
    "links": "a<a href=/>b</a>",
}

# Too deep to be read: the page says so.
UNREAD = {"open elements"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    winnow = winnow_of(tmp_path_factory.mktemp("article"))
    Users(winnow.engine).add("ida", PASSWORD, actor="test")
    for name, part in PARTS.items():
        [one] = Inbox(winnow.engine).submit([new_article(name, part * (BYTES // len(part)))])
        claim = Inbox(winnow.engine).claim([one.id], lease_s=600)
        told = processed(one.id, judged("Lovely."), body=("The mill turns again.",))
        Results(winnow.engine).commit(claim.token, [told])
    with site(winnow) as running:
        running.app.state.left_out.time_limit_s = 300.0  # a busy machine
        yield running


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of all that is parsed in this process, where the service runs too."""
    sizes: list[int] = []

    class Counted(lexbor.LexborHTMLParser):  # type: ignore[misc]
        def __init__(self, html: str | bytes, *more: object, **named: object) -> None:
            sizes.append(len(html))
            super().__init__(html, *more, **named)

    separate_together([Page(content="<p>A page.</p>", format=Format.HTML)])  # imports its modules when it is first used
    known = [module for module in sys.modules.values() if getattr(module, "__name__", "").startswith("worker.")]
    for module in known:
        if getattr(module, "LexborHTMLParser", None) is lexbor.LexborHTMLParser:
            monkeypatch.setattr(module, "LexborHTMLParser", Counted)
    return sizes


def test_whoever_parses_here_is_counted(parsed: list[int]) -> None:
    page = Page(content="<p>A page.</p>", format=Format.HTML)
    blocks(page, "", "")
    separate_together([page])
    assert len(parsed) == 2


@pytest.mark.parametrize("name", PARTS)
def test_the_service_parses_no_page_that_a_moderator_looks_at(desk: Site, parsed: list[int], name: str) -> None:
    visitor = Visitor(desk.url)
    visitor.client.timeout = 600
    visitor.log_in("ida")
    article = list(PARTS).index(name) + 1
    before = desk.app.state.left_out._process
    answer = visitor.get(f"/desk/articles/{article}")
    assert answer.status_code == 200
    assert "The mill turns again." in answer.text
    assert ('<ol class="page panel">' in answer.text) == (name not in UNREAD)
    assert parsed == []
    # The process beside it answered, within what it may take, and was not ended over it.
    process = desk.app.state.left_out._process
    assert process is not None
    assert process.returncode is None
    assert before in (None, process)
    # What is shown is bounded, however large the page.
    assert len(answer.text) < 2 * BYTES + 100_000
