"""`make images`: every image by its digest, or nothing is changed. A program in docker's place is the registry."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deployment import ROOT, services

DIGEST = "sha256:" + "5e" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("docker-compose.yml", "Dockerfile"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def pin(folder: Path, docker: str) -> subprocess.CompletedProcess[str]:
    stand_in = folder / "docker"
    stand_in.write_text(f"#!/bin/sh\n{docker}\n")
    stand_in.chmod(0o755)
    return subprocess.run(
        ["/bin/sh", ROOT / "scripts/pin-images.sh", folder],
        env={"PATH": f"{folder}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_image_but_ours_gets_its_digest_however_often(folder: Path) -> None:
    for digest in (DIGEST, DIGEST.replace("5e", "7f")):
        assert pin(folder, f"echo {digest}").returncode == 0
        text = (folder / "docker-compose.yml").read_text()
        images = {service["image"].partition("@")[0] for service in services().values()}
        assert all(f"image: {image}@{digest}\n" in text for image in images if not image.startswith("winnow:"))
        assert f"@{digest} AS build" in (folder / "Dockerfile").read_text()
        assert "image: winnow:0.1.0\n" in text


@pytest.mark.parametrize("docker", ["echo no route to host >&2; exit 1", "echo something else"])
def test_without_a_registry_nothing_is_changed(folder: Path, docker: str) -> None:
    done = pin(folder, docker)
    assert done.returncode == 1
    assert "digest" in done.stderr
    assert (folder / "docker-compose.yml").read_text() == (ROOT / "docker-compose.yml").read_text()
