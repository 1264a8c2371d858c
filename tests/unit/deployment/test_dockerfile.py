"""The Dockerfile builds from pinned parts, runs without root and carries no secret."""

import re

from tests.clean_room.dockerfile import ROOT, instructions
from tests.deployment import entrypoint, image_environment


def arguments(name: str) -> list[str]:
    return [argument for instruction, argument in instructions() if instruction == name]


def test_base_images_are_pinned_by_a_full_version() -> None:
    bases = [argument.split()[0] for argument in arguments("FROM")]
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm(@sha256:[0-9a-f]{64})?", bases[0])


def test_python_is_no_older_than_the_first_without_known_holes() -> None:
    assert int(arguments("FROM")[0].split("-")[0].rpartition(".")[2]) >= 16


def test_tools_to_install_with_do_not_stay() -> None:
    """That none is left is shown by `make clean-room`, which does these steps."""
    venv, *_, base = arguments("RUN")
    assert venv == "python -m venv --without-pip /opt/winnow"
    assert base.startswith("python -m pip uninstall --yes ")


def test_it_runs_as_an_account_by_number_that_is_not_root() -> None:
    assert arguments("USER") == ["10001:10001"]
    assert instructions()[-3][0] == "USER"


def test_dependencies_are_installed_from_the_lock_by_their_hashes() -> None:
    for lock in ("requirements.lock", "requirements-build.lock"):
        assert any(f"install --require-hashes -r {lock}" in argument for argument in arguments("RUN"))
    assert any("install --no-deps --no-index /dist/" in argument for argument in arguments("RUN"))


def test_nothing_is_fetched_by_address() -> None:
    assert not arguments("ADD")
    assert not re.search(r"https?://|curl|wget", (ROOT / "Dockerfile").read_text())


def test_no_secret_is_baked_in() -> None:
    assert not arguments("ARG")
    assert not [name for name in image_environment() if re.search("PASS|SECRET|TOKEN|KEY|URL", name)]


def test_only_what_is_named_reaches_the_builder() -> None:
    rules = (ROOT / ".dockerignore").read_text().split("\n")
    assert rules[1] == "*"
    wanted = {rule[1:] for rule in rules if rule.startswith("!")}
    copied = {word for argument in arguments("COPY") if "--from" not in argument for word in argument.split()[:-1]}
    assert wanted == copied


def test_the_command_is_winnow() -> None:
    assert entrypoint() == ["winnow"]
    assert image_environment()["OMP_NUM_THREADS"] == image_environment()["OPENBLAS_NUM_THREADS"] == "1"
