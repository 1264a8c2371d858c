"""Appeals over each kind of database: entered once, kept open through what judges again, closed by a label."""

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, select

from classifiers.types import Label, Prediction, Verdict
from tests.factories import judged, new_article, processed
from worker.errors import ConflictError, NotFoundError
from worker.store.base.schema import comments, deliveries
from worker.store.base.secret_box import SecretBox
from worker.store.base.transactions import reading
from worker.store.flow.appeals import AppealCounts, appeal_counts, appeals_of, enter
from worker.store.flow.events import Event
from worker.store.flow.inbox import Inbox
from worker.store.flow.rescoring import Rescoring
from worker.store.flow.results import Results
from worker.store.flow.webhooks import Webhooks
from worker.store.moderation.erasure import erase_author
from worker.store.moderation.labels import Labels


def crawl(engine: Engine, revision: int) -> int:
    [new] = Inbox(engine).submit([new_article("pears", f"<p>{revision}</p>")])
    claim = Inbox(engine).claim([new.id], lease_s=60)
    Results(engine).commit(claim.token, [processed(new.id, judged("Honey.", verdict=Verdict.SPAM), judged("Pears."))])
    with reading(engine) as connection:
        first: int = connection.scalars(select(comments.c.id).order_by(comments.c.id)).first() or 0
    return first


def stands(engine: Engine, comment: int) -> tuple[Verdict, Label | None]:
    with reading(engine) as connection:
        row = connection.execute(select(comments).where(comments.c.id == comment)).one()
    return row.verdict, row.decided


def test_an_appeal_is_open_until_a_label_closes_it(engine: Engine) -> None:
    spam = crawl(engine, 1)
    Labels(engine).add(spam, Label.SPAM, "ida")
    first = enter(engine, spam, " I keep bees. ", by="jan")
    assert (first.words, enter(engine, spam, "Again!", by="jan")) == ("I keep bees.", first)
    assert stands(engine, spam) == (Verdict.REVIEW, None)
    crawl(engine, 2)
    assert stands(engine, spam) == (Verdict.REVIEW, None)
    Labels(engine).add(spam, Label.SPAM, "ida")
    assert stands(engine, spam) == (Verdict.REVIEW, Label.SPAM)
    second = enter(engine, spam, "Still.", by="jan")
    Labels(engine).add(spam, Label.HAM, "jan")
    assert [(one.id, one.outcome) for one in appeals_of(engine, spam)] == [
        (first.id, Label.SPAM),
        (second.id, Label.HAM),
    ]
    assert appeal_counts(engine) == {"base-1": AppealCounts(open=0, granted=1, dismissed=1)}
    with pytest.raises(ConflictError, match="does not stand as spam"):
        enter(engine, spam, "", by="jan")
    with pytest.raises(NotFoundError):
        enter(engine, 2**63 - 1, "", by="jan")


def test_who_is_erased_has_no_appeal_left(engine: Engine) -> None:
    spam = crawl(engine, 1)
    enter(engine, spam, "I am Ida.", by="jan")
    erase_author(engine, "Ida", actor="dpo")
    assert appeals_of(engine, spam) == []


def test_what_waits_by_an_appeal_is_no_move_of_a_rescore(engine: Engine) -> None:
    enter(engine, crawl(engine, 1), "I keep bees.", by="jan")
    queue = Rescoring(engine, "sure-1")
    judged_anew = [(one, [Prediction(0.99, Verdict.SPAM)] * 2) for articles in queue.batches() for one in articles]
    expected = {(Verdict.REVIEW, Verdict.REVIEW): 1, (Verdict.ALLOW, Verdict.SPAM): 1}
    assert dict(queue.compare(judged_anew).moves) == expected  # as a preview says before
    assert dict(queue.store(judged_anew).moves) == expected


def test_nobody_is_told_that_what_waits_was_judged_otherwise(engine: Engine) -> None:
    spam = crawl(engine, 1)
    Webhooks(engine, SecretBox(Fernet.generate_key().decode())).add(
        "https://blog.example/", [Event.VERDICT_CHANGED], actor="test"
    )
    enter(engine, spam, "I keep bees.", by="jan")
    queue = Rescoring(engine, "sure-1")
    for articles in queue.batches():
        queue.store([(one, [Prediction(0.99, Verdict.SPAM)] * 2) for one in articles])
    assert stands(engine, spam) == (Verdict.REVIEW, None)
    with reading(engine) as connection:
        data = list(connection.scalars(select(deliveries.c.data)))
    told = {(one["id"] == spam, one["before"], one["after"]) for one in data}
    assert told == {(True, "spam", "review"), (False, "allow", "spam")}
