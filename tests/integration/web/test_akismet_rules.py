"""Rules about who writes, by what a blog alone knows: his address, where he came from, what he said before."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from classifiers.types import Label, Verdict
from tests.web import Site, site, winnow_of
from worker.domain import RuleKind
from worker.errors import MisconfiguredError
from worker.operations import rules
from worker.operations.erase import erase
from worker.operations.label import label
from worker.operations.rescore import rescore
from worker.store.access.tokens import Scope
from worker.store.base.schema import comments
from worker.store.base.schema import rules as table
from worker.store.base.transactions import AnyRow, reading
from worker.work.rule import Rule

KEY = "a key of this test"
TEXT = "I kept mine in straw over the winter, and they were still firm in March."

Asking = Callable[..., str]


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[Site]:
    with site(winnow_of(tmp_path, email_key=KEY)) as running:
        yield running


@pytest.fixture
def ask(blog: Site) -> Asking:
    """Ask about a comment; answers what was said of it, with what stands behind it."""
    key = blog.token(Scope.BLOG)

    def asked(text: str = TEXT, author: str = "Ida", **fields: str) -> str:
        form = {"api_key": key, "permalink": "https://orchard.example/pears", "comment_author": author, **fields}
        answer = httpx.post(f"{blog.url}/1.1/comment-check", data={**form, "comment_content": text}, timeout=120)
        reason = answer.headers.get("x-akismet-debug-help", "").partition(" ")[0]
        return f"{answer.text} {reason}" if reason.startswith("rule:") else answer.text

    return asked


def make(blog: Site, kind: RuleKind, *values: str, then: Verdict) -> Rule:
    rule = Rule(name="one", kind=kind, values=values, verdict=then)
    done = rules.add(blog.winnow.engine, rule, by="test", email_key=KEY)
    blog.winnow.rule_book._look._begun_at = None
    return done


def rows(blog: Site) -> list[AnyRow]:
    with reading(blog.winnow.engine) as connection:
        return list(connection.execute(select(comments).order_by(comments.c.id)))


def test_an_address_is_blocked_and_kept_nowhere(blog: Site, ask: Asking, tmp_path: Path) -> None:
    address = "Casino.Zzyzx@pills.example"
    assert ask(comment_author_email=address) == "false"
    make(blog, RuleKind.EMAILS, address, then=Verdict.SPAM)
    assert ask("Again.", comment_author_email=address.lower()) == "true rule:one"
    assert ask("Again.", comment_author_email="ida@orchard.example") == "false"
    with reading(blog.winnow.engine) as connection:
        [terms] = connection.scalars(select(table.c.terms))
    assert [row.email for row in rows(blog)][:2] == terms * 2
    blog.winnow.close()
    for file in tmp_path.glob("web.db*"):
        assert b"zzyzx" not in file.read_bytes().lower()


def test_a_preview_and_a_rescore_know_the_address(blog: Site, ask: Asking) -> None:
    ask(comment_author_email="casino@pills.example")
    ask("Other.", comment_author_email="ida@orchard.example")
    rule = Rule(name="one", kind=RuleKind.EMAILS, values=("casino@pills.example",), verdict=Verdict.SPAM)
    found = rules.preview(blog.winnow.engine, rule, email_key=KEY)
    assert (found.looked_at, found.found, found.changed) == (2, 1, 1)
    make(blog, RuleKind.EMAILS, "casino@pills.example", then=Verdict.SPAM)
    rescore(blog.winnow.engine, blog.winnow.judge(), actor="test", again=True)
    assert [row.verdict for row in rows(blog)] == [Verdict.SPAM, Verdict.ALLOW]


def test_without_a_key_there_is_no_such_rule(blog: Site) -> None:
    rule = Rule(name="one", kind=RuleKind.EMAILS, values=("casino@pills.example",), verdict=Verdict.SPAM)
    with pytest.raises(MisconfiguredError, match="WINNOW_EMAIL_KEY"):
        rules.add(blog.winnow.engine, rule, by="test")
    with pytest.raises(MisconfiguredError, match="whole addresses"):
        make(blog, RuleKind.EMAILS, "pills.example", then=Verdict.SPAM)


def test_who_is_erased_by_his_address_is_gone_and_stays_away(blog: Site, ask: Asking) -> None:
    address = "ida@orchard.example"
    make(blog, RuleKind.EMAILS, address, "jan@orchard.example", then=Verdict.REVIEW)
    ask(comment_author_email=address)
    ask(author="Jan", comment_author_email="jan@orchard.example")
    erased = erase(blog.winnow.engine, author="IDA@orchard.example", actor="dpo", email_key=KEY)
    assert erased.comments == 1
    blog.winnow.rule_book._look._begun_at = None
    assert ask("Once more.", author="Somebody", comment_author_email=address) == "false"
    assert [row.author for row in rows(blog)] == ["Jan"]
    assert [len(one.rule.values) for one in rules.listed(blog.winnow.engine)] == [1]


def test_a_range_of_addresses_is_blocked_and_no_address_is_kept(blog: Site, ask: Asking, tmp_path: Path) -> None:
    make(blog, RuleKind.NETWORKS, "198.51.100.0/24", then=Verdict.SPAM)
    assert ask(user_ip="198.51.100.77") == "true rule:one"
    assert ask("Other.", user_ip="203.0.113.77") == "false"
    blog.winnow.close()
    for file in tmp_path.glob("web.db*"):
        assert b"198.51.100.77" not in file.read_bytes()


def test_no_reason_tells_the_address_that_somebody_came_from(blog: Site, ask: Asking) -> None:
    make(blog, RuleKind.NETWORKS, "203.0.113.7", "192.0.2.0/24", then=Verdict.REVIEW)
    assert ask(user_ip="203.0.113.7") == ask("Other.", user_ip="192.0.2.9") == "false rule:one"
    one, other = (row.reasons[0][1] for row in rows(blog))
    assert "203.0.113.7" not in one
    assert "the IP address" in one
    assert "192.0.2.0/24" in other


@pytest.mark.parametrize("known_by", ["name", "address"])
def test_a_first_comment_waits_for_a_person(blog: Site, ask: Asking, known_by: str) -> None:
    make(blog, RuleKind.NEWCOMERS, "1", then=Verdict.REVIEW)
    mail = {"comment_author_email": "ida@orchard.example"} if known_by == "address" else {}
    assert ask(**mail) == "false rule:one"
    assert ask("And a second.", **mail) == "false rule:one", "nobody has let the first one through yet"
    label(blog.winnow.engine, rows(blog)[0].id, Label.HAM, by="ida")
    assert ask("And a third.", author="IDA" if mail else "Ida", **mail) == "false"
    assert ask("And a fourth.", permalink="https://mill.example/", **mail) == "false rule:one", "another site"
    if mail:
        stranger = ask("Trust me.", comment_author_email="ida@pills.example")
        assert stranger == "false rule:one", "who signs with her name is not her"
    assert ask("I have no name.", author="") == "false"


def test_a_preview_of_newcomers_counts_what_came_before(blog: Site, ask: Asking) -> None:
    for number in range(3):
        ask(f"{TEXT} {number}")
    ask("One more.", author="Jan")
    rule = Rule(name="one", kind=RuleKind.NEWCOMERS, values=("1",), verdict=Verdict.REVIEW)
    found = rules.preview(blog.winnow.engine, rule)
    assert (found.looked_at, found.found) == (4, 2)
