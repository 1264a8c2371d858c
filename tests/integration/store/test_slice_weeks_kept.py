"""What a week is told from: comments that stay when their page comes in again, and what a model alone had decided."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from classifiers.model.policy import Target
from classifiers.types import Label, Verdict
from tests.factories import judged, new_article, processed
from worker.domain import NEWEST_PAGE
from worker.store.base.schema import comments, results
from worker.store.base.transactions import writing
from worker.store.figures.slice_holds import held_slices
from worker.store.figures.slice_weeks import SliceWeek, newest_weeks, settle_weeks
from worker.store.flow.appeals import enter
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.flow.retention import Keep, retain
from worker.store.moderation.labels import Labels

MILD = Target(hm=0.9, sm=0.9)
HAM, SPAM = (Verdict.ALLOW, 0.02), (Verdict.SPAM, 0.998)


def come_in(
    engine: Engine,
    text: str,
    kinds: list[tuple[Verdict, float]],
    *,
    name: str = "pears",
    page: int = 1,
    language: str | None = None,
) -> None:
    inbox = Inbox(engine)
    [stored] = inbox.submit([new_article(name, f"<p>{text}</p>", page=page, language=language)])
    claim = inbox.claim([stored.id], lease_s=600)
    found = [judged(f"{text}, {at}.", verdict=verdict, probability=p) for at, (verdict, p) in enumerate(kinds)]
    assert Results(engine).commit(claim.token, [processed(stored.id, *found)]) == 1


def told(engine: Engine) -> list[SliceWeek]:
    settle_weeks(engine, MILD, datetime.now(UTC) + timedelta(hours=1))
    return newest_weeks(engine, 10)


def test_a_week_keeps_what_a_feed_showed_then(engine: Engine) -> None:
    come_in(engine, "early", [HAM] * 40 + [SPAM] * 20, page=NEWEST_PAGE)
    before = datetime.now(UTC) - timedelta(days=7)
    with writing(engine) as connection:
        connection.execute(update(comments).values(day=before.date()))
        connection.execute(update(results).values(done_at=before))
    come_in(engine, "late", [HAM] * 30 + [SPAM] * 30, page=NEWEST_PAGE)

    assert [one.comments for one in told(engine)] == [60, 60]


def test_what_retention_leaves_says_nothing_of_the_week(engine: Engine) -> None:
    come_in(engine, "a", [HAM] * 60 + [SPAM] * 40)
    come_in(engine, "b", [(Verdict.SPAM, 0.3)] * 60, name="plums")  # looked at since it is so odd
    Labels(engine).add(101, Label.SPAM, "ida")
    [before] = told(engine)

    assert retain(engine, Keep(articles_s=0)).articles == 1
    later = datetime.now(UTC) + timedelta(hours=26)
    assert settle_weeks(engine, Target(hm=0.5, sm=0.5), later) == 0

    assert newest_weeks(engine, 10) == [before]
    assert held_slices(engine) == frozenset()
    come_in(engine, "c", [HAM] * 160)
    settle_weeks(engine, MILD, later + timedelta(hours=26))
    assert [one.comments for one in newest_weeks(engine, 10)] == [220]


def test_a_slice_is_of_the_language_that_a_page_was_judged_in(engine: Engine) -> None:
    come_in(engine, "a", [HAM] * 60, language="fr")
    with writing(engine) as connection:
        connection.execute(update(results).values(language="de"))
        asked_before = update(comments).where(comments.c.id > 40)  # which their page shows by now
        connection.execute(asked_before.values(asked_as="0" * 32))

    assert [(one.language, one.comments) for one in told(engine)] == [("de", 60)]


@pytest.mark.parametrize(
    ("reasons", "verdict", "label", "moved"),
    [
        ([["rule:no-ladders", "It is so."]], Verdict.SPAM, None, -1),
        ([["honeypot", "It is so."]], Verdict.SPAM, None, -1),
        ([["words", "It is so."]], Verdict.ALLOW, Label.SPAM, 0),
    ],
)
def test_an_appeal_makes_nothing_the_models_mistake(
    engine: Engine, reasons: list[list[str]], verdict: Verdict, label: Label | None, moved: int
) -> None:
    come_in(engine, "a", [HAM] * 60 + [SPAM] * 40)
    with writing(engine) as connection:
        first = update(comments).where(comments.c.id == 1)
        connection.execute(first.values(verdict=verdict, reasons=reasons))
    if label is not None:
        Labels(engine).add(1, label, "ida")
    [before] = told(engine)

    enter(engine, 1, "I keep bees.", by="jan")
    settle_weeks(engine, MILD, datetime.now(UTC) + timedelta(hours=26))

    [after] = newest_weeks(engine, 10)
    assert before.comments == after.comments == 100 + moved
    for one, other in ((before.ham_lost, after.ham_lost), (before.spam_passed, after.spam_passed)):
        assert one is not None
        assert other is not None
        # A comment of 60 that were lost would move the first by more; groups of other sizes draw otherwise by less.
        assert [other.value, other.low] == pytest.approx([one.value, one.low], abs=0.01)
