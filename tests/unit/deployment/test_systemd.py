"""The systemd units: sound to systemd, their commands Compose's, one migration for all of them."""

import os
import shlex
import subprocess
from configparser import ConfigParser
from pathlib import Path
from shutil import which

import pytest

from tests.deployment import ROOT, services
from worker.settings import PREFIX, Settings
from worker.web.server import SHUTDOWN_S

FOLDER = ROOT / "docs/systemd"
NAMES = ("beat", "migrate", "retrain", "submit", "web", "worker")
WATCHED = ("worker", "submit", "retrain", "beat")


def unit(name: str) -> ConfigParser:
    """A unit's sections; of a key that stands there twice, the last."""
    parsed = ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(FOLDER / f"winnow-{name}.service")
    return parsed


def environment(name: str) -> dict[str, str]:
    lines = (FOLDER / f"winnow-{name}.service").read_text().splitlines()
    given = [line.removeprefix("Environment=") for line in lines if line.startswith("Environment=")]
    return dict(one.split("=", 1) for one in given)


def test_there_is_a_unit_for_each_service() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == [f"winnow-{name}.service" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_systemd_finds_it_sound(name: str, tmp_path: Path) -> None:
    if which("systemd-analyze") is None:
        if os.environ.get("CI"):
            pytest.fail("systemd-analyze is not on this machine, and CI must run every test")
        pytest.skip("systemd-analyze is not on this machine")
    for program in ("winnow", "celery"):
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    for other in NAMES:
        text = (FOLDER / f"winnow-{other}.service").read_text()
        (tmp_path / f"winnow-{other}.service").write_text(text.replace("/opt/winnow/bin", str(tmp_path)))
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / f"winnow-{name}.service")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    about_ours = [line for line in done.stderr.splitlines() if "winnow" in line]
    assert (done.returncode, about_ours) == (0, [])


@pytest.mark.parametrize("name", NAMES)
def test_its_command_is_composes(name: str) -> None:
    """Those are run, each against real servers: tests/acceptance/test_containers.py."""
    service = services()[{"submit": "submit-worker", "retrain": "retrain-worker"}.get(name, name)]
    program, *words = shlex.split(unit(name)["Service"]["ExecStart"])
    assert program == f"/opt/winnow/bin/{service.get('entrypoint', ['winnow'])[0]}"
    ours = [word.replace("/var/lib/winnow/beat-schedule", "/var/lib/winnow/beat/schedule") for word in words]
    assert ours == [word for word in service["command"] if word not in ("--host", "0.0.0.0")]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "migrate"])
def test_one_migration_comes_before_all_and_no_unit_migrates_itself(name: str) -> None:
    parts = unit(name)
    assert "winnow-migrate.service" in parts["Unit"]["After"].split()
    assert parts["Unit"]["PartOf"] == "winnow-migrate.service"
    assert "ExecStartPre" not in parts["Service"]
    assert parts["Service"]["Restart"] == "always"
    assert (unit("migrate")["Service"]["Type"], unit("migrate")["Service"]["RemainAfterExit"]) == ("oneshot", "yes")


def test_each_has_settings_that_exist_and_a_heartbeat_of_its_own() -> None:
    beats = {name: environment(name)["WINNOW_HEARTBEAT_FILE"] for name in WATCHED}
    assert len(set(beats.values())) == len(WATCHED)
    for name in NAMES:
        assert {key.removeprefix(PREFIX).lower() for key in environment(name)} <= set(Settings.model_fields)


def test_they_may_end_what_is_in_hand() -> None:
    for name in ("worker", "submit", "retrain"):
        assert int(unit(name)["Service"]["TimeoutStopSec"]) > Settings().hard_time_limit_s
    assert int(unit("web")["Service"]["TimeoutStopSec"]) > SHUTDOWN_S
