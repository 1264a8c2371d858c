"""Back-pressure: what is over its limit puts submissions off, and only that."""

from dataclasses import dataclass

import pytest

from worker.work.backpressure import LOOK_S, Backlog, BackPressure, BusyError

NOTHING = Backlog(0, 0.0, 0.0)


@dataclass
class World:
    backlog: Backlog = NOTHING
    free: int | None = 1000
    now: float = 100.0
    looks: int = 0

    def look(self) -> Backlog:
        self.looks += 1
        return self.backlog

    def pressure(self) -> BackPressure:
        return BackPressure(10, 60.0, 500, self.look, lambda: self.free, lambda: self.now)


@pytest.mark.parametrize(
    ("backlog", "free", "said"),
    [
        (Backlog(10, 0.0, 0.0), 1000, "more than 10 articles"),
        (Backlog(1, 61.0, 0.0), 1000, "waited for 61 s"),
        (Backlog(1, 0.0, 0.0), 499, "499 bytes left"),
    ],
)
def test_what_is_over_its_limit_is_named(backlog: Backlog, free: int, said: str) -> None:
    with pytest.raises(BusyError, match=said):
        World(backlog, free).pressure().admit(1)


def test_at_its_limits_it_admits_and_an_unseen_disk_is_no_limit() -> None:
    World(Backlog(9, 60.0, 999.0), 500).pressure().admit(1)
    World(free=None).pressure().admit(1)


def test_the_database_is_asked_rarely_and_what_was_admitted_since_is_counted() -> None:
    world = World()
    pressure = world.pressure()
    pressure.admit(6)
    pressure.admit(4)
    with pytest.raises(BusyError):
        pressure.admit(1)
    assert world.looks == 1
    world.now += LOOK_S
    pressure.admit(1)
    assert world.looks == 2
