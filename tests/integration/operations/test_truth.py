"""What the filter says of its own mistakes, through each door; who looks; and what is published, signed."""

import json
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from shutil import which

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from classifiers.model.policy import SHIPPED_TARGET, Target
from classifiers.registry.artifact import Provenance, read_manifest
from classifiers.types import Verdict
from tests.doors import Doors
from tests.factories import judged, new_article, processed
from tests.plain_model import plain_model
from worker.domain import Measure, Slice
from worker.operations.truth import target_of
from worker.store.access.tokens import Scope
from worker.store.base.audit import entries
from worker.store.base.transactions import writing
from worker.store.figures.slice_holds import held_slices, hold
from worker.store.figures.slice_weeks import settle_weeks
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results

ORCHARD = Slice("orchard.example", "de")


def store_a_week(way: Doors) -> None:
    engine = way.engine
    [stored] = Inbox(engine).submit([new_article()])
    claim = Inbox(engine).claim([stored.id], lease_s=600)
    verdicts = [(Verdict.ALLOW, 0.02)] * 60 + [(Verdict.SPAM, 0.998)] * 40
    comments = [judged(f"Comment {at}.", verdict=one, probability=p) for at, (one, p) in enumerate(verdicts)]
    assert Results(engine).commit(claim.token, [processed(stored.id, *comments)]) == 1
    assert settle_weeks(engine, SHIPPED_TARGET) == 1
    with writing(engine) as connection:
        hold(connection, ORCHARD, date(2026, 11, 23), Measure.HAM_LOST)


def test_each_door_tells_the_same(opened: Callable[[], Doors]) -> None:
    way = opened()
    store_a_week(way)

    said = json.loads(way.cli("truth", "show", "--json").stdout)
    command = json.loads(way.cli("status", "--json").stdout)
    answer = way.api(Scope.MODERATE).get("/api/v1/status").json()
    metrics = way.api(Scope.METRICS).get("/metrics").text
    page = way.desk().get("/desk/truth").text

    [week] = said["weeks"]
    assert (week["site"], week["comments"]) == ("default", 100)
    assert [command["estimates"], answer["estimates"]] == [[week]] * 2
    [held] = said["slices_held"]
    assert command["slices_held"] == [held]
    [over_http] = answer["slices_held"]
    assert datetime.fromisoformat(over_http.pop("held_at")) == datetime.fromisoformat(held.pop("held_at"))
    assert over_http == held
    assert said["target"] == {"ham_lost": SHIPPED_TARGET.hm, "spam_passed": SHIPPED_TARGET.sm}
    assert said["site_targets"] == {}
    high = week["spam_passed"]["high"]
    assert f'winnow_spam_passed{{end="high",language="{week["language"]}",site="default"}} {high}' in metrics
    assert 'winnow_slices_held{measure="ham-lost"} 1.0' in metrics
    assert f"to {high:.2%}".replace("%", "") in page.replace("\u202f", "").replace("\xa0", "")
    assert 'href="/desk/search?reason=slice-held&amp;site=orchard.example"' in page
    plain = way.cli("truth", "show").stdout
    assert "orchard.example de is held: ham-lost of the week of 2026-11-23 left its target" in plain
    assert "default" in way.cli("status").stdout


@pytest.mark.parametrize("door", ["command", "desk"])
def test_who_looks_releases_it_and_is_noted(opened: Callable[[], Doors], door: str) -> None:
    way = opened()
    store_a_week(way)

    if door == "command":
        way.cli("truth", "release", "orchard.example", "de")
    else:
        done = way.desk().send("/desk/truth/release", site="orchard.example", language="de").text
        assert "Released: orchard.example de." in done

    assert held_slices(way.engine) == frozenset()
    noted = entries(way.engine, limit=1)[0]
    assert (noted.action, dict(noted.details)) == ("slice release", {"site": "orchard.example", "language": "de"})
    assert noted.actor != "winnow"


def test_a_slice_that_is_not_held_is_named(opened: Callable[[], Doors]) -> None:
    refused = opened().cli("truth", "release", "orchard.example", "de")

    assert refused.exit_code != 0
    assert "orchard.example de is not held" in refused.output


def test_what_is_published_is_signed(opened: Callable[[], Doors], tmp_path: Path) -> None:
    way = opened()
    store_a_week(way)
    key, told = Ed25519PrivateKey.generate(), tmp_path / "truth.json"
    pem, public = tmp_path / "key.pem", tmp_path / "key.pub"
    pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    refused = way.cli("truth", "publish", str(told))
    assert "WINNOW_MODEL_SIGNING_KEY" in refused.output
    assert not told.exists()

    way.environment["WINNOW_MODEL_SIGNING_KEY"] = str(pem)
    way.cli("truth", "publish", str(told))

    signature = told.with_name("truth.json.sig").read_bytes()
    key.public_key().verify(signature, told.read_bytes())
    assert json.loads(told.read_bytes())["weeks"][0]["comments"] == 100
    with pytest.raises(InvalidSignature):
        key.public_key().verify(signature, told.read_bytes().replace(b"100", b"101"))
    if which("openssl"):
        checked = ("-rawin", "-in", str(told), "-sigfile", f"{told}.sig")
        subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(public), *checked], check=True)


def test_a_worker_that_keeps_house_tells_it(opened: Callable[[], Doors]) -> None:
    way = opened()
    store_a_week(way)
    with writing(way.engine) as connection:
        connection.exec_driver_sql("DELETE FROM slice_weeks")

    way.site.winnow.service.retain()

    assert len(json.loads(way.cli("truth", "show", "--json").stdout)["weeks"]) == 1


def test_a_site_with_a_target_of_its_own_is_told_with_that_at_every_door(opened: Callable[[], Doors]) -> None:
    way = opened()
    store_a_week(way)
    registry = way.site.winnow.registry
    for number, site in enumerate(("default", "elsewhere.example")):
        asked = Provenance(site=site, settings={"target": {"hm": 0.0123, "sm": 0.2}})
        registry.promote(registry.register(plain_model(number), registry.load_base().policy, asked), site)

    assert json.loads(way.cli("truth", "show", "--json").stdout)["site_targets"] == {
        "default": {"ham_lost": 0.0123, "spam_passed": 0.2}
    }
    page = way.desk().get("/desk/truth").text
    assert "<bdi>default</bdi>: Target: ham lost 1.23%, spam passed 20.00%." in page
    assert "elsewhere.example" not in page


def test_the_target_is_the_models_own(opened: Callable[[], Doors]) -> None:
    manifest = read_manifest(opened().site.winnow.registry.base)

    assert target_of(manifest) == Target(**manifest.settings["target"])
    assert target_of(None) == SHIPPED_TARGET
