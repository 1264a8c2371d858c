"""The dashboard and the alert rules ask for what /metrics exports, and promtool finds them sound."""

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from shutil import which

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.process import running
from tests.servers import free_port
from tests.web import Site
from worker.store.access.tokens import Scope, Tokens

FOLDER = Path(__file__).parents[3] / "monitoring"


@pytest.fixture(scope="module")
def exported(web: Site) -> set[str]:
    httpx.get(f"{web.url}/healthz")  # so that there is a request to count
    families = text_string_to_metric_families(web.client(Scope.METRICS).get("/metrics").text)
    # A family without a sample, as that of the comments, has a name all the same.
    return {name for family in families for name in (family.name, *(sample.name for sample in family.samples))}


def names_in(expression: str) -> set[str]:
    return set(re.findall(r"\bwinnow_\w+", expression))


def test_the_dashboard_asks_for_what_is_exported(exported: set[str]) -> None:
    board = json.loads((FOLDER / "grafana-dashboard.json").read_text())
    asked = {name for panel in board["panels"] for target in panel["targets"] for name in names_in(target["expr"])}
    assert len(asked) > 10
    assert asked <= exported


def test_the_alerts_ask_for_what_is_exported(exported: set[str]) -> None:
    [group] = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
    assert {name for rule in group["rules"] for name in names_in(rule["expr"])} <= exported
    assert all(rule["labels"]["severity"] and rule["annotations"]["summary"] for rule in group["rules"])


@pytest.fixture
def prometheus_folder(tmp_path: Path) -> Path:
    """What an operator has: the shipped files, and a token beside them."""
    if which("promtool") is None:
        pytest.skip("promtool (Debian's prometheus) is not on this machine")
    copy = tmp_path / "monitoring"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("winnow.token"))
    (copy / "winnow.token").write_text("winnow_none\n")
    return copy


@pytest.mark.parametrize(
    "check", ["check rules alerts.yml", "check config prometheus.yml", "test rules alerts_test.yml"]
)
def test_promtool_finds_the_rules_sound(check: str, prometheus_folder: Path) -> None:
    command = ["promtool", *check.split()]
    done = subprocess.run(command, cwd=prometheus_folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_real_prometheus_reads_it_with_the_shipped_configuration(web: Site, prometheus_folder: Path) -> None:
    secret = Tokens(web.winnow.engine).add("prometheus", frozenset({Scope.METRICS}), actor="test")
    (prometheus_folder / "winnow.token").write_text(secret + "\n")
    shipped = (prometheus_folder / "prometheus.yml").read_text()
    assert "127.0.0.1:8377" in shipped
    ours = shipped.replace("127.0.0.1:8377", web.url.removeprefix("http://")).replace("15s", "1s")
    (prometheus_folder / "prometheus.yml").write_text(ours)
    port = free_port()
    command = ["prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data"]
    command.append(f"--web.listen-address=127.0.0.1:{port}")
    with running(command, dict(os.environ), prometheus_folder / "log"):
        deadline = time.monotonic() + 300
        while (seen := _asked(port, 'winnow_articles{state="done"}')) is None:
            assert time.monotonic() < deadline, (prometheus_folder / "log").read_text()
            time.sleep(0.2)
        assert float(seen) >= 0
        assert _asked(port, "up") == "1"


def _asked(port: int, query: str) -> str | None:
    """Return the one value that a query has now, if it has one."""
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/api/v1/query", params={"query": query}, timeout=60).json()
        [found] = answer["data"]["result"]
    except (httpx.TransportError, KeyError, ValueError):
        return None
    return str(found["value"][1])
