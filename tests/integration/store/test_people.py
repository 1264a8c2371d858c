"""Authors, sites, and what became of one comment."""

import pytest
from sqlalchemy import Engine

from classifiers.types import Label, Verdict
from tests.integration.store.test_bulk_decisions import stored, waiting
from worker.errors import NotFoundError
from worker.store.base.audit import entries
from worker.store.moderation.comment_history import history, note_counts, notes_of, write_note
from worker.store.moderation.deferrals import resume, snooze
from worker.store.moderation.erasure import erase_author
from worker.store.moderation.labels import Labels
from worker.store.moderation.profiles import profile
from worker.store.moderation.reason_doubts import doubt
from worker.store.moderation.search import Query


def test_an_authors_profile(engine: Engine, labels: Labels) -> None:
    behind = {"author_url": "https://shop.oak-ladders.example/"}
    first = stored(engine, waiting("One.", "Ann Oak", **behind), waiting("Two.", "Ann Oak"), waiting("Ann Oak says."))
    stored(engine, waiting("Three.", "Ann Oak", **behind), name="other", source="orchard")
    labels.add(first[0], Label.SPAM, "ida")

    told = profile(engine, Query(author="Ann Oak"))

    assert told.stands == {Verdict.SPAM: 1, Verdict.REVIEW: 2}
    assert told.count == 3
    assert told.sources == {"mill": 2, "orchard": 1}
    assert told.sites == {"oak-ladders.example": 2}
    assert told.first == told.last is not None


@pytest.mark.parametrize("name", ["Ann Oak", "王小明", "R.", "—", 'Ann "the" Oak', "O'Neill & Sons", "a" * 300])
def test_a_name_is_found_however_it_is_written(engine: Engine, name: str) -> None:
    stored(engine, waiting("One.", name), waiting("Two.", "Somebody else"))
    assert profile(engine, Query(author=name)).names == {name: 1}


def test_a_sites_profile_tells_the_names_under_it(engine: Engine) -> None:
    link = ("https://oak-ladders.example/sale",)
    stored(engine, waiting("One.", "Ann", links=link), waiting("Two.", "Bo", links=link), waiting("Three.", "Cy"))
    assert profile(engine, Query(host="oak-ladders.example")).names == {"Ann": 1, "Bo": 1}
    assert profile(engine, Query(host="nowhere.example")).count == 0


def test_a_comments_history_keeps_what_was_taken_back(engine: Engine, labels: Labels) -> None:
    one, other = stored(engine, waiting("One."), waiting("Two."))
    labels.add(one, Label.SPAM, "ida")
    labels.take_back([one], "ida")
    labels.add(other, Label.HAM, "jan")
    snooze(engine, [one], by="ida")
    resume(engine, [one], by="ida")
    doubt(engine, one, "WORDS", by="jan")
    write_note(engine, one, "  Seen elsewhere. ", by="jan")

    told = [(event.action, event.actor) for event in history(engine, one)]

    assert told == [
        ("note", "jan"),
        ("reason doubt", "jan"),
        ("resume", "ida"),
        ("snooze", "ida"),
        ("unlabel", "ida"),
        ("label", "ida"),
    ]
    assert history(engine, 10**6) == []


def test_notes_are_kept_beside_a_comment_and_go_with_it(engine: Engine) -> None:
    one, other = stored(engine, waiting("One.", "Ann"), waiting("Two."))
    for text in ("First.", "", " ", "Second."):
        write_note(engine, one, text, by="ida")
    assert [note.text for note in notes_of(engine, one)] == ["First.", "Second."]
    assert note_counts(engine, [one, other]) == {one: 2}
    with pytest.raises(NotFoundError):
        write_note(engine, 10**6, "Nobody's.", by="ida")

    erase_author(engine, "Ann", actor="test")
    assert notes_of(engine, one) == []
    assert "First." not in str(entries(engine))
