"""Authors and hosts that are trusted or blocked: rules that look for nothing else, with names that say nobody's."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from classifiers.types import Comment, Verdict
from tests.integration.store.test_bulk_decisions import stored, waiting
from worker.domain import RuleKind
from worker.errors import ConflictError, MisconfiguredError
from worker.operations import rules
from worker.operations.trust import Whom, rule_about, stances
from worker.work.rule import Rule, checked
from worker.work.ruling import Ruling

NAMES = ["Ann Oak", "王小明", "a" * 300, "R.", "O'Neill & Sons"]
HOSTS = ["oak-ladders.example", "x.y.a-very-long-name-of-a-host.example", "bücher.example", "192.0.2.7"]


def block(engine: Engine, whom: Whom, site: str = "") -> Rule:
    return rules.add(engine, rule_about(whom, Verdict.SPAM, site), by="ida")


def told(engine: Engine, whom: Whom) -> list[tuple[str, bool]]:
    return [(one.stored.rule.name, one.alone) for one in stances(engine, whom)]


@pytest.mark.parametrize("whom", [*(Whom(author=one) for one in NAMES), *(Whom(host=one) for one in HOSTS)])
def test_a_rule_of_anybodys_can_be_one_and_finds_him(whom: Whom) -> None:
    rule = checked(rule_about(whom, Verdict.SPAM))
    assert rule == rule_about(whom, Verdict.SPAM)
    assert len({rule.name, rule_about(whom, Verdict.ALLOW).name, rule_about(whom, Verdict.SPAM, "a.example").name}) == 3
    comment = Comment("Well.", author=whom.author or "Ida", author_url=whom.host and f"https://shop.{whom.host}/x")
    other = Comment("Well.", author="Ida", author_url="https://ida.example/")
    decided = Ruling([rule]).decide(comment)
    assert decided is not None
    assert decided[0] is rule
    assert Ruling([rule]).decide(other) is None


def test_no_authors_name_stands_in_codes_and_in_the_audit() -> None:
    assert "ann" not in rule_about(Whom(author="Ann Oak"), Verdict.SPAM).code
    assert rule_about(Whom(host="oak-ladders.example"), Verdict.ALLOW).name.startswith("trust-oak-ladders-example-")


def test_only_trusting_and_blocking_are_stances() -> None:
    with pytest.raises(MisconfiguredError, match="trusted"):
        rule_about(Whom(author="Ann"), Verdict.REVIEW)
    with pytest.raises(MisconfiguredError, match="no host"):
        rule_about(Whom(host="//"), Verdict.SPAM)


def test_a_preview_says_what_blocking_would_have_changed(engine: Engine) -> None:
    stored(engine, waiting("One.", "Ann Oak"), waiting("Two.", "ann  oak"), waiting("Three.", "Ida"))
    found = rules.preview(engine, rule_about(Whom(author="Ann Oak"), Verdict.SPAM))
    assert (found.found, found.changed) == (2, 2)


def test_what_stands_of_somebody_is_told_until_it_is_taken_back(engine: Engine) -> None:
    ann, other = Whom(author="ANN oak"), Whom(author="Ann")
    made = block(engine, Whom(author="Ann Oak"))
    with pytest.raises(ConflictError, match="already"):
        block(engine, Whom(author="Ann Oak"))
    many = Rule(name="many", kind=RuleKind.AUTHORS, values=("Ann Oak", "Bo"), verdict=Verdict.SPAM)
    rules.add(engine, many, by="jan")
    assert told(engine, ann) == [(made.name, True), ("many", False)]
    assert told(engine, other) == []

    rules.remove(engine, made.name, by="ida")
    assert told(engine, ann) == [("many", False)]


def test_a_rule_about_a_host_is_told_of_all_below_it(engine: Engine) -> None:
    made = block(engine, Whom(host="oak-ladders.example"), "harbour.example")
    assert told(engine, Whom(host="shop.oak-ladders.example")) == [(made.name, True)]
    assert told(engine, Whom(host="ladders.example")) == []
    assert told(engine, Whom(host="//")) == []
    assert stances(engine, Whom(host="oak-ladders.example"))[0].stored.rule.site == "harbour.example"


def test_what_is_over_or_looks_for_something_else_is_not_told(engine: Engine) -> None:
    rules.add(engine, rule_about(Whom(author="Ann"), Verdict.SPAM), by="ida", days=-1)
    words = Rule(name="words", kind=RuleKind.WORDS, values=("Ann",), verdict=Verdict.SPAM)
    rules.add(engine, words, by="ida")
    rules.add(engine, replace(words, name="texts", kind=RuleKind.TEXTS), by="ida")
    assert told(engine, Whom(author="Ann")) == []
