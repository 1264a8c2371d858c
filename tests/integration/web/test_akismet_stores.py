"""What Akismet's door is asked about reaches the desk, and is one comment with what the crawled page shows."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import akismet
import httpx
import pytest
from sqlalchemy import event, select, update

from classifiers.types import Label, Verdict
from tests.web import Rewritten, Site, site, winnow_of
from worker.domain import RuleKind
from worker.ingest.envelope import parse_envelope, to_article
from worker.operations import rules, sites
from worker.operations.check import check
from worker.operations.label import label
from worker.operations.rescore import rescore
from worker.operations.retain import retain
from worker.operations.sites import SiteChange
from worker.store.access.tokens import Scope, Tokens
from worker.store.base.schema import comments, deliveries
from worker.store.base.transactions import AnyRow, reading, writing
from worker.store.flow.events import Event
from worker.store.flow.inbox import Inbox
from worker.store.flow.retention import Keep
from worker.store.moderation.review_queue import QueuePart, ReviewQueue
from worker.web.akismet.form import read_remark
from worker.work.rule import Rule

PERMALINK = "https://orchard.example/2026/pears/"
TEXT = 'I kept mine in straw -- "over the winter" -- and they were still firm in March...'
# As WordPress shows what it got so: with other quotes, dashes and dots.
SHOWN = "I kept mine in straw \u2013 \u201cover the winter\u201d \u2013 and they were still firm in March\u2026"
COMMENT = {"comment_type": "comment", "permalink": PERMALINK, "comment_author": "Ida Medlar", "comment_content": TEXT}
PAGE = """<html><body><article><h1>Pears are ripe</h1>
<p>The pears are ripe this week, and the orchard is open to all who want to pick them until the end of the month.</p>
</article><ol class="comment-list"><li id="comment-7" class="comment"><article class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">Ida Medlar</b>
<span class="says">says:</span></div>
<div class="comment-metadata"><time datetime="2026-10-03T10:11:12+00:00">October 3, 2026</time></div></footer>
<div class="comment-content"><p>{shown}</p></div></article></li></ol></body></html>"""

Asking = Callable[..., httpx.Response]


def _days_ago(days: int) -> date:
    return datetime.now(UTC).date() - timedelta(days=days)


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[Site]:
    """A service with a rule that has a person look at what speaks of straw."""
    winnow = winnow_of(tmp_path)
    rule = Rule(name="straw", kind=RuleKind.WORDS, values=("straw",), verdict=Verdict.REVIEW)
    rules.add(winnow.engine, rule, by="test")
    with site(winnow) as running:
        yield running


@pytest.fixture
def ask(blog: Site) -> Asking:
    key = blog.token(Scope.BLOG)

    def asked(path: str = "comment-check", **fields: str) -> httpx.Response:
        form = {"api_key": key, "blog": "https://orchard.example", **COMMENT, **fields}
        return httpx.post(f"{blog.url}/1.1/{path}", data=form, timeout=120)

    return asked


def rows(blog: Site) -> list[AnyRow]:
    with reading(blog.winnow.engine) as connection:
        return list(connection.execute(select(comments).order_by(comments.c.id)))


def queue(blog: Site) -> list[int]:
    return [card.id for card in ReviewQueue(blog.winnow.engine).page(QueuePart()).cards]


def crawl(blog: Site, url: str = PERMALINK, shown: str = SHOWN) -> None:
    article = to_article(parse_envelope({"url": url, "html": PAGE.format(shown=shown)}), max_bytes=10_000)
    [one] = Inbox(blog.winnow.engine).submit([article])
    blog.winnow.service.process([one.id])


def test_what_a_person_should_look_at_reaches_the_desk(blog: Site, ask: Asking) -> None:
    answer = ask()
    assert (answer.text, answer.headers["x-akismet-recheck-after"]) == ("false", "900")
    [row] = rows(blog)
    assert (row.text, row.author, row.verdict, row.site) == (TEXT, "Ida Medlar", Verdict.REVIEW, "orchard.example")
    assert row.asked_as == answer.headers["x-akismet-guid"]
    assert queue(blog) == [row.id]
    label(blog.winnow.engine, row.id, Label.SPAM, by="ida")
    assert ask(recheck_reason="recheck_queue").text == "true"
    assert queue(blog) == []
    assert len(rows(blog)) == 1
    assert [one.hits for one in rules.listed(blog.winnow.engine)] == [1]


def test_what_is_submitted_labels_what_is_stored(blog: Site, ask: Asking) -> None:
    ask()
    [before] = rows(blog)
    ask("submit-ham")
    [after] = rows(blog)
    assert (after.id, after.decided) == (before.id, Label.HAM)
    assert queue(blog) == []
    assert "x-akismet-recheck-after" not in ask().headers


@pytest.mark.parametrize(
    "crawled",
    [PERMALINK, PERMALINK.rstrip("/"), PERMALINK.replace("https", "http"), PERMALINK.replace("//", "//www.")],
)
@pytest.mark.parametrize("first", ["door", "page"])
@pytest.mark.parametrize("shown", [TEXT, SHOWN], ids=["as typed", "as shown"])
def test_a_comment_seen_at_the_door_and_on_its_page_is_one(
    blog: Site, ask: Asking, crawled: str, first: str, shown: str
) -> None:
    steps = [ask, lambda: crawl(blog, crawled, shown)]
    for step in steps if first == "door" else reversed(steps):
        step()
    [row] = rows(blog)
    assert queue(blog) == [row.id]
    guid = ask().headers["x-akismet-guid"]
    ask("submit-spam")
    crawl(blog, crawled, shown + " ")
    [again] = rows(blog)
    assert (again.id, again.decided, again.gone) == (row.id, Label.SPAM, False)
    if first == "door":
        assert again.asked_as == guid, "it is named as the door's answer named it"


def test_what_others_say_on_the_page_is_theirs(blog: Site, ask: Asking) -> None:
    ask()
    ask(comment_author="Barnaby", comment_content="Mine in straw were eaten by mice.")
    crawl(blog)
    crawl(blog, "https://orchard.example/2026/plums/")
    assert len(rows(blog)) == 3
    assert len({row.article_id for row in rows(blog)}) == 3


def test_who_asked_is_told_what_its_page_changed(blog: Site, ask: Asking) -> None:
    ask()
    blog.winnow.web_dependencies.webhooks.add("https://blog.example/hook", list(Event), actor="test")
    rules.remove(blog.winnow.engine, "straw", by="test")
    blog.winnow.rule_book._look._begun_at = None
    crawl(blog)
    with reading(blog.winnow.engine) as connection:
        changed = select(deliveries.c.data).where(deliveries.c.event == Event.VERDICT_CHANGED)
        [told] = connection.scalars(changed)
    [row] = rows(blog)
    assert (told["before"], told["after"], told["guid"]) == ("review", "allow", row.asked_as)


@pytest.mark.parametrize("kind", ["contact-form", "message", "signup"])
def test_letters_are_judged_and_not_kept(blog: Site, ask: Asking, kind: str) -> None:
    assert ask(comment_type=kind).headers["x-akismet-recheck-after"]
    assert ask(comment_type="", content_type=kind).headers["x-akismet-recheck-after"]
    assert rows(blog) == []


def test_a_test_is_not_kept(blog: Site, ask: Asking) -> None:
    ask(is_test="1")
    assert rows(blog) == []


def test_nothing_is_kept_where_the_settings_say_so(tmp_path: Path) -> None:
    with site(winnow_of(tmp_path, akismet_stores=False)) as quiet:
        form = {"api_key": quiet.token(Scope.BLOG), **COMMENT}
        assert httpx.post(f"{quiet.url}/1.1/comment-check", data=form, timeout=120).text == "false"
        assert rows(quiet) == []


MILL = {"permalink": "https://mill.example/flour", "comment_content": "Good flour."}


def _set(running: Site, name: str, **own: str) -> None:
    sites.change(running.winnow.engine, name, SiteChange(**own), actor="test")  # type: ignore[arg-type]


@pytest.mark.parametrize("of_all", [True, False])
@pytest.mark.parametrize("own", ["yes", "no"])
def test_a_site_says_itself_whether_it_stores(tmp_path: Path, own: str, of_all: bool) -> None:
    with site(winnow_of(tmp_path, akismet_stores=of_all)) as running:
        for name in ("orchard.example", "mill.example"):
            sites.add(running.winnow.engine, name, SiteChange(), actor="test")
        key = running.token(Scope.BLOG)

        def stored() -> set[str]:
            for form in (COMMENT, MILL, {**COMMENT, "comment_type": "message", "comment_author": "A letter"}):
                asked = {"api_key": key, **form}
                assert httpx.post(f"{running.url}/1.1/comment-check", data=asked, timeout=120).text == "false"
            return {row.owner for row in rows(running)}

        _set(running, "orchard.example", akismet_stores=own)
        of_mill = {"mill.example"} if of_all else set()
        assert stored() == of_mill | ({"orchard.example"} if own == "yes" else set())
        assert len(rows(running)) == len({row.owner for row in rows(running)}), "a letter is stored nowhere"
        _set(running, "orchard.example", akismet_stores="default")
        _set(running, "mill.example", akismet_stores=own)
        assert "orchard.example" in stored() or not (of_all or own == "yes")


@pytest.mark.parametrize("of_all", [20.0, 90.0, None])
def test_a_site_says_itself_how_long_it_keeps(tmp_path: Path, of_all: float | None) -> None:
    with site(winnow_of(tmp_path, akismet_retain_days=of_all)) as running:
        sites.add(running.winnow.engine, "orchard.example", SiteChange(), actor="test")
        key = running.token(Scope.BLOG)
        for form in (COMMENT, MILL):
            httpx.post(f"{running.url}/1.1/comment-check", data={"api_key": key, **form}, timeout=120)

        def left(days_ago: int) -> set[str]:
            with writing(running.winnow.engine) as connection:
                connection.execute(update(comments).values(day=_days_ago(days_ago)))
            running.winnow.retain()
            return {row.owner for row in rows(running)}

        _set(running, "orchard.example", akismet_retain_days="50")
        of_mill = {"default"} if of_all != 20.0 else set()
        assert left(48) == {"orchard.example"} | of_mill
        assert left(52) == of_mill


def test_an_answer_does_not_wait_for_a_store_that_takes_nothing(blog: Site) -> None:
    engine, remark = blog.winnow.engine, read_remark(COMMENT, keeps=True)
    blog.winnow.judge()

    def read_only(connection: object, *_: object) -> None:
        connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]

    event.listen(engine, "checkout", read_only)
    try:
        [checked] = check(engine, blog.winnow.judge, [remark])
    finally:
        event.remove(engine, "checkout", read_only)
        engine.dispose()
    assert checked.verdict is Verdict.REVIEW
    assert rows(blog) == []


def test_what_fell_into_the_trap_stays_spam(blog: Site, ask: Asking) -> None:
    answer = ask(honeypot_field_name="ak_hp", ak_hp="filled in")
    assert answer.text == "true"
    assert answer.headers["x-akismet-debug-help"].startswith("honeypot")
    rescore(blog.winnow.engine, blog.winnow.judge(), actor="test", again=True)
    [row] = rows(blog)
    assert (row.verdict, row.reasons[0][0]) == (Verdict.SPAM, "honeypot")


def test_markup_is_read_as_its_page_shows_it(blog: Site, ask: Asking) -> None:
    ask(comment_content='<p>Mine, in <em>straw</em>:</p><p><a href="http://straw.example/">look</a></p>')
    [row] = rows(blog)
    assert (row.text, row.links) == ("Mine, in straw:\n\nlook", ["http://straw.example/"])


@pytest.mark.parametrize("days", [89, 91])
def test_what_nobody_labelled_goes_after_its_time(blog: Site, ask: Asking, days: int) -> None:
    ask()
    ask("submit-spam", comment_author="Labelled")
    ask(comment_author="Fresh")
    crawl(blog)  # the first stands on a page now
    ask(comment_author="Old")
    with writing(blog.winnow.engine) as connection:
        aged = update(comments).where(comments.c.author != "Fresh")
        connection.execute(aged.values(day=_days_ago(days)))
    dropped = retain(blog.winnow.engine, Keep(alone_s=90 * 86_400.0, articles_s=86_400.0))
    left = {row.author for row in rows(blog)}
    assert left == {"Ida Medlar", "Labelled", "Fresh"} | ({"Old"} if days < 90 else set())
    assert dropped.comments == (1 if days > 90 else 0)


def test_the_client_is_told_of_its_key(blog: Site, ask: Asking) -> None:
    key = blog.token(Scope.BLOG)
    ask()
    ask(comment_author="Wrong", honeypot_field_name="ak_hp", ak_hp="x")
    ask("submit-spam")
    ask("submit-ham", comment_author="Wrong")
    ask(permalink="https://mill.example/flour", comment_content="Good flour.")
    http = httpx.Client(transport=Rewritten(blog.url), timeout=120)
    client = akismet.SyncClient(config=akismet.Config(key=key, url="https://orchard.example"), http_client=http)
    assert client.usage_limit() == {"limit": "none", "usage": 3, "percentage": "0", "throttled": False}

    def sites(**asked: str) -> httpx.Response:
        # As Akismet documents it: this client's own `key_sites` sends no key.
        return httpx.get(f"{blog.url}/1.2/key-sites", params={"api_key": key, **asked}, timeout=120)

    told = sites().json()
    month, *_ = told
    assert told["total"] == 2
    assert told[month][0] == {
        "site": "orchard.example", "api_calls": "2", "spam": "1", "ham": "1", "missed_spam": "1",
        "false_positives": "1", "is_revoked": False,
    }  # fmt: skip
    [mill] = sites(filter="mill", limit="10", offset="0").json()[month]
    assert mill["api_calls"] == "1"
    assert sites(month="2019-12").json()["total"] == 0
    lines = sites(format="csv", order="spam").text.splitlines()
    assert lines[1].startswith("Site,Total API Calls,Spam")
    assert lines[2] == "orchard.example,2,1,1,1,1,False"


def test_wordpress_is_told_that_its_key_is_in_force(blog: Site, ask: Asking) -> None:
    told = ask("get-subscription", get_account_type="true").json()
    assert (told["status"], told["limit_reached"]) == ("active", False)


@pytest.mark.parametrize("place", ["orchard.example/2026/pears", "www.orchard.example/2026/pears/", "2026/pears"])
def test_what_is_no_address_is_no_way_to_another_site_s_comment(blog: Site, ask: Asking, place: str) -> None:
    engine = blog.winnow.engine
    sites.add(engine, "orchard.example", SiteChange(), actor="test")
    assert ask().text == "false"
    [theirs] = rows(blog)
    key = Tokens(engine).add("elsewhere", frozenset({Scope.BLOG}), actor="test", sites=["default"])
    blog.forget_tokens()
    elsewhere = {"api_key": key, "permalink": place}
    assert ask(api_key=key).text == "invalid"
    assert ask("submit-spam", **elsewhere).text.startswith("Thanks")
    mine = {row.id: row for row in rows(blog)}
    assert len(mine) == 2
    assert (mine[theirs.id].decided, mine[theirs.id].owner) == (None, "orchard.example")


@pytest.mark.parametrize("path", ["/1.2/usage-limit", "/1.2/key-sites"])
def test_who_has_no_key_is_told_nothing(blog: Site, path: str) -> None:
    for asked in ({"api_key": "abcdefghijkl"}, {"api_key": blog.token(Scope.ADMIN)}, {}):
        assert httpx.get(blog.url + path, params=asked, timeout=120).text == "invalid"


@pytest.mark.parametrize("month", ["2026-13", "2026", "0000-01", "9999-12", "now"])
def test_a_month_that_is_none_is_refused(blog: Site, month: str) -> None:
    asked = {"api_key": blog.token(Scope.BLOG), "month": month}
    assert httpx.get(f"{blog.url}/1.2/key-sites", params=asked, timeout=120).status_code == 422
