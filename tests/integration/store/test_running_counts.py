"""The counts that are kept say what counting would say, whatever was stored, judged again, decided or erased."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, text, update

from classifiers.model.drift import CUTS, count_scores
from classifiers.types import Label, Prediction, Verdict
from tests.factories import judged, new_article, processed
from tests.integration.store.test_review import store
from worker.domain import State
from worker.store.base.schema import articles, comments, count_changes, results, running_counts
from worker.store.base.standing_verdicts import verdict_by_copy
from worker.store.base.transactions import reading, writing
from worker.store.figures.daily_counts import trends
from worker.store.figures.operator_counts import operator_counts
from worker.store.figures.running_counts import BEFORE, KEPT_DAYS, Subject, settle, sums_by
from worker.store.figures.score_counts import scores_by_day
from worker.store.figures.status import status
from worker.store.flow.inbox import Inbox
from worker.store.flow.rescoring import Rescoring
from worker.store.flow.results import Results
from worker.store.flow.retention import Keep, retain
from worker.store.moderation.erasure import erase_author
from worker.store.moderation.labels import Labels

_COLUMNS = {
    Subject.ARTICLE: ("day", "name", "verdict"),
    Subject.COMMENT: ("day", "name", "verdict", "stands", "score"),
    Subject.SOURCE: ("day", "name", "stands"),
    Subject.LABEL: ("day", "name"),
}


def kept(engine: Engine, subject: Subject) -> Counter[tuple[Any, ...]]:
    with reading(engine) as connection:
        return Counter({tuple(row[:-1]): row[-1] for row in connection.execute(sums_by(subject, *_COLUMNS[subject]))})


def counted(engine: Engine, subject: Subject) -> Counter[tuple[Any, ...]]:
    """Count the rows themselves."""
    shown = select(comments, verdict_by_copy().label("stands")).where(~comments.c.gone)
    with reading(engine) as connection:
        if subject is Subject.ARTICLE:
            return Counter(
                (row.done_at.date(), row.reason, of_declared(row.declared_comments, row.found_comments))
                for row in connection.execute(select(results))
            )
        if subject is Subject.LABEL:
            rows = connection.execute(text("SELECT date(created_at) AS day, label FROM labels"))
            return Counter((date.fromisoformat(str(row.day)), row.label) for row in rows)
        if subject is Subject.SOURCE:
            return Counter((row.day, row.source, row.stands.value) for row in connection.execute(shown))
        return Counter(
            (row.day, row.model, row.verdict.value, row.stands.value, count_scores([row.probability]).counts.index(1))
            for row in connection.execute(shown)
        )


def of_declared(declared: int | None, found: int) -> str:
    if declared is None:
        return ""
    return "all" if declared == found else "fewer" if found < declared else "more"


def agree(engine: Engine) -> bool:
    return all(kept(engine, subject) == counted(engine, subject) for subject in Subject)


def erase(engine: Engine, article: int) -> None:
    with writing(engine) as connection:
        connection.execute(delete(articles).where(articles.c.id == article))


@pytest.fixture
def stored(engine: Engine) -> list[int]:
    spam = judged("Cheap pears!", author="Shop", verdict=Verdict.SPAM, probability=0.995)
    doubt = judged("Pears, or not?", author="Bo", verdict=Verdict.REVIEW, probability=CUTS[5])
    return [
        store(engine, "one", judged("Lovely.", probability=0.01), spam, doubt, source="orchard"),
        store(engine, "two", judged("I doubt it.", verdict=Verdict.REVIEW, probability=0.5), spam, source="mill"),
        store(engine, "three", source="mill"),
    ]


@pytest.mark.usefixtures("stored")
def test_what_is_stored_is_counted(engine: Engine) -> None:
    assert agree(engine)
    assert status(engine).verdicts == {"allow": 1, "review": 2, "spam": 2}
    assert status(engine).separations == {"text:section": 3}
    assert operator_counts(engine).comments == {("base-1", "allow"): 1, ("base-1", "review"): 2, ("base-1", "spam"): 2}
    [of_day] = scores_by_day(engine, "base-1").values()
    assert {verdict: found.total for verdict, found in of_day.items()} == {"allow": 1, "review": 2, "spam": 2}
    assert scores_by_day(engine, "another") == {}


def test_the_comments_that_pages_declare_are_counted_by_how_many_were_found(
    inbox: Inbox, results: Results, engine: Engine
) -> None:
    ids = [one.id for one in inbox.submit([new_article(name) for name in ("a", "b", "c", "d")])]
    claim = inbox.claim(ids, lease_s=60)
    two = judged("Lovely."), judged("Rotten.", author="Bo")
    told = (2, 131, 1, None)
    results.commit(
        claim.token,
        [processed(row, *two, declared_comments=count) for row, count in zip(ids, told, strict=True)],
    )

    assert agree(engine)
    assert status(engine).declared == {"all": 1, "fewer": 1, "more": 1}
    assert status(engine).separations == {"text:section": 4}

    erase(engine, ids[1])
    settle(engine)
    assert agree(engine)
    assert status(engine).declared == {"all": 1, "fewer": 0, "more": 1}


@pytest.mark.usefixtures("stored")
def test_a_new_crawl_counts_what_it_shows(engine: Engine) -> None:
    store(engine, "one", judged("Lovely.", probability=0.97), source="orchard")

    assert agree(engine)
    assert status(engine).verdicts == {"allow": 1, "review": 1, "spam": 1}
    assert status(engine).done == 3


@pytest.mark.usefixtures("stored")
def test_decisions_move_what_stands(engine: Engine, labels: Labels) -> None:
    labels.add(3, Label.SPAM, "ida")
    labels.add(3, Label.HAM, "jan")
    labels.add(4, Label.SPAM, "ida")
    assert agree(engine)
    assert status(engine).verdicts == {"allow": 2, "review": 0, "spam": 3}
    assert operator_counts(engine).labels == {"ham": 1, "spam": 2}

    labels.undo(4, "ida")
    assert agree(engine)
    assert status(engine).verdicts == {"allow": 2, "review": 1, "spam": 2}
    assert status(engine).labels == 2


@pytest.mark.usefixtures("stored")
def test_another_models_judgement_is_counted_under_its_name(engine: Engine) -> None:
    rescoring = Rescoring(engine, "next-2")
    for batch in rescoring.batches():
        fine = Prediction(0.2, Verdict.ALLOW, ())
        rescoring.store([(one, [fine] * len(one.comments)) for one in batch])

    assert agree(engine)
    assert operator_counts(engine).comments == {("next-2", "allow"): 5}


@pytest.mark.usefixtures("stored")
def test_what_is_erased_or_dropped_is_not_counted(engine: Engine, labels: Labels) -> None:
    labels.add(2, Label.SPAM, "ida")
    erase_author(engine, "Shop", actor="ida")
    assert agree(engine)

    erase(engine, 1)
    assert agree(engine)
    assert (status(engine).done, status(engine).labels) == (2, 0)

    long_ago = datetime.now(UTC) - timedelta(days=90)
    with writing(engine) as connection:
        connection.execute(update(articles).values(submitted_at=long_ago))
        connection.execute(update(results).values(done_at=long_ago))
    retain(engine, Keep(articles_s=86_400.0))
    assert agree(engine)
    assert sum(status(engine).verdicts.values()) == status(engine).done == 0


def test_an_article_that_came_anew_is_not_done(engine: Engine, stored: list[int]) -> None:
    Inbox(engine).submit([new_article("one", "<p>Changed.</p>")])
    now = status(engine)

    assert (now.done, now.pending, now.processing) == (2, 1, 0)
    claim = Inbox(engine).claim([stored[0]], lease_s=60)
    assert (status(engine).done, status(engine).processing) == (2, 1)
    Results(engine).commit(claim.token, [processed(stored[0])])
    assert status(engine).done == 3
    assert Inbox(engine).states(stored) == dict.fromkeys(stored, State.DONE)


@pytest.mark.usefixtures("stored")
def test_settling_changes_no_sum(engine: Engine, labels: Labels) -> None:
    labels.add(3, Label.SPAM, "ida")
    before = [kept(engine, subject) for subject in Subject]

    settle(engine)
    store(engine, "four", judged("Late pears."), source="mill")
    settle(engine)
    settle(engine)

    with reading(engine) as connection:
        assert connection.execute(select(count_changes)).all() == []
    assert agree(engine)
    assert sum(sum(counts.values()) for counts in before) + 3 == sum(kept(engine, one).total() for one in Subject)


def test_old_days_are_counted_together(engine: Engine, stored: list[int]) -> None:
    today = datetime.now(UTC).date()
    with writing(engine) as connection:
        for days, row in zip((KEPT_DAYS + 1, KEPT_DAYS + 9, 3), stored, strict=True):
            mine = {"article_id": row, "day": today - timedelta(days=days)}
            connection.execute(text("UPDATE comments SET day = :day WHERE article_id = :article_id"), mine)
    settle(engine)
    settle(engine)

    with reading(engine) as connection:
        days_kept = set(connection.scalars(select(running_counts.c.day).where(running_counts.c.subject == "comment")))
    assert days_kept == {BEFORE}
    assert sum(status(engine).verdicts.values()) == 5
    assert {one.source for one in trends(engine).sources} == set()
    erase(engine, 1)
    settle(engine)
    assert sum(status(engine).verdicts.values()) == 2


@pytest.mark.usefixtures("stored")
def test_what_an_older_program_writes_is_counted_as_of_no_day(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO comments (article_id, identity, position, depth, kind, gone, verdict, probability, model, "
                "links, reasons, text) VALUES (1, 'z', 9, 0, 'comment', false, 'spam', 0.9, 'base-0', '[]', '[]', 'x')"
            )
        )
    assert status(engine).verdicts["spam"] == 3
    assert operator_counts(engine).comments["base-0", "spam"] == 1


def test_the_cuts_are_those_that_the_triggers_know() -> None:
    migration = Path(__file__).parents[3] / "worker/store/base/migrations/first/counts.py"
    assert f"_CUTS = {CUTS}" in migration.read_text()
