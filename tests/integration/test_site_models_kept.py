"""How many sites' models a process keeps is a setting, and what they say does not depend on it."""

from pathlib import Path

import pytest

from classifiers.model.policy import Policy
from classifiers.registry.artifact import Provenance
from classifiers.types import Comment
from worker.bootstrap import Winnow, wire
from worker.queue.embedded import EMBEDDED_BROKER
from worker.work.by_site import judge_by_site
from worker.work.pipeline import JudgePort

SITES = ("a.example", "b.example", "c.example")


def wired(folder: Path, **settings: object) -> Winnow:
    return wire(
        database_url=f"sqlite:///{folder}/here.db",
        model_dir=folder / "models",
        broker_url=EMBEDDED_BROKER,
        **settings,
    )


@pytest.mark.parametrize(("most", "expected"), [(None, 3), (2, 6), (1, 6)])
def test_as_many_models_are_kept_as_the_setting_says(tmp_path: Path, most: int | None, expected: int) -> None:
    winnow = wired(tmp_path, site_models=most)
    registry = winnow.registry
    for number, site in enumerate(SITES):
        # Models that differ in their cut-offs alone.
        version = registry.register(registry.load_base().model, Policy(0.3 + number / 10, 0.99), Provenance(site=site))
        registry.promote(version, site)
    loaded: list[str] = []
    load = winnow.champions.load

    def counting(version: str) -> JudgePort:
        loaded.append(version)
        return load(version)

    winnow.champions.load = counting
    asked = [Comment("We were there, and it rained.", owner=site) for site in (*SITES, "nobody.example")]
    first, second = (judge_by_site(winnow.judge, asked) for _ in range(2))
    assert first == second
    assert [one.model for one in first] == [registry.champion(site) for site in (*SITES, None)]
    assert len({one.model for one in first}) == 4
    assert len(loaded) == expected
    winnow.close()
