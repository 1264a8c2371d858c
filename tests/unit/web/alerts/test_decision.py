"""What is told of: each thing once until it is over, nothing in quiet hours, one digest a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain import Measure
from worker.store.figures.slice_holds import SliceHold
from worker.web.alerts.decision import Figures, QuietHours, Rules, decide

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
RULES = Rules(queue_count=100, queue_age_s=3600)
HELD = SliceHold("blog.example", "de", Measure.HAM_LOST, date(2026, 11, 23), NOON)
CALM = Figures(waiting=50, oldest_s=600)


def keys(figures: Figures, rules: Rules = RULES, told: frozenset[str] = frozenset(), now: datetime = NOON) -> list[str]:
    return [alert.key for alert in decide(figures, rules, told, now).tell]


@pytest.mark.parametrize(
    ("figures", "told_of"),
    [
        (CALM, []),
        (Figures(waiting=100, oldest_s=3600), []),
        (Figures(waiting=101, oldest_s=600), ["queue-count"]),
        (Figures(waiting=1, oldest_s=3601), ["queue-age"]),
        (Figures(waiting=101, oldest_s=3601), ["queue-count", "queue-age"]),
        (replace(CALM, flooded=("a.example", "b.example")), ["flood:a.example", "flood:b.example"]),
        (replace(CALM, refused=2), ["model-refused:2"]),
        (replace(CALM, held=(HELD,)), ["estimate:blog.example:de:2026-11-23"]),
        # What must not matter.
        (replace(CALM, pending=10**6, dead=10**6), []),
    ],
)
def test_what_is_above_its_limit_is_told(figures: Figures, told_of: list[str]) -> None:
    assert keys(figures) == told_of


def test_without_limits_a_queue_is_never_told_of() -> None:
    assert keys(Figures(waiting=10**6, oldest_s=10**9), Rules()) == []


def test_a_limit_of_none_waiting_is_a_limit() -> None:
    assert keys(Figures(waiting=1), Rules(queue_count=0)) == ["queue-count"]


def test_it_is_said_once_until_it_is_over() -> None:
    long = Figures(waiting=101)
    known = frozenset({"queue-count"})
    assert decide(long, RULES, known, NOON).tell == ()
    # At its limit it is not over, nor a little below.
    for waiting in (100, 81):
        decision = decide(Figures(waiting=waiting), RULES, known, NOON)
        assert (decision.tell, decision.over) == ((), frozenset())
    assert decide(Figures(waiting=80), RULES, known, NOON).over == known
    assert keys(long) == ["queue-count"]


def test_another_refusal_is_another_thing() -> None:
    decision = decide(replace(CALM, refused=3), RULES, frozenset({"model-refused:2"}), NOON)
    assert [alert.key for alert in decision.tell] == ["model-refused:3"]
    assert decision.over == {"model-refused:2"}


@pytest.mark.parametrize(
    ("clock", "is_quiet"),
    [((21, 59), False), ((22, 0), True), ((0, 0), True), ((6, 59), True), ((7, 0), False), ((12, 0), False)],
)
def test_quiet_hours_go_over_midnight(clock: tuple[int, int], is_quiet: bool) -> None:
    rules = replace(RULES, quiet=QuietHours(time(22), time(7)))
    assert (keys(Figures(waiting=101), rules, now=NOON.replace(hour=clock[0], minute=clock[1])) == []) is is_quiet
    # What is over is over at night, too.
    gone = decide(CALM, rules, frozenset({"queue-count"}), NOON.replace(hour=clock[0])).over
    assert gone == {"queue-count"}


def test_quiet_hours_of_a_day_end_with_it() -> None:
    lunch = QuietHours(time(12), time(13))
    assert time(12, 30) in lunch
    assert time(13) not in lunch
    assert time(11, 59) not in lunch


def test_a_digest_goes_out_once_a_day() -> None:
    rules = Rules(digest_at=time(8))
    figures = Figures(waiting=1234, oldest_s=7200, pending=5, dead=2, flooded=("a.example",))
    assert keys(figures, rules, now=NOON.replace(hour=7)) == ["flood:a.example"]
    [_, digest] = decide(figures, rules, frozenset(), NOON).tell
    assert digest.key == "digest:2026-11-30"
    assert digest.text == (
        "Comments waiting for review: 1,234, the oldest for 2 hours. Articles waiting: 5. Dead letters: 2. "
        "Flooded: a.example."
    )
    known = frozenset({digest.key})
    for hour in (7, 8, 23):
        assert decide(CALM, rules, known, NOON.replace(hour=hour)).over == frozenset()
        assert keys(CALM, rules, known, NOON.replace(hour=hour)) == []
    tomorrow = decide(CALM, rules, known, NOON.replace(month=12, day=1))
    assert [alert.key for alert in tomorrow.tell] == ["digest:2026-12-01"]
    assert tomorrow.over == known


@given(
    st.builds(
        Figures,
        waiting=st.integers(0, 300),
        oldest_s=st.none() | st.floats(0, 10_000),
        flooded=st.sets(st.sampled_from(["a", "b"])).map(tuple),
        refused=st.integers(0, 3),
    )
)
def test_what_has_been_told_is_not_told_again_at_once(figures: Figures) -> None:
    first = decide(figures, replace(RULES, digest_at=time(8)), frozenset(), NOON)
    told = frozenset(alert.key for alert in first.tell)
    again = decide(figures, replace(RULES, digest_at=time(8)), told, NOON)
    assert (again.tell, again.over) == ((), frozenset())
