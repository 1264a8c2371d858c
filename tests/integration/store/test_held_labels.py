"""One voice against a sure model teaches nothing, on both databases; a second one, or an admin, frees it."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from classifiers.data.vouching import IMPORTED, Hold
from classifiers.types import Label, Verdict
from tests.factories import judged, new_article, processed
from worker.operations.confirm import confirm, discard_held
from worker.store.base.audit import entries
from worker.store.base.transactions import reading
from worker.store.figures.held_counts import HeldCounts, held_counts
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.held_labels import held_labels
from worker.store.moderation.labels import Labels, NewLabel

# Scores by the comments' ids, from 1 on: sure spam, the edge of it, doubt, the edge of sure ham, sure ham.
SCORES = (0.999, 0.98, 0.979, 0.5, 0.021, 0.02, 0.001)


@pytest.fixture(autouse=True)
def stored(inbox: Inbox, results: Results) -> None:
    store(inbox, results, "one", SCORES)


def store(inbox: Inbox, results: Results, name: str, scores: Sequence[float]) -> None:
    [submitted] = inbox.submit([new_article(name)])
    shown = [judged(f"Comment {number} of {name}.", probability=score) for number, score in enumerate(scores)]
    results.commit(inbox.claim([submitted.id], lease_s=60).token, [processed(submitted.id, *shown)])


def held(engine: Engine) -> list[tuple[int, str]]:
    return [(one.comment_id, one.reviewer) for one in held_labels(engine, limit=1000)]


def counts(engine: Engine) -> HeldCounts:
    with reading(engine) as connection:
        return held_counts(connection)


@pytest.mark.parametrize(("label", "expected"), [(Label.HAM, [1, 2]), (Label.SPAM, [6, 7])])
def test_only_what_contradicts_a_sure_model_is_held(
    labels: Labels, engine: Engine, label: Label, expected: list[int]
) -> None:
    labels.add_all([NewLabel(number, label, "ida") for number in range(1, 8)])
    assert [comment for comment, _ in held(engine)] == expected
    assert [row.comment_id for row in labels.training_rows() if row.held] == expected
    assert counts(engine).labels == {Hold.AGAINST_CHAMPION: 2, Hold.HELD_REVIEWER: 0}


def test_a_held_label_overrules_the_verdict_all_the_same(labels: Labels, results: Results) -> None:
    labels.add(1, Label.HAM, "ida")
    [article] = results.export()
    assert article.comments[0].verdict is Verdict.ALLOW


def test_a_second_person_frees_it_and_no_longer_when_taken_back(labels: Labels, engine: Engine) -> None:
    labels.add(1, Label.HAM, "ida")
    labels.add(1, Label.HAM, "ida")
    assert held(engine) == [(1, "ida")]
    labels.add(1, Label.HAM, "jan")
    assert held(engine) == []
    labels.take_back([1], "jan")
    assert held(engine) == [(1, "ida")]
    labels.add(1, Label.HAM, "jan")
    labels.add(1, Label.SPAM, "jan")  # who changes his mind agrees no more
    assert held(engine) == [(1, "ida"), (1, "jan")]


@pytest.mark.parametrize("second", [IMPORTED + "ida", IMPORTED + "jan"])
def test_no_import_vouches_for_an_import_nor_for_who_brought_it(labels: Labels, engine: Engine, second: str) -> None:
    labels.add(1, Label.HAM, IMPORTED + "ida")
    labels.add(1, Label.HAM, second)
    assert {reviewer for _, reviewer in held(engine)} == {IMPORTED + "ida", second}
    labels.add(1, Label.HAM, "ida")
    assert (1, IMPORTED + "ida") in held(engine) or second == IMPORTED + "jan"
    labels.add(1, Label.HAM, "kim")
    assert held(engine) == []


def test_an_import_says_nothing_where_somebody_said_something_by_hand(labels: Labels, results: Results) -> None:
    labels.add(4, Label.HAM, "ida")
    brought = NewLabel(4, Label.SPAM, IMPORTED + "jan")
    assert labels.add_all([brought, brought]) == []
    [agreed] = labels.add_all([NewLabel(4, Label.HAM, IMPORTED + "jan")])
    assert (agreed.before, agreed.after, labels.count()) == (Label.HAM, Label.HAM, 1)
    # Neither is it counted beside a person who came later.
    labels.add_all([NewLabel(3, Label.SPAM, f"{IMPORTED}{name}") for name in ("jan", "kim", "lou")])
    labels.add(3, Label.HAM, "ida")
    assert [(row.comment_id, row.label) for row in labels.training_rows()] == [(3, Label.HAM), (4, Label.HAM)]
    [article] = results.export()
    assert [one.label for one in article.comments[2:4]] == [Label.HAM, Label.HAM]


def test_an_admin_frees_it_by_name_or_takes_it_back(labels: Labels, engine: Engine) -> None:
    labels.add_all([NewLabel(number, Label.HAM, "ida") for number in (1, 2, 3)])
    assert confirm(engine, [1, 3, 99], actor="root") == [1]
    assert held(engine) == [(2, "ida")]
    [entry] = entries(engine, limit=1)
    assert (entry.actor, entry.action) == ("root", "label confirm")
    assert entry.details == {"comment": 1, "label": "ham", "reviewer": "ida"}
    [change] = discard_held(engine, [1, 2, 3], actor="root")
    assert (change.comment_id, change.before, change.after) == (2, Label.HAM, None)
    assert entries(engine, limit=1)[0].actor == "root"
    assert [(row.comment_id, row.held) for row in labels.training_rows()] == [(1, None), (3, None)]
    labels.add(1, Label.HAM, "jan")
    labels.undo(1, "jan")
    assert held(engine) == []  # what was confirmed stays so


def test_what_stood_before_a_held_label_stands_again(labels: Labels, engine: Engine, results: Results) -> None:
    labels.add(1, Label.SPAM, "ida")
    labels.add(1, Label.HAM, "jan")
    [change] = discard_held(engine, [1], actor="root")
    assert (change.before, change.after) == (Label.HAM, Label.SPAM)
    [article] = results.export()
    assert article.comments[0].label is Label.SPAM


def test_who_contradicts_often_is_held_until_it_is_settled(
    labels: Labels, engine: Engine, inbox: Inbox, results: Results
) -> None:
    store(inbox, results, "two", [0.99] * 12 + [0.5] * 40)
    sure, doubted = range(8, 20), range(20, 60)
    labels.add_all([NewLabel(number, Label.HAM, "mallory") for number in sure])
    labels.add_all([NewLabel(number, Label.HAM, "mallory") for number in doubted[:30]])
    labels.add_all([NewLabel(number, Label.HAM, "ida") for number in (8, 9, *doubted)])
    # Two of the twelve were seconded: ten in 42 are less than a quarter.
    assert counts(engine) == HeldCounts({Hold.AGAINST_CHAMPION: 10, Hold.HELD_REVIEWER: 0}, ())
    labels.take_back(doubted[:10], "mallory")
    assert counts(engine).reviewers == ()  # those are ida's by now
    labels.take_back(doubted, "ida")
    labels.take_back(doubted[:10], "mallory")
    assert counts(engine) == HeldCounts({Hold.AGAINST_CHAMPION: 10, Hold.HELD_REVIEWER: 22}, ("mallory",))
    confirm(engine, [10], actor="root")
    assert counts(engine).reviewers == ()


def test_labels_in_doubt_are_listed_with_why(labels: Labels) -> None:
    labels.add(1, Label.HAM, "ida")
    labels.add(3, Label.HAM, "ida")
    labels.add(4, Label.HAM, "ida")
    labels.add(4, Label.SPAM, "jan")
    assert [(row.comment_id, row.label, row.held) for row in labels.in_doubt()] == [
        (1, Label.HAM, Hold.AGAINST_CHAMPION),
        (4, Label.HAM, None),
        (4, Label.SPAM, None),
    ]
