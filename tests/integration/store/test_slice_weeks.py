"""A week's estimates from stored scores, what is held for them, and who looks, over each kind of database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine, update

from classifiers.model.own_errors import JudgedScores, own_errors
from classifiers.model.policy import Target
from classifiers.types import Label, Prediction, ScoreReason, Verdict
from tests.factories import judged, new_article, processed
from worker.domain import JudgedComment, Measure, Slice
from worker.errors import NotFoundError
from worker.store.base.audit import entries
from worker.store.base.narrowed import narrowed
from worker.store.base.schema import comments
from worker.store.base.transactions import writing
from worker.store.figures.slice_holds import held_slices, hold, list_holds, monday_of, release
from worker.store.figures.slice_weeks import SliceWeek, newest_estimates, newest_weeks, settle_weeks
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.flow.sites import Site, add_site
from worker.store.moderation.labels import Labels

# Nothing leaves this one, and nothing stays within the other.
MILD, STRICT = Target(hm=0.9, sm=0.9), Target(hm=1e-9, sm=1e-9)
HAM, DOUBT, SPAM = 0.02, 0.7, 0.998
ORCHARD = Slice("orchard.example", "de")


def scored(name: str, probabilities: Sequence[float], reason: str | None = None) -> tuple[JudgedComment, ...]:
    found = []
    for number, probability in enumerate(probabilities):
        verdict = Verdict.SPAM if probability > 0.99 else Verdict.REVIEW if probability > 0.5 else Verdict.ALLOW
        reasons = (ScoreReason(reason, "It is so."),) if reason else ()
        one = judged(f"{name}, comment {number}.")
        found.append(replace(one, prediction=Prediction(probability, verdict, reasons)))
    return tuple(found)


def come_in(
    inbox: Inbox, results: Results, name: str, probabilities: Sequence[float], *, language: str | None = "de-AT",
    reason: str | None = None,
) -> None:  # fmt: skip
    [stored] = inbox.submit([new_article(name, f"<p>{name}</p>")])
    claim = inbox.claim([stored.id], lease_s=600)
    outcome = processed(stored.id, *scored(name, probabilities, reason))
    separation = replace(outcome.separation, language=language)
    [article] = claim.articles
    done = replace(outcome, separation=separation, url=f"https://orchard.example/{name}", owner=article.owner)
    assert results.commit(claim.token, [done]) == 1


@pytest.fixture
def orchard(engine: Engine) -> None:
    add_site(engine, Site("orchard.example", ("orchard.example",)), actor="test")


WEEK = [HAM] * 60 + [DOUBT] * 10 + [SPAM] * 30


def told(engine: Engine, target: Target = MILD) -> list[SliceWeek]:
    settle_weeks(engine, target, datetime.now(UTC) + timedelta(hours=1))
    return newest_weeks(engine, 10)


@pytest.mark.usefixtures("orchard")
def test_a_week_is_told_by_site_and_language(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, "a", WEEK)
    come_in(inbox, results, "b", WEEK, language="de")
    come_in(inbox, results, "c", WEEK[:50], language=None)

    one, other = told(engine)

    assert (one.site, one.language, one.comments) == ("orchard.example", "de", 200)
    assert (other.language, other.comments) == ("", 50)
    assert one.week == monday_of(datetime.now(UTC).date())
    assert newest_estimates(engine) == [one, other]
    assert held_slices(engine) == frozenset()


@pytest.mark.usefixtures("orchard")
def test_what_is_counted_in_groups_says_what_its_scores_say(inbox: Inbox, results: Results, engine: Engine) -> None:
    dice = np.random.default_rng(1)
    likely = 1 / (1 + np.exp(-np.concatenate([dice.normal(-4, 2, 300), dice.normal(5, 2, 100)])))
    come_in(inbox, results, "a", likely.tolist())
    spam, allow = likely > 0.99, likely <= 0.5
    counts = (one.astype(np.int64) for one in (spam, ~spam & ~allow, allow))
    whole = own_errors(JudgedScores(np.log(likely / (1 - likely)), *counts), MILD)

    [found] = told(engine)

    assert whole is not None
    for stored, scores in ((found.ham_lost, whole.ham_lost), (found.spam_passed, whole.spam_passed)):
        assert stored is not None
        assert scores is not None
        ends = [(stored.value, scores.value), (stored.low, scores.low), (stored.high, scores.high)]
        assert [here for here, _ in ends] == pytest.approx([there for _, there in ends], abs=0.04)


@pytest.mark.usefixtures("orchard")
def test_labels_that_came_later_stand_beside_it(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, "a", WEEK)
    labels = Labels(engine)
    for comment_id in (1, 2, 3):
        labels.add(comment_id, Label.HAM, "ida")
    for comment_id in (4, 100):  # one that was allowed, one that was judged spam
        labels.add(comment_id, Label.SPAM, "ida")
    labels.add(99, Label.HAM, "ida")

    [found] = told(engine)

    assert (found.labelled_ham, found.labelled_ham_lost) == (4, 1)
    assert (found.labelled_spam, found.labelled_spam_passed) == (2, 1)


@pytest.mark.usefixtures("orchard")
@pytest.mark.parametrize(("code", "kept"), [("rule:no-ladders", 0), ("honeypot", 0), ("words", 1)])
def test_what_a_rule_or_a_trap_decided_is_not_the_models(
    inbox: Inbox, results: Results, engine: Engine, code: str, kept: int
) -> None:
    come_in(inbox, results, "a", WEEK, reason=code)

    assert len(told(engine)) == kept


@pytest.mark.usefixtures("orchard")
def test_a_held_slice_is_told_of_as_if_it_were_free(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, "a", WEEK)
    [free] = told(engine)
    with writing(engine) as connection:
        held = update(comments).where(comments.c.verdict == Verdict.SPAM)
        connection.execute(held.values(verdict=Verdict.REVIEW, reasons=[["slice-held", "It is so."]]))
    settle_weeks(engine, MILD, datetime.now(UTC) + timedelta(days=1, hours=2))

    assert newest_weeks(engine, 10) == [free]


@pytest.mark.usefixtures("orchard")
def test_it_is_told_once_a_day_and_again_with_later_labels(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, "a", WEEK)
    now = datetime.now(UTC)

    assert settle_weeks(engine, MILD, now) == 1
    assert settle_weeks(engine, MILD, now + timedelta(hours=23)) == 0
    Labels(engine).add(1, Label.SPAM, "ida")
    assert [one.labelled_spam for one in newest_weeks(engine, 10)] == [0]
    assert settle_weeks(engine, MILD, now + timedelta(hours=25)) == 1
    assert [one.labelled_spam for one in newest_weeks(engine, 10)] == [1]


@pytest.mark.usefixtures("orchard")
def test_what_left_its_target_is_held_until_somebody_looks(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, "a", [0.4] * 400 + [DOUBT] * 100 + [SPAM] * 500)
    now = datetime.now(UTC)
    settle_weeks(engine, STRICT, now)

    [held] = list_holds(engine)
    assert (held.site, held.language, held.measure) == ("orchard.example", "de", Measure.SPAM_PASSED)
    assert held_slices(engine) == {ORCHARD}
    noted = entries(engine, limit=1)[0]
    assert (noted.actor, noted.action, noted.details["measure"]) == ("winnow", "slice hold", "spam-passed")

    release(engine, ORCHARD, by="ida")

    assert held_slices(engine) == frozenset()
    assert (entries(engine, limit=1)[0].actor, entries(engine, limit=1)[0].action) == ("ida", "slice release")
    settle_weeks(engine, STRICT, now + timedelta(hours=25))
    assert held_slices(engine) == frozenset()  # that week has been looked at
    with pytest.raises(NotFoundError, match="winnow truth show"):
        release(engine, ORCHARD, by="ida")


@pytest.mark.usefixtures("orchard")
@pytest.mark.parametrize(("site", "is_held"), [("orchard.example", False), ("meadow.example", True)])
def test_a_site_that_asks_for_a_target_of_its_own_is_held_against_that(
    inbox: Inbox, results: Results, engine: Engine, site: str, is_held: bool
) -> None:
    come_in(inbox, results, "a", [0.4] * 400 + [DOUBT] * 100 + [SPAM] * 500)
    settle_weeks(engine, STRICT, datetime.now(UTC), own=lambda: {site: Target(hm=0.9, sm=0.9)})
    assert (held_slices(engine) == {ORCHARD}) is is_held


def test_a_later_week_is_held_again_and_an_earlier_is_not(engine: Engine) -> None:
    this = monday_of(datetime.now(UTC).date())
    with writing(engine) as connection:
        assert hold(connection, ORCHARD, this - timedelta(days=7), Measure.HAM_LOST)
        assert not hold(connection, ORCHARD, this, Measure.HAM_LOST)  # it is held already
    release(engine, ORCHARD, by="ida")
    with writing(engine) as connection:
        assert not hold(connection, ORCHARD, this, Measure.HAM_LOST)
        assert hold(connection, ORCHARD, this + timedelta(days=7), Measure.SPAM_PASSED)
    assert [one.measure for one in list_holds(engine)] == [Measure.SPAM_PASSED]


@pytest.mark.usefixtures("orchard")
def test_who_is_of_one_site_sees_and_releases_its_own(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, "a", WEEK)
    told(engine)
    with writing(engine) as connection:
        hold(connection, ORCHARD, monday_of(datetime.now(UTC).date()), Measure.HAM_LOST)
    own, other = narrowed(engine, {"orchard.example"}), narrowed(engine, {"meadow.example"})

    assert [len(newest_weeks(one, 10)) for one in (own, other)] == [1, 0]
    assert [len(list_holds(one)) for one in (own, other)] == [1, 0]
    with pytest.raises(NotFoundError):
        release(other, ORCHARD, by="jan")
    release(own, ORCHARD, by="ida")
    assert held_slices(engine) == frozenset()
