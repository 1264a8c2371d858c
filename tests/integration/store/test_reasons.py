"""What stands beside a comment on its page, and how often reasons are right."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from classifiers.types import Label, Prediction, ScoreReason, Verdict
from tests.factories import digest, new_article, processed
from worker.domain import DEFAULT_SITE, JudgedComment, RuleKind, SeparatedComment
from worker.errors import NotFoundError
from worker.store.base.audit import entries
from worker.store.base.narrowed import narrowed
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.flow.rules import add_rule
from worker.store.moderation.labels import Labels
from worker.store.moderation.page_twins import page_contexts
from worker.store.moderation.reason_doubts import believe, doubt, doubted, precisions, precisions_of
from worker.store.moderation.review_cards import cards
from worker.work.rule import Rule

LADDERS = "Our oak ladders reach every corner of the house, now at half the price with free delivery"
BOTH = ("repeated-on-page", "like-its-neighbours")


def one(name: str, text: str, codes: Sequence[str] = (), links: tuple[str, ...] = ()) -> JudgedComment:
    reasons = tuple(ScoreReason(code, "It is so.") for code in codes)
    separated = SeparatedComment(text=text, author=name, links=links)
    return JudgedComment(digest(f"{name} {text}"), separated, Prediction(0.6, Verdict.REVIEW, reasons))


def stored(inbox: Inbox, results: Results, *pages: Sequence[JudgedComment]) -> None:
    ids = [new.id for new in inbox.submit([new_article(f"p{n}", f"<p>{n}</p>") for n in range(len(pages))])]
    claim = inbox.claim(ids, lease_s=60)
    results.commit(claim.token, [processed(row, *page) for row, page in zip(ids, pages, strict=True)])


def test_twins_say_the_same_or_link_to_the_same_site(inbox: Inbox, results: Results, engine: Engine) -> None:
    link = ("https://shop.oak-ladders.example/1",)
    page = [
        one("a", f"{LADDERS} 1", BOTH, links=link),
        one("b", "Lovely pears."),
        one("c", f"{LADDERS} 2"),
        one("d", "Have a look.", links=("https://oak-ladders.example/2",)),
        one("e", "More pears here.", ("words",)),
    ]
    stored(inbox, results, page, [one("f", f"{LADDERS} 3")])

    found = page_contexts(engine, cards(engine, [1, 5]))

    # Another page's is no twin of it, and nobody asked about the fifth.
    assert set(found) == {1}
    assert [beside.author for beside in found[1].twins] == ["c", "d"]
    assert [beside.author for beside in found[1].neighbours] == ["b", "c", "d", "e"]


def test_a_neighbour_shows_what_stands(inbox: Inbox, results: Results, labels: Labels, engine: Engine) -> None:
    stored(inbox, results, [one("a", "Plums.", BOTH), one("b", "Pears. " * 100)])
    labels.add(2, Label.SPAM, "ida")
    [beside] = page_contexts(engine, cards(engine, [1]))[1].neighbours
    assert (beside.stands, beside.excerpt[-1], len(beside.excerpt)) == (Verdict.SPAM, "…", 141)


def test_a_rule_for_all_that_lets_through_is_right_where_it_is_ham(
    inbox: Inbox, results: Results, labels: Labels, engine: Engine
) -> None:
    greeting = Rule(name="greeting", kind=RuleKind.WORDS, values=("pears",), verdict=Verdict.ALLOW)
    add_rule(engine, greeting, by="ida")
    stored(inbox, results, [one(name, f"{name} pears", (greeting.code,)) for name in "abc"])
    for comment, label in ((1, Label.HAM), (2, Label.HAM), (3, Label.SPAM)):
        labels.add(comment, label, "ida")

    for seen in (engine, narrowed(engine, {DEFAULT_SITE})):
        assert [(found.code, found.right, found.judged) for found in precisions(seen)] == [("rule:greeting", 2, 3)]
    assert precisions(narrowed(engine, {"meadow.example"})) == []


def test_a_doubt_counts_in_the_reasons_precision(
    inbox: Inbox, results: Results, labels: Labels, engine: Engine
) -> None:
    stored(inbox, results, [one(name, f"{name} pears", ("words", "links")) for name in "abcd"])
    for comment, label in ((1, Label.SPAM), (2, Label.SPAM), (3, Label.HAM)):
        labels.add(comment, label, "ida")
    told = {found.code: (found.right, found.judged) for found in precisions(engine)}
    assert told == {"words": (2, 3), "links": (2, 3)}

    doubt(engine, 1, "links", by="jan")
    doubt(engine, 1, "links", by="ida")  # twice is once
    doubt(engine, 4, "words", by="jan")  # nobody has decided this one

    assert doubted(engine, [1, 2, 4]) == {1: frozenset({"links"}), 4: frozenset({"words"})}
    told = {found.code: (found.right, found.judged, found.doubted) for found in precisions(engine)}
    assert told == {"links": (1, 3, 1), "words": (2, 4, 1)}
    assert precisions(engine)[0].code == "links"
    assert [found.action for found in entries(engine) if found.action.startswith("reason")] == ["reason doubt"] * 2

    believe(engine, 1, "links", by="ida")
    believe(engine, 1, "links", by="ida")
    assert doubted(engine, [1]) == {}
    assert entries(engine, limit=1)[0].action == "reason believe"


def test_only_a_reason_that_was_given_can_be_doubted(inbox: Inbox, results: Results, engine: Engine) -> None:
    stored(inbox, results, [one("a", "Pears.", ("words",))])
    for comment, code in ((1, "links"), (99, "words"), (2**70, "words")):
        with pytest.raises(NotFoundError):
            doubt(engine, comment, code, by="ida")


def test_the_order_of_comments_changes_no_precision() -> None:
    judged = [(1, ["words"], Label.SPAM), (2, ["words", "links"], Label.HAM), (3, ["links"], None)]
    doubts = {(3, "links"), (1, "shape")}
    assert precisions_of(judged, doubts) == precisions_of(judged[::-1], doubts)
    assert [(found.code, found.precision) for found in precisions_of(judged, doubts)] == [("links", 0), ("words", 0.5)]
