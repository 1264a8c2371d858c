"""Looking again after n seconds."""

from worker.work.interval import Interval


def test_it_is_over_at_first_and_again_once_its_seconds_have_passed() -> None:
    now = 5.0
    interval = Interval(2.0, lambda: now)
    assert interval.over
    interval.begin()
    assert not interval.over
    now = 6.9
    assert not interval.over
    now = 7.0
    assert interval.over
    interval.begin()
    assert not interval.over
