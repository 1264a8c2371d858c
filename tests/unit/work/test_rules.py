"""Rules find what their makers mean, in any script, and count for more than the model."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.types import ArticleContext, Comment, Prediction, ScoreReason, Verdict
from tests.factories import judged, processed
from worker.domain import RuleKind
from worker.errors import MisconfiguredError, UnavailableError
from worker.work.email_digest import email_digest
from worker.work.rule import MOST_VALUES, Rule, checked
from worker.work.ruling import LOOK_S, RuleBook, RuledJudge, Ruling, ruled_outcome

MODEL = ScoreReason("many-links", "It has many links.")


def rule(
    kind: RuleKind, *values: str, then: Verdict = Verdict.SPAM, name: str = "one", site: str | None = None
) -> Rule:
    return checked(Rule(name=name, kind=kind, values=values, verdict=then, site=site))


def finds(made: Rule, comment: Comment) -> bool:
    return Ruling([made]).decide(comment) is not None


def said(comment: Comment, *rules: Rule, model: Verdict = Verdict.ALLOW) -> tuple[Verdict, list[str]]:
    [found] = Ruling(rules).apply([comment], [Prediction(0.3, model, (MODEL,))])
    assert (found.probability, found.reasons[-1]) == (0.3, MODEL)
    return found.verdict, [reason.code for reason in found.reasons[:-1]]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("casino", "The best CASINO, here."),
        ("casino", "the best ca\u200bsino"),
        ("casino", "ｃａｓｉｎｏ"),
        ("Straße", "in der STRASSE"),
        ("казино", "Лучшее Казино!"),
        ("カジノ", "最高のカジノです"),
        ("赌场", "最好的赌场在这里"),
        ("คาสิโน", "เล่นคาสิโนออนไลน์"),
        ("कैसीनो", "यह कैसीनो है"),
        ("free money", "Get free\n money now"),
    ],
)
def test_a_word_is_found_in_any_script(word: str, text: str) -> None:
    assert finds(rule(RuleKind.WORDS, "other", word), Comment(text))


@pytest.mark.parametrize(("word", "text"), [("ass", "a class of pears"), ("sin", "casino"), ("пар", "парк")])
def test_a_word_is_not_found_within_another(word: str, text: str) -> None:
    assert not finds(rule(RuleKind.WORDS, word), Comment(text))
    assert finds(rule(RuleKind.TEXTS, word), Comment(text))


def test_a_name_is_known_in_every_spelling_and_never_in_part() -> None:
    made = rule(RuleKind.AUTHORS, "Ida Marsh")
    assert finds(made, Comment("x", "IDA  marsh\u200b"))
    assert not finds(made, Comment("Ida Marsh", "Ida"))
    assert not finds(made, Comment("x", None))


@pytest.mark.parametrize(
    "comment",
    [
        Comment("x", author_url="https://www.pills.example/"),
        Comment("x", links=("http://shop.pills.example/a",)),
        Comment("see http://PILLS.example/buy"),
    ],
)
def test_a_host_is_found_with_all_that_is_below_it(comment: Comment) -> None:
    assert finds(rule(RuleKind.HOSTS, "pills.example"), comment)
    assert not finds(rule(RuleKind.HOSTS, "ills.example", "a.pills.example"), comment)


def test_a_text_is_found_in_addresses_too_as_in_wordpress_s_lists() -> None:
    made = rule(RuleKind.TEXTS, "buy-now")
    assert finds(made, Comment("x", links=("http://a.example/Buy-Now",)))
    assert not finds(rule(RuleKind.WORDS, "buy-now"), Comment("x", links=("http://a.example/buy-now",)))


def test_links_are_counted_once_each() -> None:
    made = rule(RuleKind.LINKS, "1")
    assert not finds(made, Comment("http://a.example/", links=("http://a.example/",)))
    assert finds(made, Comment("http://a.example/", links=("http://b.example/",)))


@pytest.mark.parametrize(
    ("published", "posted", "found"),
    [
        ("2026-01-01", "2026-01-12", True),
        ("2026-01-01T10:00:00+00:00", "2026-01-12T10:00:00", True),
        ("2026-01-01", "2026-01-09", False),
        ("2026-01-01T23:00:00-10:00", "2026-01-12T09:00:00+14:00", False),
        (None, "2026-01-12", False),
        ("2026-01-01", "last week", False),
    ],
)
def test_what_is_written_long_after_the_article_is_found(published: str | None, posted: str, found: bool) -> None:
    comment = Comment("x", article=ArticleContext(published=published), posted_at=posted)
    assert finds(rule(RuleKind.DAYS, "10"), comment) == found


def test_a_pattern_takes_linear_time_whatever_it_is() -> None:
    made = rule(RuleKind.PATTERNS, r"(a+)+$", r"\bv[i1]agra\b")
    assert finds(made, Comment("Buy V1AGRA"))
    assert not finds(made, Comment("a" * 200_000 + "!"))


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        (RuleKind.PATTERNS, (r"(a)\1",), "RE2"),
        (RuleKind.PATTERNS, ("(",), "RE2"),
        (RuleKind.WORDS, ("", " ", "\u200b"), "one to"),
        (RuleKind.WORDS, tuple(map(str, range(MOST_VALUES + 1))), "one to"),
        (RuleKind.WORDS, ("x" * 301,), "300 characters"),
        (RuleKind.LINKS, ("many",), "whole number"),
        (RuleKind.DAYS, ("3", "4"), "whole number"),
    ],
)
def test_what_can_not_be_a_rule_is_said(kind: RuleKind, values: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(MisconfiguredError, match=sentence):
        checked(Rule(name="one", kind=kind, values=values, verdict=Verdict.SPAM))


@pytest.mark.parametrize("name", ["", "Ein Name", "-x", "a" * 41, "x\n"])
def test_a_name_stands_in_codes_and_headers(name: str) -> None:
    with pytest.raises(MisconfiguredError, match="name"):
        checked(Rule(name=name, kind=RuleKind.WORDS, values=("x",), verdict=Verdict.SPAM))


def test_a_rule_counts_for_more_than_the_model_and_stands_before_its_reasons() -> None:
    comment = Comment("cheap pills", "Ida")
    blocks, trusts = rule(RuleKind.WORDS, "pills"), rule(RuleKind.AUTHORS, "Ida", then=Verdict.ALLOW, name="two")
    asks = rule(RuleKind.WORDS, "cheap", then=Verdict.REVIEW, name="three")
    assert said(comment, blocks) == (Verdict.SPAM, ["rule:one"])
    assert said(comment, trusts, model=Verdict.SPAM) == (Verdict.ALLOW, ["rule:two"])
    assert said(comment, asks) == (Verdict.REVIEW, ["rule:three"])
    assert said(comment, asks, model=Verdict.SPAM) == (Verdict.SPAM, ["rule:three"])


def test_what_blocks_counts_before_what_trusts_before_what_asks_in_any_order() -> None:
    comment = Comment("cheap pills", "Ida")
    made = [
        rule(RuleKind.WORDS, "pills", name="a"),
        rule(RuleKind.AUTHORS, "Ida", then=Verdict.ALLOW, name="b"),
        rule(RuleKind.WORDS, "cheap", then=Verdict.REVIEW, name="c"),
    ]
    for rules in (made, made[::-1]):
        assert said(comment, *rules) == (Verdict.SPAM, ["rule:a"])
    assert said(comment, *made[1:]) == (Verdict.ALLOW, ["rule:b"])


def test_a_rule_of_a_site_says_nothing_elsewhere() -> None:
    made = rule(RuleKind.WORDS, "pills", site="orchard.example")
    assert finds(made, Comment("pills", site="orchard.example"))
    assert not finds(made, Comment("pills", site="other.example"))
    assert not finds(made, Comment("pills"))


def test_what_no_rule_finds_stays_as_the_model_said() -> None:
    predictions = [Prediction(0.4, Verdict.REVIEW, (MODEL,))]
    assert Ruling([rule(RuleKind.WORDS, "pills")]).apply([Comment("pears")], predictions) == predictions
    assert Ruling().apply([Comment("pills")], predictions) == predictions


class WordyModel:
    version = "wordy"

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        return [Prediction(0.1, Verdict.ALLOW) for _ in comments]


def test_what_another_process_judged_gets_the_same_rules() -> None:
    ruling = Ruling([rule(RuleKind.WORDS, "pills")])
    outcome = ruled_outcome(processed(1, judged("Cheap pills."), judged("Pears.")), ruling)
    assert [one.prediction.verdict for one in outcome.comments] == [Verdict.SPAM, Verdict.ALLOW]
    [same] = RuledJudge(WordyModel(), ruling).judge([Comment("Cheap pills.")])
    assert same.verdict is Verdict.SPAM
    assert RuledJudge(WordyModel(), ruling).version == "wordy"


def test_rules_are_looked_up_now_and_then_and_outlast_a_store_that_is_away() -> None:
    now, answers = 0.0, [[rule(RuleKind.WORDS, "pills")]]

    def load() -> Sequence[Rule]:
        if not answers:
            raise UnavailableError("The database is away.")
        return answers[0]

    book = RuleBook(load, clock=lambda: now)
    first = book.current()
    answers[0] = []
    assert book.current() is first
    now = LOOK_S
    assert book.current().rules == ()
    answers.clear()
    now = 2 * LOOK_S
    assert book.current().rules == ()
    with pytest.raises(UnavailableError):
        RuleBook(load).current()


KEY = "a key of this test"


def test_an_address_is_found_by_its_digest_in_every_spelling() -> None:
    digest = email_digest(KEY, "Casino@Pills.example")
    assert digest is not None
    made = rule(RuleKind.EMAILS, digest)
    assert finds(made, Comment("x", email=email_digest(KEY, " casino@pills.EXAMPLE ")))
    assert not finds(made, Comment("x", email=email_digest(KEY, "casino@pills.test")))
    assert not finds(made, Comment("x", email=email_digest("another key", "casino@pills.example")))
    assert not finds(made, Comment("casino@pills.example"))
    with pytest.raises(MisconfiguredError, match="whole addresses"):
        rule(RuleKind.EMAILS, "casino@pills.example")
    assert email_digest("", "casino@pills.example") is None
    assert email_digest(KEY, "casino") is None


@pytest.mark.parametrize(
    ("value", "ip", "found"),
    [
        ("192.0.2.0/24", "192.0.2.77", True),
        ("192.0.2.77/24", "192.0.2.1", True),
        ("192.0.2.0/24", "192.0.3.1", False),
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("0.0.0.0/0", "198.51.100.1", True),
        ("192.0.2.0/24", "::ffff:192.0.2.9", True),
        ("2001:db8::/32", "2001:DB8:1::9", True),
        ("2001:db8::/32", "2001:db9::1", False),
        ("2001:db8::/32", "192.0.2.1", False),
        ("192.0.2.0/24", "no address", False),
        ("192.0.2.0/24", None, False),
    ],
)
def test_a_range_finds_its_addresses(value: str, ip: str | None, found: bool) -> None:
    assert finds(rule(RuleKind.NETWORKS, "203.0.113.9", "2001:db8:ffff::/48", value), Comment("x", ip=ip)) == found


def test_what_is_no_range_is_refused() -> None:
    for value in ("192.0.2", "192.0.2.0/33", "orchard.example"):
        with pytest.raises(MisconfiguredError, match="no range of IP addresses"):
            rule(RuleKind.NETWORKS, value)


@pytest.mark.parametrize(("earlier", "found"), [(None, False), (0, True), (1, True), (2, False)])
def test_a_newcomer_is_who_has_said_little(earlier: int | None, found: bool) -> None:
    assert finds(rule(RuleKind.NEWCOMERS, "2"), Comment("x", earlier=earlier)) == found


def test_the_store_is_asked_about_authors_only_where_a_rule_looks_at_them() -> None:
    asked: list[Comment] = []

    def familiar(comments: Sequence[Comment], enough: int) -> list[Comment]:
        assert enough == 1
        asked.extend(comments)
        return [replace(one, earlier=0) for one in comments]

    comments, found = [Comment("Pears.", "Ida")], [Prediction(0.1, Verdict.ALLOW)]
    Ruling([rule(RuleKind.WORDS, "pills")], familiar).apply(comments, found)
    assert asked == []
    [held] = Ruling([rule(RuleKind.NEWCOMERS, "1", then=Verdict.REVIEW)], familiar).apply(comments, found)
    assert (held.verdict, asked) == (Verdict.REVIEW, comments)


def test_who_falls_into_a_trap_is_spam_whatever_rules_say() -> None:
    trusted = rule(RuleKind.WORDS, "pears", then=Verdict.ALLOW)
    assert said(Comment("Pears.", trapped=True), trusted) == (Verdict.SPAM, ["honeypot"])
    assert said(Comment("Pears.", trapped=True)) == (Verdict.SPAM, ["honeypot"])
    assert said(Comment("Pears."), trusted, model=Verdict.SPAM) == (Verdict.ALLOW, ["rule:one"])


@given(st.text(max_size=60), st.text(max_size=200), st.sampled_from(RuleKind))
def test_no_value_and_no_text_makes_a_rule_fail(value: str, text: str, kind: RuleKind) -> None:
    try:
        made = rule(kind, value)
    except MisconfiguredError:
        return
    finds(made, Comment(text, text, text, (text,), email=text, ip=text))
