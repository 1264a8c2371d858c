import pytest
from sqlalchemy import Engine

from tests.factories import judged, new_article, processed
from worker.domain import Arrival, DueArticle, Failed, State
from worker.errors import NotFoundError
from worker.reasons import Reason
from worker.store.base.audit import entries
from worker.store.flow.dead_letters import Choice, DeadLetters
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results


@pytest.fixture
def dead(inbox: Inbox, results: Results) -> list[int]:
    """Three dead letters: two EMPTY, one DECODE."""
    batch = [new_article(name, source="crawl-3") for name in ("a", "b", "c")]
    ids = [submitted.id for submitted in inbox.submit(batch)]
    claim = inbox.claim(ids, lease_s=60)
    reasons = (Reason.EMPTY, Reason.EMPTY, Reason.DECODE)
    results.commit(
        claim.token,
        [Failed(row, reason, f"It is {reason}.", final=True) for row, reason in zip(ids, reasons, strict=True)],
    )
    return ids


def test_dead_letters_are_listed_by_reason_and_by_parts(dead_letters: DeadLetters, dead: list[int]) -> None:
    assert [letter.id for letter in dead_letters.list()] == dead
    assert [letter.id for letter in dead_letters.list(Choice(reason=Reason.DECODE))] == dead[2:]
    assert [letter.id for letter in dead_letters.list(limit=1, after=dead[0])] == [dead[1]]


def test_a_dead_letter_shows_its_reason_and_its_bytes(dead_letters: DeadLetters, dead: list[int]) -> None:
    letter, raw = dead_letters.show(dead[0])

    assert raw == new_article("a").source.raw
    assert (letter.reason, letter.message, letter.attempts, letter.source) == (
        "EMPTY",
        "It is EMPTY.",
        1,
        "crawl-3",
    )
    assert letter.dead_at >= letter.submitted_at


@pytest.mark.parametrize("row", [12345, 2**70])
def test_showing_what_is_not_dead_says_so(dead_letters: DeadLetters, row: int) -> None:
    with pytest.raises(NotFoundError, match="winnow dead list"):
        dead_letters.show(row)


def test_replay_is_idempotent_and_forgets_attempts(inbox: Inbox, dead_letters: DeadLetters, dead: list[int]) -> None:
    assert dead_letters.replay(Choice(ids=[dead[0], 12345]), actor="ida") == [dead[0]]
    assert dead_letters.replay(Choice(ids=[dead[0]]), actor="ida") == []
    assert inbox.due(limit=10, again_after_s=3600) == [DueArticle(dead[0], 0)]
    assert inbox.claim(dead, lease_s=60).articles[0].attempt == 1


def test_replay_takes_all_of_a_reason(inbox: Inbox, dead_letters: DeadLetters, dead: list[int]) -> None:
    assert dead_letters.replay(Choice(reason=Reason.EMPTY), actor="ida") == dead[:2]
    assert set(inbox.states(dead).values()) == {State.PENDING, State.DEAD}
    assert [letter.id for letter in dead_letters.list()] == dead[2:]


def test_the_chosen_meet_all_that_is_given(dead_letters: DeadLetters, dead: list[int]) -> None:
    assert dead_letters.count(Choice(source="crawl-3", reason=Reason.EMPTY)) == 2
    assert dead_letters.count(Choice(source="crawl-4")) == 0
    assert dead_letters.count(Choice(older_than_s=3600)) == 0
    assert dead_letters.count(Choice(older_than_s=-1, ids=dead[:1])) == 1


def test_replay_is_limited_and_each_share_is_noted(engine: Engine, dead_letters: DeadLetters, dead: list[int]) -> None:
    shares = [dead_letters.replay(Choice(source="crawl-3"), actor="ida", limit=2) for _ in range(3)]
    assert shares == [dead[:2], dead[2:], []]
    noted = [(entry.actor, entry.action, entry.details) for entry in entries(engine)]
    assert noted == [("ida", "dead replay", {"ids": dead[2:]}), ("ida", "dead replay", {"ids": dead[:2]})]


def test_submitting_a_dead_article_again_leaves_it_dead_until_its_content_is_new(inbox: Inbox, dead: list[int]) -> None:
    [same] = inbox.submit([new_article("a")])
    assert same.arrival is Arrival.UNCHANGED
    assert inbox.states([dead[0]]) == {dead[0]: State.DEAD}

    inbox.submit([new_article("a", "<p>Mended.</p>")])
    assert inbox.states([dead[0]]) == {dead[0]: State.PENDING}


def test_discard_removes_what_never_had_a_result(inbox: Inbox, dead_letters: DeadLetters, dead: list[int]) -> None:
    assert dead_letters.discard(dead[:2], actor="ida") == 2
    assert dead_letters.discard(dead[:2], actor="ida") == 0
    assert inbox.states(dead) == {dead[2]: State.DEAD}
    [again] = inbox.submit([new_article("a")])
    assert again.arrival is Arrival.NEW
    assert again.id not in dead


def test_discard_falls_back_to_the_revision_before(inbox: Inbox, results: Results, dead_letters: DeadLetters) -> None:
    [submitted] = inbox.submit([new_article()])
    results.commit(inbox.claim([submitted.id], lease_s=60).token, [processed(submitted.id, judged("Kept."))])
    inbox.submit([new_article(content="\0")])
    claim = inbox.claim([submitted.id], lease_s=60)
    results.commit(claim.token, [Failed(submitted.id, Reason.NOT_TEXT, "It is no text.", final=True)])

    assert dead_letters.discard([submitted.id], actor="ida") == 1

    assert inbox.states([submitted.id]) == {submitted.id: State.DONE}
    assert [comment.text for article in results.export() for comment in article.comments] == ["Kept."]
