"""Another model takes over alike through every door: verified, and in the audit with who did it."""

import getpass
from collections.abc import Callable

import pytest

from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.artifact import Provenance
from tests.doors import NAME, Doors
from worker.client.http import ApiError
from worker.errors import UnavailableError
from worker.operations.promote import promote
from worker.store.base.audit import entries

pytestmark = pytest.mark.redis

# What promotes a version, and what goes back; each returns whether it was done.
Door = tuple[Callable[[Doors, str], bool], Callable[[Doors], bool]]


def by_client(act: Callable[[], object]) -> bool:
    try:
        act()
    except ApiError as error:
        return error.status not in (404, 409)
    return True


def client_promotes(way: Doors, version: str) -> bool:
    with way.client() as client:
        return by_client(lambda: client.promote(version))


def client_goes_back(way: Doors) -> bool:
    with way.client() as client:
        return by_client(client.roll_back)


DOORS: dict[str, Door] = {
    "cli": (
        lambda way, version: way.cli("model", "promote", version).exit_code == 0,
        lambda way: way.cli("model", "rollback").exit_code == 0,
    ),
    "api": (
        lambda way, version: way.api().post(f"/api/v1/models/{version}/promote").is_success,
        lambda way: way.api().post("/api/v1/models/rollback").is_success,
    ),
    "client": (client_promotes, client_goes_back),
    "desk": (
        lambda way, version: way.desk().send("/desk/models/promote", version=version).is_success,
        lambda way: way.desk().send("/desk/models/rollback").is_success,
    ),
}
WHO = {"api": "token:test-", "client": "token:test-", "desk": NAME}


def challenger(way: Doors) -> str:
    """Register a model that differs from the shipped one in its cut-offs alone."""
    registry = way.site.winnow.registry
    return registry.register(registry.load_base().model, Policy(0.4, 0.99), Provenance())


@pytest.mark.parametrize("door", DOORS)
def test_a_model_takes_over_and_back(opened: Callable[[], Doors], door: str) -> None:
    way, (promotes, goes_back) = opened(), DOORS[door]
    registry = way.site.winnow.registry
    base, new = registry.champion(), challenger(way)
    assert not goes_back(way)
    assert not promotes(way, "nothing")
    assert promotes(way, "challenger")
    assert registry.champion() == new
    assert goes_back(way)
    assert registry.champion() == base
    assert promotes(way, new)
    assert way.audited("model promote") == [{"before": base, "after": new}] * 2
    assert way.audited("model rollback") == [{"before": new, "after": base}]
    who = {one.actor for one in entries(way.engine, limit=1000) if one.action.startswith("model")}
    assert all(actor.startswith(WHO.get(door, f"{getpass.getuser()}@")) for actor in who)


@pytest.mark.parametrize("door", DOORS)
def test_what_is_damaged_serves_nobody(opened: Callable[[], Doors], door: str) -> None:
    way, (promotes, _) = opened(), DOORS[door]
    registry, new = way.site.winnow.registry, challenger(way)
    model = registry.root / "versions" / new / artifact.MODEL_NAME
    model.write_bytes(model.read_bytes()[:-1])
    assert not promotes(way, new)
    assert registry.champion() != new
    assert way.audited("model promote") == []


@pytest.mark.parametrize("door", DOORS)
def test_a_promotion_mends_damaged_aliases(opened: Callable[[], Doors], door: str) -> None:
    way, (promotes, _) = opened(), DOORS[door]
    registry, new = way.site.winnow.registry, challenger(way)
    (registry.root / "aliases.json").write_text("{")
    assert promotes(way, new)
    assert registry.champion() == new
    assert way.audited("model promote") == [{"before": None, "after": new}]


def test_nobody_is_promoted_whom_the_audit_can_not_note(opened: Callable[[], Doors]) -> None:
    way = opened()
    registry, new = way.site.winnow.registry, challenger(way)
    with way.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit")
    with pytest.raises(UnavailableError, match="audit"):
        promote(registry, way.engine, new, actor="ida")
    assert registry.champion() != new
