"""Models over HTTP: promoted and rolled back by an admin, in the audit, and refused in words where it can't be done."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.artifact import Provenance
from tests.web import Site, site, winnow_of
from worker.client.http import ApiError, Client
from worker.store.access.tokens import Scope
from worker.store.base.audit import entries


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Site]:
    with site(winnow_of(tmp_path)) as running:
        yield running


@pytest.fixture
def challenger(web: Site) -> str:
    """A model that differs from the shipped one in its cut-offs alone."""
    registry = web.winnow.registry
    return registry.register(registry.load_base().model, Policy(0.4, 0.99), Provenance())


def test_an_admin_promotes_and_rolls_back(web: Site, challenger: str) -> None:
    base = web.winnow.registry.champion()
    with Client(web.url, web.token(Scope.ADMIN)) as client:
        promoted = client.promote()
        assert (promoted.version, promoted.aliases) == (challenger, ["champion"])
        assert client.classify([{"text": "Lovely pears."}]).comments[0].model == challenger
        assert client.roll_back().version == base == client.model().version
        assert client.promote(challenger).version == challenger
    told = [(one.action, dict(one.details)) for one in entries(web.winnow.engine) if one.action.startswith("model")]
    assert told == [
        ("model promote", {"before": base, "after": challenger}),
        ("model rollback", {"before": challenger, "after": base}),
        ("model promote", {"before": base, "after": challenger}),
    ]


def test_what_can_not_be_done_is_said(web: Site, challenger: str) -> None:
    model = web.winnow.registry.root / "versions" / challenger / artifact.MODEL_NAME
    model.write_bytes(model.read_bytes()[:-1])
    with Client(web.url, web.token(Scope.ADMIN)) as client:
        for act, status in (
            (client.roll_back, 409),
            (lambda: client.promote("nothing"), 404),
            (lambda: client.promote(challenger), 409),
        ):
            with pytest.raises(ApiError) as refused:
                act()
            assert refused.value.status == status
        assert client.model().version != challenger


@pytest.mark.parametrize("path", ["models/challenger/promote", "models/rollback"])
def test_only_an_admin_changes_what_serves(web: Site, challenger: str, path: str) -> None:
    assert web.client(Scope.MODERATE).post(f"/api/v1/{path}").status_code == 403
    assert web.client().post(f"/api/v1/{path}").status_code == 401
    assert web.winnow.registry.champion() != challenger
