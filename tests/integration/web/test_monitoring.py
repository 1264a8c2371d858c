"""The dashboard and the alert rules ask for what /metrics exports, and promtool finds them sound."""

import json
import re
import subprocess
from pathlib import Path
from shutil import which

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.web import Site

FOLDER = Path(__file__).parents[3] / "monitoring"


@pytest.fixture(scope="module")
def exported(web: Site) -> set[str]:
    httpx.get(f"{web.url}/healthz")  # so that there is a request to count
    families = text_string_to_metric_families(httpx.get(f"{web.url}/metrics", timeout=120).text)
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


@pytest.mark.parametrize(
    "check", ["check rules alerts.yml", "check config prometheus.yml", "test rules alerts_test.yml"]
)
def test_promtool_finds_the_rules_sound(check: str) -> None:
    if which("promtool") is None:
        pytest.skip("promtool (Debian's prometheus) is not on this machine")
    done = subprocess.run(["promtool", *check.split()], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
