"""How many comments of an author a site has let through: by address or name, and no further than is asked."""

import pytest
from sqlalchemy import Engine, update

from classifiers.types import Comment, Label, Prediction, Verdict
from tests.factories import digest, new_article, processed
from worker.domain import JudgedComment, RuleKind, SeparatedComment
from worker.operations import rules
from worker.store.base.narrowed import narrowed
from worker.store.base.schema import comments
from worker.store.base.transactions import writing
from worker.store.flow.familiar_authors import with_earlier
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.work.rule import Rule

MAIL = digest("ida@orchard.example")


@pytest.fixture
def crowd(engine: Engine) -> Engine:
    """Eight comments signed with one name that were let through, two that were not, and one with an address."""
    [new] = Inbox(engine).submit([new_article("pears", "<p>1</p>")])
    claim = Inbox(engine).claim([new.id], lease_s=60)
    said = [("Anonymous", Verdict.ALLOW)] * 8 + [("Anonymous", Verdict.SPAM)] * 2 + [("Ida", Verdict.ALLOW)]
    shown = [
        JudgedComment(digest(str(at)), SeparatedComment(text=f"Pears {at}.", author=name), Prediction(0.1, verdict))
        for at, (name, verdict) in enumerate(said)
    ]
    Results(engine).commit(claim.token, [processed(new.id, *shown)])
    with writing(engine) as connection:
        connection.execute(update(comments).values(site="orchard.example"))
        connection.execute(update(comments).where(comments.c.author == "Ida").values(email=MAIL))
        one = update(comments).where(comments.c.identity == digest("8"))
        connection.execute(one.values(decided=Label.HAM))
    return engine


@pytest.mark.parametrize(("enough", "found"), [(1, 1), (5, 5), (50, 9)])
def test_nobody_s_are_counted_further_than_enough(crowd: Engine, enough: int, found: int) -> None:
    asked = [
        Comment("x", "Anonymous", site="orchard.example"),
        Comment("x", "Anonymous", site="mill.example"),
        Comment("x", "Anonymous"),
        Comment("x", "Ida", site="orchard.example"),
        Comment("x", "Anonymous", site="orchard.example", email=MAIL),
        Comment("x", "Nobody", site="orchard.example", email=digest("nobody")),
        Comment("x", site="orchard.example"),
    ]
    assert [one.earlier for one in with_earlier(crowd, asked, enough)] == [found, 0, 0, 1, 1, 0, None]


@pytest.mark.parametrize(("number", "found"), [("1", 2), ("5", 6), ("50", 10)])
def test_a_preview_counts_as_far_as_its_rule_looks(crowd: Engine, number: str, found: int) -> None:
    rule = Rule(name="new", kind=RuleKind.NEWCOMERS, values=(number,), verdict=Verdict.REVIEW)
    assert rules.preview(crowd, rule).found == found
    assert rules.preview(narrowed(crowd, {"default"}), rule).found == found
