"""Shadow scores, rescoring and drift over each kind of database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from classifiers.errors import ModelIntegrityError
from classifiers.types import Comment, Label, Prediction, ScoreReason, Verdict
from tests.factories import judged, new_article, processed
from worker.operations.rescore import rescore
from worker.store.base.audit import entries
from worker.store.figures.shadow_scores import ShadowScores
from worker.store.flow.export import ExportedComment
from worker.store.flow.inbox import Inbox
from worker.store.flow.rescoring import Rescoring
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels
from worker.store.moderation.review_queue import Order, QueuePart, ReviewQueue
from worker.work.pipeline import JudgePort
from worker.work.shadow import LOOK_S, Challenger, Shadowed


@dataclass(frozen=True)
class Suspicious:
    """Calls spam whatever says "pears"."""

    version: str = "suspicious-1"

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        return [self._one(comment) for comment in comments]

    def _one(self, comment: Comment) -> Prediction:
        assert comment.article is not None
        assert comment.article.title == "Pears"
        if "pears" in comment.text:
            return Prediction(0.99, Verdict.SPAM, (ScoreReason("words", "It says pears."),))
        return Prediction(0.02, Verdict.ALLOW)


def stored(inbox: Inbox, results: Results | Shadowed, articles: int = 3) -> list[int]:
    """Store articles with two comments each: the odd ones (1, 3, ...) say pears."""
    ids = [one.id for one in inbox.submit([new_article(f"page {n}", f"<p>{n}</p>") for n in range(articles)])]
    claim = inbox.claim(ids, lease_s=60)
    shown = (judged("Fine pears.", probability=0.1), judged("Fine plums.", probability=0.2))
    results.commit(claim.token, [processed(one, *shown) for one in ids])
    return ids


def shown(results: Results) -> list[ExportedComment]:
    return [comment for article in results.export() for comment in article.comments]


def test_a_challenger_scores_in_the_shadow_and_changes_nothing(
    inbox: Inbox, results: Results, labels: Labels, engine: Engine
) -> None:
    scores = ShadowScores(engine)
    stored(inbox, Shadowed(results, Suspicious, scores.note))
    assert {one.verdict for one in shown(results)} == {Verdict.ALLOW}
    labels.add(1, Label.SPAM, "ida")
    labels.add(2, Label.HAM, "ida")

    found = scores.compare("suspicious-1")

    assert found.pairs == {(Verdict.ALLOW, Verdict.SPAM): 3, (Verdict.ALLOW, Verdict.ALLOW): 3}
    assert (found.labelled, found.champion_right, found.challenger_right) == (2, 1, 2)
    first, *others = scores.differences("suspicious-1", limit=10)
    assert (first.comment_id, first.champion, first.challenger, first.label) == (
        1,
        Verdict.ALLOW,
        Verdict.SPAM,
        Label.SPAM,
    )
    assert (first.text, len(others)) == ("Fine pears.", 2)
    assert scores.compare("another").pairs == {}


def test_a_challenger_that_fails_costs_no_result(inbox: Inbox, results: Results, engine: Engine) -> None:
    def broken() -> JudgePort:
        raise MemoryError

    stored(inbox, Shadowed(results, broken, ShadowScores(engine).note))
    assert len(shown(results)) == 6


def test_what_a_sites_own_model_judged_is_not_compared_with_the_challenger_for_all(
    inbox: Inbox, results: Results, engine: Engine
) -> None:
    scores = ShadowScores(engine)
    for model, compared in (("own", 0), ("for-all", 6)):
        shadowed = Shadowed(results, Suspicious, scores.note, of_sites=lambda: {"own"})
        ids = [one.id for one in inbox.submit([new_article(f"{model} {n}", f"<p>{n}</p>") for n in range(3)])]
        shown = (judged("Fine pears.", probability=0.1), judged("Fine plums.", probability=0.2))
        claim = inbox.claim(ids, lease_s=60)
        shadowed.commit(claim.token, [replace(processed(one, *shown), model=model) for one in ids])
        assert sum(scores.compare("suspicious-1").pairs.values()) == compared


def test_a_newer_challenger_takes_the_place_of_an_older(inbox: Inbox, results: Results, engine: Engine) -> None:
    scores = ShadowScores(engine)
    stored(inbox, Shadowed(results, Suspicious, scores.note))
    rows = [(processed(1, judged("Fine pears.")), [Prediction(0.5, Verdict.REVIEW)])]
    assert scores.note("suspicious-2", rows) == 1
    assert sum(scores.compare("suspicious-1").pairs.values()) == 5
    assert scores.compare("suspicious-2").pairs == {(Verdict.ALLOW, Verdict.REVIEW): 1}


def test_the_challenger_in_the_shadow_follows_its_alias() -> None:
    names, now = ["one"], [0.0]

    def load(name: str) -> JudgePort:
        if name == "damaged":
            raise ModelIntegrityError("It is damaged.")
        return Suspicious(name)

    challenger = Challenger(lambda: names[0] or None, load, clock=lambda: now[0])
    seen = []
    for name in ("one", "two", "damaged", "", "three"):
        names[0] = name
        now[0] += LOOK_S
        judge = challenger.current()
        seen.append(judge.version if judge else None)
    assert seen == ["one", "two", None, None, "three"]


def test_stored_comments_are_judged_again_and_labels_still_win(
    inbox: Inbox, results: Results, labels: Labels, engine: Engine
) -> None:
    stored(inbox, results)
    labels.add(3, Label.HAM, "ida")

    assert rescore(engine, Suspicious(), actor="ida").articles == 3

    verdicts = {(one.text, one.label): one.verdict for one in shown(results)}
    assert verdicts == {
        ("Fine pears.", None): Verdict.SPAM,
        ("Fine plums.", None): Verdict.ALLOW,
        ("Fine pears.", Label.HAM): Verdict.ALLOW,
    }
    [reasons] = {one.reasons for one in shown(results) if one.text == "Fine pears."}
    assert reasons == (ScoreReason("words", "It says pears."),)
    assert {article.model for article in results.export()} == {"suspicious-1"}
    assert Rescoring(engine, "suspicious-1").count() == 0
    assert (entries(engine)[0].action, entries(engine)[0].details["articles"]) == ("rescore", 3)


def test_rescoring_goes_on_where_it_was_interrupted(inbox: Inbox, results: Results, engine: Engine) -> None:
    stored(inbox, results, articles=70)
    told: list[int] = []

    def interrupted(done: int, total: int) -> None:
        assert total == 70
        told.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rescore(engine, Suspicious(), actor="ida", advance=interrupted)
    assert 0 < told[0] < 70
    assert rescore(engine, Suspicious(), actor="jan").articles == 70 - told[0]
    noted = [(one.actor, one.details["articles"]) for one in entries(engine) if one.action == "rescore"]
    assert noted == [("jan", 70 - told[0]), ("ida", told[0])]


def test_only_what_was_done_since_is_judged_again(inbox: Inbox, results: Results, engine: Engine) -> None:
    stored(inbox, results)
    assert Rescoring(engine, "suspicious-1", datetime.now(UTC) + timedelta(hours=1)).count() == 0
    assert Rescoring(engine, "suspicious-1", datetime.now(UTC) - timedelta(hours=1)).count() == 3


def test_an_article_that_was_processed_anew_meanwhile_keeps_that(
    inbox: Inbox, results: Results, engine: Engine
) -> None:
    [one] = stored(inbox, results, articles=1)
    rescoring = Rescoring(engine, "suspicious-1")
    [[article]] = rescoring.batches()
    inbox.submit([new_article("page 0", "<p>Changed.</p>")])
    claim = inbox.claim([one], lease_s=60)
    results.commit(claim.token, [processed(one, judged("Fine pears.", probability=0.3))])

    predictions = Suspicious().judge([comment for _, comment in article.comments])
    assert rescoring.store([(article, predictions)]).articles == 0
    assert [comment.probability for comment in shown(results)] == [0.3]


def test_of_the_queue_only_what_waits_is_judged_again_and_it_says_what_changed(
    inbox: Inbox, results: Results, labels: Labels, engine: Engine
) -> None:
    ids = [one.id for one in inbox.submit([new_article(f"queue {n}", f"<p>{n}</p>") for n in range(4)])]
    claim = inbox.claim(ids, lease_s=60)
    doubtful = [judged(f"{word} one.", probability=0.5, verdict=Verdict.REVIEW) for word in ("pears", "plums")]
    certain = judged("pears two.", probability=0.01)
    commits = [(doubtful[0], certain), (doubtful[1],), (certain,), (doubtful[0],)]
    results.commit(claim.token, [processed(one, *these) for one, these in zip(ids, commits, strict=True)])
    decided = ReviewQueue(engine).page(QueuePart(order=Order.NEWEST)).cards[0]
    labels.add(decided.id, Label.HAM, "ida")

    assert ReviewQueue(engine).judged_by_others("suspicious-1") == 2
    # Where a site has a model of its own, that one counts, and no other site's.
    assert ReviewQueue(engine).judged_by_others("suspicious-1", {"default": "base-1"}) == 0
    assert ReviewQueue(engine).judged_by_others("base-1", {"default": "suspicious-1"}) == 2
    assert ReviewQueue(engine).judged_by_others("base-1", {"orchard.example": "suspicious-1"}) == 0
    done = rescore(engine, Suspicious(), actor="ida", queue=True)

    # The third has nothing that waits, and of the fourth somebody has decided all.
    assert done.articles == 2
    assert dict(done.moves) == {
        (Verdict.REVIEW, Verdict.SPAM): 1,
        (Verdict.REVIEW, Verdict.ALLOW): 1,
        (Verdict.ALLOW, Verdict.SPAM): 1,
    }
    assert ReviewQueue(engine).waiting().count == 0
    assert ReviewQueue(engine).judged_by_others("suspicious-1") == 0
    assert rescore(engine, Suspicious(), actor="ida", queue=True).articles == 0
