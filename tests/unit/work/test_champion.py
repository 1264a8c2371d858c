"""The model in service: what serves, whatever becomes of the champion."""

from dataclasses import dataclass, field

import pytest

from classifiers.errors import ModelIntegrityError
from tests.fakes import WordJudge
from worker.work.champion import LOOK_S, Champion


@dataclass
class Shelf:
    """Models by name, of which some are damaged."""

    named: str = "one"
    damaged: set[str] = field(default_factory=set)
    now: float = 0.0
    loads: int = 0

    def load(self, name: str) -> WordJudge:
        self.loads += 1
        if name in self.damaged:
            raise ModelIntegrityError(f"{name} is damaged")
        return WordJudge(name)

    def champion(self) -> Champion:
        return Champion(lambda: self.named, self.load, lambda: WordJudge("spare"), lambda: self.now)

    def later(self) -> None:
        self.now += LOOK_S


def test_a_new_champion_serves_soon_and_not_before() -> None:
    shelf = Shelf()
    champion = shelf.champion()
    assert champion.current().version == "one"
    shelf.named = "two"
    assert champion.current().version == "one"
    shelf.later()
    assert champion.current().version == "two"


def test_a_worker_that_never_rests_looks_as_often() -> None:
    shelf = Shelf()
    champion = shelf.champion()
    champion.current()
    shelf.named = "two"
    for _ in range(12):
        shelf.now += LOOK_S / 10
        last = champion.current().version
    assert last == "two"


def test_a_damaged_one_is_refused_once_and_the_old_one_serves_on() -> None:
    shelf = Shelf(damaged={"two"})
    champion = shelf.champion()
    champion.current()
    shelf.named = "two"
    for _ in range(3):
        shelf.later()
        assert champion.current().version == "one"
    assert shelf.loads == 2


def test_who_starts_beside_a_damaged_one_serves_with_the_spare() -> None:
    shelf = Shelf(damaged={"one"})
    champion = shelf.champion()
    assert [champion.current().version for _ in range(2)] == ["spare", "spare"]
    shelf.later()
    assert (champion.current().version, shelf.loads) == ("spare", 1)
    shelf.named = "two"
    shelf.later()
    assert champion.current().version == "two"


def test_without_any_sound_model_the_spares_error_is_raised() -> None:
    def none() -> WordJudge:
        raise ModelIntegrityError("the shipped model is damaged")

    with pytest.raises(ModelIntegrityError, match="shipped"):
        Champion(lambda: "one", Shelf(damaged={"one"}).load, none).current()
