"""An author's appeal brings his comment back before a person, through every door alike, and counts for the model."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import Engine, select

from classifiers.types import Label, Prediction, Verdict
from tests.doors import NAME, Doors
from tests.factories import judged, new_article, processed
from worker.client.http import ApiError
from worker.domain import JudgedComment
from worker.errors import MisconfiguredError
from worker.operations.appeal import appeal
from worker.operations.label import decide, label
from worker.operations.rescore import rescore
from worker.store.access.tokens import Scope
from worker.store.base.schema import comments, deliveries
from worker.store.base.transactions import AnyRow, reading
from worker.store.figures.running_counts import Subject, count_of
from worker.store.flow.appeals import AppealCounts, appeal_counts, appeals_of
from worker.store.flow.events import Event
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels
from worker.store.moderation.review_queue import QueuePart, ReviewQueue

pytestmark = pytest.mark.redis

WORDS = "I sell nothing: I keep bees."
SPAM, HAM = "Honey, of my own bees.", "Lovely pears."


def shown(second: str = "") -> list[JudgedComment]:
    return [judged(SPAM, verdict=Verdict.SPAM), judged(HAM + second, verdict=Verdict.ALLOW)]


def process(engine: Engine, *, revision: int = 1) -> list[int]:
    """Store an article with a comment that stands as spam, and one that does not."""
    [new] = Inbox(engine).submit([new_article("pears", f"<p>{revision}</p>")])
    claim = Inbox(engine).claim([new.id], lease_s=60)
    Results(engine).commit(claim.token, [processed(new.id, *shown())])
    return [row.id for row in rows(engine)]


def rows(engine: Engine) -> list[AnyRow]:
    with reading(engine) as connection:
        return list(connection.execute(select(comments).order_by(comments.c.id)))


def queue(engine: Engine) -> list[int]:
    return [card.id for card in ReviewQueue(engine).page(QueuePart()).cards]


def standing(engine: Engine, verdict: Verdict) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(count_of(Subject.COMMENT, stands=verdict.value))) or 0


def with_client(way: Doors, comment: int) -> None:
    with way.client(Scope.MODERATE) as client, suppress(ApiError):
        client.appeal(comment, WORDS)


ENTER: dict[str, Callable[[Doors, int], object]] = {
    "cli": lambda way, comment: way.cli("appeal", str(comment), "--words", WORDS, "--by", NAME),
    "api": lambda way, comment: way.api(Scope.MODERATE).post(
        f"/api/v1/comments/{comment}/appeals", json={"words": WORDS}
    ),
    "client": with_client,
    "desk": lambda way, comment: way.desk().send(f"/desk/comments/{comment}/appeals", words=WORDS),
}


@pytest.mark.parametrize("door", ENTER)
def test_an_appeal_puts_a_comment_back_into_the_queue(opened: Callable[[], Doors], door: str) -> None:
    way = opened()
    spam, ham = process(way.engine)
    for _ in range(2):
        ENTER[door](way, spam)
    ENTER[door](way, ham)
    ENTER[door](way, 4711)
    assert queue(way.engine) == [spam]
    assert [row.reasons[0][0] for row in rows(way.engine) if row.id == spam] == ["appeal"]
    [entered] = appeals_of(way.engine, spam)
    assert (entered.words, entered.outcome) == (WORDS, None)
    assert appeals_of(way.engine, ham) == []
    assert way.audited("appeal") == [{"comment": spam}]
    page = way.desk().get(f"/desk/comments/{spam}").text
    assert WORDS in page
    assert "/appeals" not in page  # it is open: nothing more to enter
    label(way.engine, spam, Label.HAM, by="ida")
    [closed] = appeals_of(way.engine, spam)
    assert (closed.outcome, closed.closed_by, queue(way.engine)) == (Label.HAM, "ida", [])
    assert appeal_counts(way.engine) == {"base-1": AppealCounts(open=0, granted=1, dismissed=0)}


def test_what_came_of_it_is_said_to_who_asked(opened: Callable[[], Doors]) -> None:
    way = opened()
    spam, _ = process(way.engine)
    webhooks = way.site.winnow.web_dependencies.webhooks
    webhooks.add("https://blog.example/hook", [Event.VERDICT_CHANGED], actor="test")
    label(way.engine, spam, Label.SPAM, by="ida")
    appeal(way.engine, spam, WORDS, by="jan")
    assert standing(way.engine, Verdict.REVIEW) == 1
    seen = {spam: 1}
    decide(way.engine, [spam], Label.SPAM, by="ida", seen=seen)  # who decided before looks again, and stays with it
    assert (queue(way.engine), standing(way.engine, Verdict.SPAM)) == ([], 1)
    with reading(way.engine) as connection:
        told = [(one["before"], one["after"]) for one in connection.scalars(select(deliveries.c.data))]
    assert told == [("spam", "review"), ("review", "spam")]
    assert len(list(Labels(way.engine).training_rows())) == 1
    assert appeal_counts(way.engine)["base-1"] == AppealCounts(open=0, granted=0, dismissed=1)
    appeal(way.engine, spam, "Please!", by="jan")
    assert appeal_counts(way.engine)["base-1"] == AppealCounts(open=1, granted=0, dismissed=1)


def test_it_waits_though_its_page_is_crawled_and_judged_again(opened: Callable[[], Doors]) -> None:
    way = opened()
    spam, ham = process(way.engine)
    label(way.engine, spam, Label.SPAM, by="ida")
    appeal(way.engine, spam, WORDS, by="jan")
    process(way.engine, revision=2)
    assert queue(way.engine) == [spam]

    class Sure:
        version = "sure-1"

        def judge(self, given: object) -> list[Prediction]:
            return [Prediction(0.99, Verdict.SPAM)] * 2

    rescore(way.engine, Sure(), actor="test")
    assert queue(way.engine) == [spam]
    assert [row.verdict for row in rows(way.engine)] == [Verdict.REVIEW, Verdict.SPAM]
    label(way.engine, spam, Label.HAM, by="ida")
    label(way.engine, ham, Label.HAM, by="ida")
    assert queue(way.engine) == []


def test_it_counts_in_the_record_of_the_model_that_decided(opened: Callable[[], Doors]) -> None:
    way = opened()
    spam, _ = process(way.engine)
    appeal(way.engine, spam, WORDS, by="jan")
    metrics = way.api(Scope.METRICS).get("/metrics").text
    assert 'winnow_appeals{model="base-1",outcome="open"} 1.0' in metrics
    assert set(way.api().get("/api/v1/status").json()["appeals"]) == {"open", "granted", "dismissed"}
    assert "appeals" in way.cli("status").stdout


def test_nobody_s_appeal_is_none(opened: Callable[[], Doors]) -> None:
    way = opened()
    spam, _ = process(way.engine)
    with pytest.raises(MisconfiguredError, match="--by NAME"):
        appeal(way.engine, spam, WORDS, by=" ")
