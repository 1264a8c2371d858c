"""A slice that is held: what the model calls spam waits there, and nothing else changes."""

import pytest

from classifiers.types import ArticleContext, Comment, Prediction, ScoreReason, Verdict
from worker.domain import DEFAULT_SITE, JudgedComment, Processed, RuleKind, SeparatedComment, Separation, Slice
from worker.work.rule import Rule
from worker.work.ruling import RuleBook, RuledJudge, Ruling, ruled_outcome
from worker.work.slice_hold import held_back, language_of, slice_of

WORDS = ScoreReason("words", "Its words are those of spam.")
HELD = frozenset({Slice("blog.example", "de")})


def comment(owner: str | None = "blog.example", language: str | None = "de-AT", *, trapped: bool = False) -> Comment:
    return Comment("Kauft Leitern!", article=ArticleContext(language=language), owner=owner, trapped=trapped)


def said(verdict: Verdict) -> Prediction:
    return Prediction(0.999, verdict, (WORDS,), 3.5, -0.25)


def test_spam_waits_for_a_person_and_keeps_what_the_model_said() -> None:
    found = held_back(comment(), said(Verdict.SPAM), HELD)

    assert found.verdict is Verdict.REVIEW
    assert [one.code for one in found.reasons] == ["slice-held", "words"]
    assert (found.probability, found.words, found.shift) == (0.999, 3.5, -0.25)


@pytest.mark.parametrize("verdict", [Verdict.ALLOW, Verdict.REVIEW])
def test_what_is_not_spam_stays_as_it_is(verdict: Verdict) -> None:
    assert held_back(comment(), said(verdict), HELD) == said(verdict)


@pytest.mark.parametrize("other", [comment("other.example"), comment(language="fr"), comment(language=None)])
def test_other_slices_stay_as_they_are(other: Comment) -> None:
    assert held_back(other, said(Verdict.SPAM), HELD) == said(Verdict.SPAM)


def test_a_slice_is_a_site_and_a_language_without_its_region() -> None:
    assert slice_of(comment()) == slice_of(comment(language="DE")) == Slice("blog.example", "de")
    assert slice_of(Comment("Hello.")) == Slice(DEFAULT_SITE, "")
    assert [language_of(tag) for tag in ("zh_Hant_TW", "pt-BR", " EN", None, "x" * 40)] == [
        "zh", "pt", "en", "", "x" * 16
    ]  # fmt: skip


def test_rules_and_traps_count_for_more() -> None:
    block = Rule(name="no-ladders", kind=RuleKind.WORDS, values=("leitern",), verdict=Verdict.SPAM)

    [blocked] = Ruling([block], held=HELD).apply([comment()], [said(Verdict.SPAM)])
    [trapped] = Ruling(held=HELD).apply([comment(trapped=True)], [said(Verdict.SPAM)])

    assert (blocked.verdict, blocked.reasons[0].code) == (Verdict.SPAM, "rule:no-ladders")
    assert (trapped.verdict, trapped.reasons[0].code) == (Verdict.SPAM, "honeypot")


class Certain:
    """Calls everything spam."""

    version = "certain"

    def judge(self, comments: list[Comment]) -> list[Prediction]:
        return [said(Verdict.SPAM) for _ in comments]


def test_a_hold_counts_within_a_second_and_ends_as_soon() -> None:
    now, held = 0.0, frozenset[Slice]()
    book = RuleBook(list, clock=lambda: now, holds=lambda: held)

    def judged() -> Verdict:
        [found] = RuledJudge(Certain(), book.current()).judge([comment()])
        return found.verdict

    assert judged() is Verdict.SPAM
    held, now = HELD, 2.0
    assert judged() is Verdict.REVIEW
    held, now = frozenset(), 4.0
    assert judged() is Verdict.SPAM


def test_what_another_process_judged_is_held_too() -> None:
    one = JudgedComment("0" * 64, SeparatedComment(text="Kauft Leitern!"), said(Verdict.SPAM))
    outcome = Processed(
        id=1, separation=Separation(body=(), language="de"), comments=(one,), model="certain", owner="blog.example"
    )

    [held] = ruled_outcome(outcome, Ruling(held=HELD)).comments
    [free] = ruled_outcome(outcome, Ruling()).comments

    assert (held.prediction.verdict, free.prediction.verdict) == (Verdict.REVIEW, Verdict.SPAM)
