"""Which site owns what comes in, over each kind of database."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from classifiers.types import Label, Verdict
from tests.factories import digest, judged, new_article, processed
from worker.domain import DEFAULT_SITE, NewArticle, RuleKind, SeparatedComment
from worker.errors import ConflictError, MisconfiguredError, NotFoundError
from worker.ingest.sites import site_of
from worker.operations import sites
from worker.operations.sites import SiteChange
from worker.store.base.audit import entries
from worker.store.base.schema import articles, comments
from worker.store.base.transactions import reading
from worker.store.figures.site_priors import known_priors, settle_priors
from worker.store.flow.inbox import Inbox
from worker.store.flow.rescoring import Rescoring
from worker.store.flow.results import Results
from worker.store.flow.sites import SiteCounts, settle_owners
from worker.store.moderation.labels import Labels
from worker.store.moderation.lone_comments import LoneComment, owned
from worker.work.rule import Rule
from worker.work.ruling import Ruling

BLOG, NEWS = "blog.example", "news.blog.example"


def at(url: str | None) -> NewArticle:
    made = new_article(url or "no address")
    return replace(made, source=replace(made.source, url=url))


def add(engine: Engine, name: str, *hosts: str) -> int:
    return sites.add(engine, name, SiteChange(hosts=hosts), actor="ida")[1]


def come_in(engine: Engine, *urls: str | None, verdict: Verdict = Verdict.REVIEW) -> list[int]:
    """Submit and process an article with one comment at each address; return their ids."""
    inbox = Inbox(engine)
    stored = [one.id for one in inbox.submit([at(url) for url in urls])]
    claim = inbox.claim(stored, lease_s=60)
    outcomes = [
        replace(processed(one.id, judged(f"Pears {one.id}", verdict=verdict)), url=one.source.url, owner=one.owner)
        for one in claim.articles
    ]
    assert Results(engine).commit(claim.token, outcomes) == len(urls)
    return stored


def rule_on(site: str | None) -> Rule:
    return Rule(name="pears", kind=RuleKind.WORDS, values=("pears",), verdict=Verdict.SPAM, site=site)


def owners(engine: Engine) -> list[tuple[str, str, str | None]]:
    """Return the owners of articles and of their comments, and what the priors of these go by."""
    chosen = select(articles.c.owner, comments.c.owner, comments.c.site).join(comments)
    with reading(engine) as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(chosen.order_by(articles.c.id))]


def test_the_site_with_the_nearest_host_owns_an_article_and_the_default_one_the_rest(engine: Engine) -> None:
    add(engine, BLOG, "www.Archive.example")
    add(engine, NEWS)
    come_in(
        engine, "https://www.blog.example/1", "https://a.news.blog.example/2", "https://archive.example:8080/3",
        "https://notblog.example/4", "https://blog.example.org/5", None,
    )  # fmt: skip
    owner = [BLOG, NEWS, BLOG, DEFAULT_SITE, DEFAULT_SITE, DEFAULT_SITE]
    domain = site_of("https://notblog.example/4"), site_of("https://blog.example.org/5"), None
    assert owners(engine) == list(zip(owner, owner, [BLOG, NEWS, BLOG, *domain], strict=True))


def test_a_site_that_is_made_later_takes_over_what_is_stored_and_what_is_at_work(engine: Engine) -> None:
    come_in(engine, "https://blog.example/1", "https://other.example/2")
    inbox = Inbox(engine)
    [new] = inbox.submit([at("https://blog.example/3")])
    claim = inbox.claim([new.id], lease_s=60)
    assert add(engine, BLOG) == 2
    outcome = replace(processed(new.id, judged()), url="https://blog.example/3")
    Results(engine).commit(claim.token, [outcome])
    assert [owner for owner, *_ in owners(engine)] == [BLOG, DEFAULT_SITE, BLOG]
    assert {same for same in owners(engine) if same[0] != same[1]} == set()
    assert settle_owners(engine) == 0


def test_articles_follow_a_host_that_changes_sites(engine: Engine) -> None:
    add(engine, BLOG, "shop.example")
    add(engine, NEWS)
    come_in(engine, "https://shop.example/1", "https://blog.example/2")
    with pytest.raises(ConflictError, match="take it from that one"):
        sites.change(engine, NEWS, SiteChange(hosts=["shop.example"]), actor="ida")
    assert sites.change(engine, BLOG, SiteChange(without=["shop.example"]), actor="ida")[1] == 1
    assert sites.change(engine, NEWS, SiteChange(hosts=["shop.example"]), actor="ida")[1] == 1
    assert [owner for owner, *_ in owners(engine)] == [NEWS, BLOG]
    assert {one.action for one in entries(engine)} == {"site add", "site set"}


def test_a_site_is_shown_with_what_it_has(engine: Engine) -> None:
    add(engine, BLOG)
    come_in(engine, "https://blog.example/1", "https://blog.example/2", "https://other.example/3")
    Labels(engine).add(1, Label.SPAM, "ida")
    assert sites.show(engine, "WWW.Blog.example")[1] == SiteCounts(articles=2, comments=2, waiting=1, labels=1)
    assert sites.show(engine, DEFAULT_SITE)[1] == SiteCounts(articles=1, comments=1, waiting=1, labels=0)
    assert [(one.name, one.hosts) for one in sites.listed(engine)] == [(DEFAULT_SITE, ()), (BLOG, (BLOG,))]
    sites.change(engine, DEFAULT_SITE, SiteChange(hosts=["other.example"]), actor="ida")
    assert sites.listed(engine)[0].hosts == ("other.example",)


def test_what_can_be_no_site_is_told_in_a_sentence(engine: Engine) -> None:
    add(engine, BLOG)
    with pytest.raises(ConflictError, match="already"):
        add(engine, "Blog.example")
    with pytest.raises(MisconfiguredError, match="can be no host"):
        add(engine, "two words")
    with pytest.raises(MisconfiguredError, match="always there"):
        add(engine, DEFAULT_SITE)
    with pytest.raises(MisconfiguredError, match="own name"):
        sites.change(engine, BLOG, SiteChange(without=[BLOG]), actor="ida")
    with pytest.raises(NotFoundError, match="winnow site list"):
        sites.change(engine, "nobody.example", SiteChange(), actor="ida")
    with pytest.raises(NotFoundError, match="winnow site list"):
        sites.require_sites(engine, [BLOG, "nobody.example"])
    assert sites.require_sites(engine, ["www.blog.example", DEFAULT_SITE]) == [BLOG, DEFAULT_SITE]


def test_two_sites_of_one_domain_have_priors_of_their_own(engine: Engine) -> None:
    add(engine, NEWS)
    add(engine, "forum.blog.example")
    for number in range(12):
        urls = [f"https://{host}/{number}-{page}" for host in (NEWS, "forum.blog.example") for page in range(12)]
        come_in(engine, *urls, verdict=Verdict.ALLOW)
    settle_priors(engine)
    assert {prior.site for prior in known_priors(engine, 10)} == {NEWS, "forum.blog.example"}
    [new] = Inbox(engine).submit([at("https://news.blog.example/next")])
    [elsewhere] = Inbox(engine).submit([at("https://www.blog.example/next")])
    of_site, of_none = Inbox(engine).claim([new.id, elsewhere.id], lease_s=60).articles
    assert (of_site.owner, of_none.owner) == (NEWS, DEFAULT_SITE)
    assert of_site.shift is not None
    assert of_none.shift is None


def test_a_sites_rule_is_for_no_other_site_of_its_domain(engine: Engine) -> None:
    add(engine, NEWS)
    come_in(engine, "https://news.blog.example/1", "https://blog.example/2")
    found = [one for batch in Rescoring(engine, "other").batches() for article in batch for _, one in article.comments]
    for site, hit in ((NEWS, [True, False]), (site_of("https://blog.example"), [False, True])):
        rule = rule_on(site)
        assert [Ruling([rule]).decide(one) is not None for one in found] == hit
    default = rule_on(DEFAULT_SITE)
    assert [Ruling([default]).decide(one) is not None for one in found] == [False, True]


def test_a_comment_that_comes_alone_belongs_to_the_site_of_its_address(engine: Engine) -> None:
    add(engine, BLOG)
    found = SeparatedComment(text="Pears")
    remarks = [
        LoneComment(digest(str(url)), "1" * 64, url, found, "door") for url in ("https://a.blog.example/1", None)
    ]
    assert [one.owner for one in owned(engine, remarks)] == [BLOG, DEFAULT_SITE]
    assert [one.comment.owner for one in owned(engine, remarks)] == [BLOG, DEFAULT_SITE]
