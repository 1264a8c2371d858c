"""The models in service on sites: each its own, few in memory, and none that is damaged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from classifiers.errors import ModelIntegrityError
from classifiers.types import Comment
from tests.fakes import WordJudge
from worker.work.by_site import by_model, judge_by_site
from worker.work.champion import LOOK_S, Champion
from worker.work.site_champions import SiteChampions


@dataclass
class Shelf:
    """Models by name, of which some are damaged, and which site has which."""

    named: dict[str, Sequence[str]] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set)
    now: float = 0.0
    loads: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    readable: bool = True

    def load(self, name: str) -> WordJudge:
        self.loads.append(name)
        if name in self.damaged:
            raise ModelIntegrityError(f"{name} is damaged")
        return WordJudge(name)

    def names(self) -> Mapping[str, Sequence[str]]:
        if not self.readable:
            raise ModelIntegrityError("the aliases are damaged")
        return dict(self.named)

    def champions(self, most: int = 8) -> SiteChampions:
        shared = Champion(lambda: "all", WordJudge, lambda: WordJudge("spare"), lambda: self.now)
        return SiteChampions(shared, self.names, self.load, most, lambda: self.now, self.refused.append)

    def later(self) -> None:
        self.now += LOOK_S


def serving(champions: SiteChampions, *sites: str | None) -> list[str]:
    return [champions.current(site).version for site in sites]


def test_a_site_without_a_model_of_its_own_has_the_one_for_all() -> None:
    champions = Shelf({"a": ["a1"]}).champions()
    assert serving(champions, "a", "b", None, "default") == ["a1", "all", "all", "all"]
    # The default site, which unknown hosts belong to, may have one too; it is no other site's.
    champions = Shelf({"default": ["d1"]}).champions()
    assert serving(champions, "a", None, "default") == ["all", "all", "d1"]


def test_a_promotion_and_a_rollback_are_seen_within_a_second_and_by_that_site_alone() -> None:
    shelf = Shelf({"a": ["a1"], "b": ["b1"]})
    champions = shelf.champions()
    assert serving(champions, "a", "b") == ["a1", "b1"]
    shelf.named["a"] = ["a2", "a1"]
    assert serving(champions, "a", "b") == ["a1", "b1"]
    shelf.later()
    assert serving(champions, "a", "b") == ["a2", "b1"]
    del shelf.named["a"]
    shelf.later()
    assert serving(champions, "a", "b") == ["all", "b1"]
    assert shelf.loads == ["a1", "b1", "a2"]


def test_of_too_many_models_the_one_used_least_recently_makes_room() -> None:
    shelf = Shelf({"a": ["a1"], "b": ["b1"], "c": ["c1"]})
    champions = shelf.champions(most=2)
    serving(champions, "a", "b", "a", "c")  # b makes room
    assert shelf.loads == ["a1", "b1", "c1"]
    serving(champions, "a", "c", "a")
    assert shelf.loads == ["a1", "b1", "c1"]
    assert serving(champions, "b", "a", "c") == ["b1", "a1", "c1"]
    assert shelf.loads == ["a1", "b1", "c1", "b1", "c1"]


def test_beside_a_damaged_one_the_one_before_it_serves_on_and_else_the_one_for_all() -> None:
    shelf = Shelf({"a": ["a2", "a1"], "b": ["b1"]}, damaged={"a2", "b1"})
    champions = shelf.champions()
    assert serving(champions, "a", "b", "a", "b") == ["a1", "all", "a1", "all"]
    assert shelf.refused == ["a2", "b1"]
    shelf.named = {"a": ["a1"]}
    shelf.later()
    assert serving(champions, "a", "b") == ["a1", "all"]


def test_one_that_is_named_anew_is_looked_at_anew() -> None:
    shelf = Shelf({"a": ["a1"]}, damaged={"a1"})
    champions = shelf.champions()
    assert serving(champions, "a") == ["all"]
    shelf.named, shelf.damaged = {}, set()
    shelf.later()
    serving(champions, "a")
    shelf.named = {"a": ["a1"]}
    shelf.later()
    assert serving(champions, "a") == ["a1"]


def test_while_the_registry_cant_be_read_all_serve_on() -> None:
    shelf = Shelf({"a": ["a1"]})
    champions = shelf.champions()
    assert serving(champions, "a") == ["a1"]
    shelf.readable = False
    shelf.later()
    assert serving(champions, "a", "b") == ["a1", "all"]


def test_comments_of_several_sites_are_judged_each_by_its_own_and_answered_in_order() -> None:
    champions = Shelf({"a": ["a1"]}).champions()
    given = [Comment(text, owner=owner) for text, owner in (("x", "b"), ("casino", "a"), ("y", None), ("z", "a"))]
    found = judge_by_site(champions.current, given)
    assert [one.model for one in found] == ["all", "a1", "all", "a1"]
    assert [one.prediction.probability for one in found] == [0.01, 0.99, 0.01, 0.01]


def test_sites_without_a_model_of_their_own_are_judged_together() -> None:
    champions = Shelf({"a": ["a1"]}).champions()
    parts = by_model(champions.current, ["b", "a", "c", None, "a"])
    assert [(model.version, places) for model, places in parts] == [("a1", [1, 4]), ("all", [0, 2, 3])]
    assert list(by_model(champions.current, [])) == []
