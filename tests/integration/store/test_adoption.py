"""A page takes over the comments that came one by one before it was crawled, with all that was said of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, select

from classifiers.types import Label, Prediction, Verdict
from tests.factories import digest, new_article, processed
from worker.domain import JudgedComment, SeparatedComment
from worker.store.base.schema import comments, deliveries
from worker.store.base.secret_box import SecretBox
from worker.store.base.transactions import AnyRow, reading, writing
from worker.store.flow.appeals import appeals_of, enter
from worker.store.flow.events import Event
from worker.store.flow.inbox import Inbox
from worker.store.flow.place_keys import lone_key
from worker.store.flow.results import Results
from worker.store.flow.webhooks import Webhooks
from worker.store.moderation.assignments import assign, assignments_of
from worker.store.moderation.comment_history import write_note
from worker.store.moderation.labels import Labels
from worker.store.moderation.lone_comments import LoneComment, keep, keep_labelled, stored
from worker.work.pipeline import identities

URL = "https://orchard.example/pears"


def alone(text: str, author: str | None = "Ida") -> LoneComment:
    found = SeparatedComment(text=text, author=author)
    return LoneComment(lone_key(URL), identities([found])[0], URL, found, "akismet", kept=True)


def hold(engine: Engine, *remarks: LoneComment, verdict: Verdict = Verdict.REVIEW) -> None:
    keep(engine, [(one, Prediction(0.5, verdict)) for one in remarks], model="base-1")


def show(engine: Engine, *shown: JudgedComment, name: str = "pears") -> int:
    url = f"https://orchard.example/{name}"
    [one] = Inbox(engine).submit([replace(new_article(name, f"<p>{len(shown)} {name}</p>"), key=digest(url))])
    claim = Inbox(engine).claim([one.id], lease_s=60)
    outcome = replace(processed(one.id, *shown), url=url)
    Results(engine).commit(claim.token, [outcome])
    return one.id


def on_page(text: str, author: str | None = "Ida", verdict: Verdict = Verdict.ALLOW) -> JudgedComment:
    found = SeparatedComment(text=text, author=author)
    return JudgedComment(identities([found])[0], found, Prediction(0.1, verdict))


def rows(engine: Engine) -> list[AnyRow]:
    with reading(engine) as connection:
        return list(connection.execute(select(comments).order_by(comments.c.id)))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Lovely pears.", "Lovely pears."),
        ("Lovely   pears.\n", "lovely pears."),
        ("\"Lovely\" pears -- 'indeed'...", "\u201cLovely\u201d pears \u2013 \u2018indeed\u2019\u2026"),
        ("Vergers d'automne", "Vergers d\u2019automne"),
    ],
)
def test_a_page_takes_over_what_it_shows(engine: Engine, typed: str, shown: str) -> None:
    hold(engine, alone(typed), alone("Something else."))
    [first, _] = rows(engine)
    Labels(engine).add(first.id, Label.HAM, "ida")
    page = show(engine, on_page("Before it.", "Jan"), on_page(shown))
    kept = {row.id: row for row in rows(engine)}
    assert len(kept) == 3
    assert (kept[first.id].article_id, kept[first.id].position, kept[first.id].decided) == (page, 1, Label.HAM)
    assert kept[first.id].asked_as == alone(typed).guid
    assert [found.id for found in stored(engine, [alone(typed)]) if found] == [first.id]


def test_each_of_two_alike_finds_its_own(engine: Engine) -> None:
    hold(engine, alone("Thanks!"))
    found = [SeparatedComment(text="Thanks!", author="Ida"), SeparatedComment(text="Thanks!", author="Ida")]
    twice = [
        JudgedComment(name, one, Prediction(0.1, Verdict.ALLOW))
        for name, one in zip(identities(found), found, strict=True)
    ]
    show(engine, *twice)
    assert [row.position for row in rows(engine)] == [0, 1]


def test_signs_alone_are_alike_only_as_they_stand(engine: Engine) -> None:
    hold(engine, alone(":-)"), alone("\U0001f350"))
    show(engine, on_page(":-("), on_page("\U0001f350"))
    assert len(rows(engine)) == 3


def test_who_signs_otherwise_is_another(engine: Engine) -> None:
    hold(engine, alone("Lovely pears.", None))
    show(engine, on_page("Lovely pears.", "Ida"))
    assert len(rows(engine)) == 2


def test_another_page_takes_nothing(engine: Engine) -> None:
    hold(engine, alone("Lovely pears."))
    show(engine, on_page("Lovely pears."), name="plums")
    assert len(rows(engine)) == 2


@contextmanager
def unseen(engine: Engine, on: AnyRow) -> Iterator[None]:
    """Hide a page's row meanwhile: what a door stores then is of one that did not see it yet."""
    with writing(engine) as connection:
        connection.execute(comments.update().values(author="Ida Unseen", identity=digest("unseen")))
    yield
    with writing(engine) as connection:
        seen = comments.update().where(comments.c.id == on.id)
        connection.execute(seen.values(author="Ida", identity=on.identity))


@pytest.mark.parametrize("there_too", [False, True])
def test_both_at_the_same_moment_become_one(engine: Engine, there_too: bool) -> None:
    show(engine, on_page("Lovely pears."))
    [on] = rows(engine)
    with unseen(engine, on):
        remark = alone("Lovely pears.")
        keep_labelled(
            engine, remark, Prediction(0.5, Verdict.REVIEW), model="base-1", label=Label.SPAM, reviewer="blog"
        )
        [_, off] = rows(engine)
        write_note(engine, off.id, "Is she not one of ours?", by="ida")
        assign(engine, [off.id], "jan", by="ida")
        if there_too:
            assign(engine, [on.id], "eva", by="ida")
    show(engine, on_page("Lovely pears."), on_page("Another."))
    [one, other] = rows(engine)
    assert (one.id, one.decided, one.asked_as, other.text) == (on.id, Label.SPAM, remark.guid, "Another.")
    assert [label.comment_id for label in Labels(engine).training_rows()] == [on.id]
    assert assignments_of(engine, [on.id])[on.id].assignee == ("eva" if there_too else "jan")


@pytest.mark.parametrize("there_too", [False, True])
def test_an_appeal_is_not_lost_where_both_become_one(engine: Engine, there_too: bool) -> None:
    show(engine, on_page("Lovely pears.", verdict=Verdict.SPAM))
    [on] = rows(engine)
    with unseen(engine, on):
        remark = alone("Lovely pears.")
        keep_labelled(engine, remark, Prediction(0.9, Verdict.SPAM), model="base-1", label=Label.SPAM, reviewer="blog")
        [_, off] = rows(engine)
        enter(engine, off.id, "I sell nothing.", by="ida")
        if there_too:
            enter(engine, on.id, "I sold nothing.", by="ida")
    show(engine, on_page("Lovely pears.", verdict=Verdict.REVIEW), on_page("Another."))
    [one, _] = rows(engine)
    assert (one.id, one.verdict, one.decided) == (on.id, Verdict.REVIEW, None)
    assert [found.words for found in appeals_of(engine, on.id)] == [
        "I sold nothing." if there_too else "I sell nothing."
    ]


def test_who_asked_hears_of_the_row_that_is_left(engine: Engine) -> None:
    webhooks = Webhooks(engine, SecretBox(Fernet.generate_key().decode()))
    webhooks.add("https://orchard.example/hook", [Event.VERDICT_CHANGED], actor="test")
    show(engine, on_page("Lovely pears."))
    [on] = rows(engine)
    with unseen(engine, on):
        hold(engine, alone("Lovely pears."))
    show(engine, on_page("Lovely pears."), on_page("Another."))
    with reading(engine) as connection:
        told = connection.scalars(select(deliveries.c.data)).all()
    assert [(one["id"], one["before"], one["after"]) for one in told] == [(on.id, "review", "allow")]


def test_what_stood_alone_counts_as_its_page_s(engine: Engine) -> None:
    hold(engine, alone("Lovely pears."), verdict=Verdict.SPAM)
    show(engine, on_page("Lovely pears."))
    [row] = rows(engine)
    assert (row.verdict, row.gone) == (Verdict.ALLOW, False)
    show(engine)
    [row] = rows(engine)
    assert row.gone
    assert [found is not None for found in stored(engine, [alone("Lovely pears.")])] == [True]
