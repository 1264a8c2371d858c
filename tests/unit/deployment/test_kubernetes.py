"""deploy/kubernetes keeps the published schemas, renders with kubectl, and asks for what Winnow is."""

import os
import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import kubernetes_validate
import pytest
import yaml
from typer.main import get_command

from tests.clean_room.dockerfile import ROOT
from tests.deployment import services, version
from worker.cli import app
from worker.settings import PREFIX, Settings
from worker.web.server import SHUTDOWN_S

BASE = ROOT / "deploy/kubernetes"
KUSTOMIZATION = yaml.safe_load((BASE / "kustomization.yaml").read_text())
MANIFESTS: list[dict[str, Any]] = [
    manifest for name in KUSTOMIZATION["resources"] for manifest in yaml.safe_load_all((BASE / name).read_text())
]
WORKLOADS = {one["metadata"]["name"]: one for one in MANIFESTS if "template" in one.get("spec", {})}
WORKERS = ("winnow-worker", "winnow-submit", "winnow-retrain")


def pod(name: str) -> dict[str, Any]:
    found: dict[str, Any] = WORKLOADS[name]["spec"]["template"]["spec"]
    return found


def container(name: str) -> dict[str, Any]:
    [found] = pod(name)["containers"]
    return dict(found)


def name_of(manifest: dict[str, Any]) -> str:
    return f"{manifest['kind']} {manifest['metadata']['name']}"


def test_these_are_there() -> None:
    assert sorted(map(name_of, MANIFESTS)) == [
        "Deployment winnow-retrain",
        "Deployment winnow-submit",
        "Deployment winnow-web",
        "Deployment winnow-worker",
        "Job winnow-migrate",
        "PersistentVolumeClaim winnow-models",
        "PodDisruptionBudget winnow-submit",
        "PodDisruptionBudget winnow-web",
        "PodDisruptionBudget winnow-worker",
        "Service winnow-web",
        "ServiceAccount winnow",
        "StatefulSet winnow-beat",
    ]
    assert sorted(path.name for path in BASE.iterdir()) == sorted([*KUSTOMIZATION["resources"], "kustomization.yaml"])


@pytest.mark.parametrize("manifest", MANIFESTS, ids=name_of)
# The oldest that is looked after and the newest that there are schemas for.
@pytest.mark.parametrize("release", ["1.33", kubernetes_validate.latest_version()])
def test_it_keeps_the_published_schema(manifest: dict[str, Any], release: str) -> None:
    kubernetes_validate.validate(manifest, release, strict=True)


def test_a_wrong_manifest_would_be_noticed() -> None:
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**MANIFESTS[0], "automountServiceAcountToken": False}, "1.33", strict=True)


def test_kubectl_renders_the_same(tmp_path: Path) -> None:
    if which("kubectl") is None:
        if os.environ.get("CI"):
            pytest.fail("kubectl (Debian's kubernetes-client) is not on this machine, and CI must run every test")
        pytest.skip("kubectl (Debian's kubernetes-client) is not on this machine")
    done = subprocess.run(["kubectl", "kustomize", str(BASE)], capture_output=True, text=True, cwd=tmp_path, check=True)
    rendered = {name_of(one): one for one in yaml.safe_load_all(done.stdout)}
    assert rendered == {name_of(one): one for one in MANIFESTS}


@pytest.mark.parametrize("name", WORKLOADS)
def test_every_pod_is_locked_down(name: str) -> None:
    spec = pod(name)
    assert spec["enableServiceLinks"] is False
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert (spec["securityContext"]["runAsUser"], spec["securityContext"]["runAsGroup"]) == (10001, 10001)
    for one in [*spec["containers"], *spec.get("initContainers", [])]:
        assert one["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert one["image"] == f"winnow:{version()}"
        assert one["resources"]["limits"]["memory"]
        assert one["resources"]["requests"].keys() == {"cpu", "memory"}
        assert one["envFrom"] == [{"secretRef": {"name": "winnow"}}]


@pytest.mark.parametrize("name", WORKLOADS)
def test_every_pod_is_the_one_that_its_owner_looks_for(name: str) -> None:
    spec = WORKLOADS[name]["spec"]
    labels = spec["template"]["metadata"]["labels"]
    assert labels == WORKLOADS[name]["metadata"]["labels"]
    assert WORKLOADS[name]["kind"] == "Job" or spec["selector"]["matchLabels"] == labels


@pytest.mark.parametrize("name", WORKLOADS)
def test_every_command_is_compose_s(name: str) -> None:
    """Those are run, each against real servers: tests/acceptance/test_containers.py."""
    compose = {"winnow-submit": "submit-worker", "winnow-retrain": "retrain-worker"}
    service = services()[compose.get(name, name.removeprefix("winnow-"))]
    given = container(name)
    assert given.get("command", ["winnow"]) == service.get("entrypoint", ["winnow"])
    several = ["--concurrency", "2"] * (name == "winnow-worker")  # one a core would be one a core of the whole node
    assert given["args"] == [*service["command"], *several]
    assert given.get("command") or given["args"][0] in get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [name for name in WORKLOADS if name != "winnow-migrate"])
def test_what_needs_the_schema_waits_for_the_one_migration(name: str) -> None:
    [init] = pod(name)["initContainers"]
    assert init["args"] == ["db", "check"]


@pytest.mark.parametrize("name", WORKERS)
def test_workers_may_finish_the_batch_in_hand_and_are_watched(name: str) -> None:
    assert pod(name)["terminationGracePeriodSeconds"] > Settings().hard_time_limit_s
    assert container(name)["livenessProbe"]["exec"]["command"] == ["winnow", "health", "live"]
    assert container(name)["startupProbe"]["exec"]["command"] == ["winnow", "health", "live"]
    mounts = {mount["mountPath"] for mount in container(name)["volumeMounts"]}
    assert mounts == {"/tmp", "/var/lib/winnow/models"}


def test_the_web_service_is_asked_where_it_listens() -> None:
    web = container("winnow-web")
    [service] = [one for one in MANIFESTS if one["kind"] == "Service"]
    assert web["ports"] == [{"name": "http", "containerPort": Settings().web_port}]
    assert service["spec"]["ports"] == [{"name": "http", "port": Settings().web_port, "targetPort": "http"}]
    assert service["spec"]["selector"] == WORKLOADS["winnow-web"]["spec"]["selector"]["matchLabels"]
    assert {web[probe]["httpGet"]["path"] for probe in web if probe.endswith("Probe")} == {"/healthz"}
    assert pod("winnow-web")["terminationGracePeriodSeconds"] > SHUTDOWN_S


def test_a_drained_node_takes_one_at_a_time() -> None:
    budgets = [one["spec"] for one in MANIFESTS if one["kind"] == "PodDisruptionBudget"]
    assert all(budget["maxUnavailable"] == 1 for budget in budgets)
    watched = [WORKLOADS[name]["spec"]["selector"] for name in ("winnow-worker", "winnow-web", "winnow-submit")]
    assert [budget["selector"] for budget in budgets] == watched


def test_beat_is_one_and_remembers() -> None:
    spec = WORKLOADS["winnow-beat"]["spec"]
    assert (WORKLOADS["winnow-beat"]["kind"], spec["replicas"]) == ("StatefulSet", 1)
    [claim] = spec["volumeClaimTemplates"]
    mounts = {mount["name"]: mount["mountPath"] for mount in container("winnow-beat")["volumeMounts"]}
    schedule = container("winnow-beat")["args"][container("winnow-beat")["args"].index("--schedule") + 1]
    assert schedule.startswith(mounts[claim["metadata"]["name"]] + "/")


def test_the_docs_make_the_secret_that_is_asked_for() -> None:
    text = (ROOT / "docs/deployment.md").read_text()
    made = re.findall(r"--from-literal=(\w+)=", text)
    assert "kubectl create secret generic winnow " in text
    assert {name.removeprefix(PREFIX).lower() for name in made} == {"database_url", "broker_url"}
    assert {"database_url", "broker_url"} <= Settings.model_fields.keys()
