import pytest

from classifiers.types import Label, Verdict
from tests.factories import judged, new_article, processed
from worker.errors import NotFoundError
from worker.store.inbox import Inbox
from worker.store.labels import Labels
from worker.store.results import Results


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
