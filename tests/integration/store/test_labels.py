from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from classifiers.types import Label, Verdict
from tests.factories import judged, new_article, processed
from worker.errors import NotFoundError
from worker.store.base.audit import entries
from worker.store.base.schema import comments
from worker.store.base.standing_verdicts import standing_verdict
from worker.store.base.transactions import instant, reading
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Change, Labels, NewLabel


@pytest.fixture
def stored(inbox: Inbox, results: Results) -> int:
    """One article with 130 comments, numbered from 1; return its id."""
    [submitted] = inbox.submit([new_article(title="Pears", language="en")])
    shown = [
        judged(f"Comment {number}.", author_url="https://ida.example/", links=("https://shop.example/",))
        for number in range(1, 131)
    ]
    claim = inbox.claim([submitted.id], lease_s=60)
    results.commit(claim.token, [processed(submitted.id, *shown, title="Not this title")])
    return submitted.id


def test_a_labelled_comment_brings_what_a_model_learns_from(labels: Labels, stored: int) -> None:
    labels.add(7, Label.SPAM, "ida")

    [row] = labels.training_rows()

    assert (row.comment_id, row.article_id, row.label, row.reviewer) == (7, stored, Label.SPAM, "ida")
    assert (row.comment.author, row.comment.author_url) == ("Ida", "https://ida.example/")
    assert row.comment.links == ("https://shop.example/",)
    assert row.comment.article is not None
    assert (row.comment.article.title, row.comment.article.language) == ("Pears", "en")
    assert row.comment.article.body == "A harvest of pears.\n\nIt was large."
    assert row.comment.page == str(stored)


@pytest.mark.usefixtures("stored")
def test_the_newest_label_counts(labels: Labels, results: Results) -> None:
    labels.add(1, Label.HAM, "ida")
    labels.add(1, Label.SPAM, "jan")
    labels.add(1, Label.HAM, "kim")

    assert [(row.label, row.reviewer) for row in labels.training_rows()] == [(Label.HAM, "kim")]
    [article] = results.export()
    assert article.comments[0].verdict is Verdict.ALLOW


@pytest.mark.usefixtures("stored")
def test_all_labels_are_read_in_the_order_of_comments(labels: Labels) -> None:
    for number in range(130, 0, -1):
        labels.add(number, Label.SPAM if number % 2 else Label.HAM, "ida")

    rows = list(labels.training_rows())

    assert [row.comment_id for row in rows] == list(range(1, 131))
    assert all((row.label is Label.SPAM) == (row.comment_id % 2 == 1) for row in rows)


@pytest.mark.parametrize("comment", [12345, 2**70, -1])
def test_a_label_needs_its_comment(labels: Labels, comment: int) -> None:
    with pytest.raises(NotFoundError, match=str(comment)):
        labels.add(comment, Label.HAM, "ida")
    assert list(labels.training_rows()) == []


@pytest.mark.usefixtures("stored")
def test_a_label_counts_at_once_and_no_longer_when_it_is_taken_back(labels: Labels, results: Results) -> None:
    def verdict() -> Verdict:
        [article] = results.export()
        return article.comments[0].verdict

    assert labels.add(1, Label.SPAM, "ida") == Change(1, None, Label.SPAM)
    assert verdict() is Verdict.SPAM
    assert labels.add(1, Label.HAM, "ida") == Change(1, Label.SPAM, Label.HAM)
    assert labels.undo(1, "jan") == Change(1, Label.HAM, Label.SPAM)
    assert verdict() is Verdict.SPAM
    assert labels.undo(1, "jan") == Change(1, Label.SPAM, None)
    assert verdict() is Verdict.ALLOW
    with pytest.raises(NotFoundError, match="no label"):
        labels.undo(1, "jan")


@pytest.mark.usefixtures("stored")
def test_labels_survive_a_recrawl_that_judges_anew(labels: Labels, inbox: Inbox, results: Results, stored: int) -> None:
    labels.add(2, Label.SPAM, "ida")
    inbox.submit([new_article(content="<p>Changed.</p>")])
    claim = inbox.claim([stored], lease_s=60)
    results.commit(claim.token, [processed(stored, judged("Comment 2.", probability=0.01), model="base-2")])

    [article] = results.export()

    assert [(one.id, one.verdict, one.label) for one in article.comments] == [(2, Verdict.SPAM, Label.SPAM)]


@pytest.mark.usefixtures("stored")
def test_every_change_is_in_the_audit(labels: Labels, engine: Engine) -> None:
    labels.add(3, Label.SPAM, "ida")
    labels.add(3, Label.SPAM, "ida")
    labels.undo(3, "jan")

    undone, added = entries(engine)

    assert (added.actor, added.action) == ("ida", "label")
    assert added.details == {"comment": 3, "before": None, "after": "spam"}
    assert (undone.actor, undone.action) == ("jan", "unlabel")
    assert undone.details == {"comment": 3, "before": "spam", "after": None}
    assert undone.at >= added.at


@pytest.mark.usefixtures("stored")
def test_many_labels_at_once_skip_what_does_not_exist_and_are_counted(labels: Labels, engine: Engine) -> None:
    rows = [NewLabel(number, Label.SPAM, "ida") for number in (*range(1, 11), 999, 1)]

    changes = labels.add_all(rows)

    assert [change.comment_id for change in changes] == [*range(1, 11), 1]
    assert labels.count() == 10
    with reading(engine) as connection:
        now = connection.scalar(select(instant(connection)))
    assert labels.count(since=now) == 0
    labels.add(11, Label.HAM, "jan")
    assert labels.count(since=now) == 1


@pytest.mark.usefixtures("stored")
def test_reviewers_who_disagree_are_listed_until_a_third_settles_it(labels: Labels) -> None:
    labels.add(1, Label.HAM, "ida")
    labels.add(1, Label.SPAM, "jan")
    labels.add(2, Label.HAM, "ida")
    labels.add(2, Label.SPAM, "ida")  # a correction, no dispute

    assert [(row.comment_id, row.label) for row in labels.disputed()] == [(1, Label.HAM), (1, Label.SPAM)]
    labels.add(1, Label.SPAM, "kim")
    assert list(labels.disputed()) == []
    assert [(row.comment_id, row.label) for row in labels.training_rows()] == [(1, Label.SPAM), (2, Label.SPAM)]


def test_labels_given_at_the_same_time_are_all_there_and_audited_in_turn(
    labels: Labels, stored: int, engine: Engine
) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: labels.add(5, (Label.HAM, Label.SPAM)[n % 2], f"reviewer {n}"), range(20)))

    assert labels.count() == 20
    chain = [(entry.details["before"], entry.details["after"]) for entry in reversed(entries(engine))]
    assert [before for before, _ in chain] == [None, *(after for _, after in chain[:-1])]


@pytest.mark.usefixtures("stored")
def test_the_standing_verdict_is_the_labels_in_any_statement(labels: Labels, engine: Engine) -> None:
    labels.add(4, Label.SPAM, "ida")

    with reading(engine) as connection:
        found = connection.execute(select(comments.c.id).where(standing_verdict() == Verdict.SPAM)).scalars().all()

    assert found == [4]
