"""What a new model is compared with, where the one that should serve is damaged."""

from pathlib import Path

from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from tests.plain_model import plain_model
from worker.learn.retrain import in_service

POLICY = Policy(0.2, 0.9)
SITE = "blog.example"


def test_a_sites_damaged_model_gives_way_to_its_own_before_and_then_to_the_champion_of_all(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    artifact.write(base, plain_model(0), POLICY, Provenance())
    registry = Registry(tmp_path / "models", base)

    def promoted(number: int, site: str | None) -> str:
        return registry.promote(registry.register(plain_model(number), POLICY, Provenance(site=site)), site)

    for_all, first, second = promoted(1, None), promoted(2, SITE), promoted(3, SITE)
    found = [in_service(registry, SITE).version]
    for damaged in (second, first):
        (registry.root / "versions" / damaged / artifact.MODEL_NAME).write_bytes(b"damaged")
        found.append(in_service(registry, SITE).version)
    assert found == [second, first, for_all]
