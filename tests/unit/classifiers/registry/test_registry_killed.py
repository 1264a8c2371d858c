"""SIGKILL before every single step of a change leaves the old or the new champion, whole."""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import REPORT_NAME, Registry
from tests.plain_model import number_of, plain_model

POLICY = Policy(0.2, 0.9)
# What changes a disk; Python says each of these before it does it.
STEPS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "shutil.copyfile", "shutil.rmtree"}
LONGER_THAN_ANY = 400


def killed_before(step: int, root: Path, work: Callable[[], object]) -> bool:
    """Do ``work`` in a child that is killed before its ``step``-th change of a file; tell whether it got so far."""
    child = os.fork()
    if child == 0:
        seen = count(1)

        def die(event: str, arguments: tuple[object, ...]) -> None:
            if event in STEPS and str(root) in str(arguments[0]) and next(seen) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        fsync = os.fsync
        os.fsync = lambda handle: (die("open", (root,)), fsync(handle))[1]  # type: ignore[assignment]
        sys.addaudithook(die)
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    base = tmp_path / "base"
    base.mkdir()
    artifact.write(base, plain_model(0), POLICY, Provenance())
    return Registry(tmp_path / "models", base)


def register(registry: Registry, number: int) -> str:
    return registry.register(plain_model(number), POLICY, Provenance(), lambda _: {REPORT_NAME: "<p>A report.</p>"})


def walk(registry: Registry, work: Callable[[], object], check: Callable[[], None]) -> int:
    """Kill ``work`` before its first step, its second, and so on; return how many steps it has."""
    for step in range(1, LONGER_THAN_ANY):
        killed = killed_before(step, registry.root, work)
        check()
        if not killed:
            return step - 1
    raise AssertionError("it never ended")


def test_a_promotion(registry: Registry) -> None:
    first, second = registry.promote(register(registry, 1)), register(registry, 2)

    def check() -> None:
        assert registry.champion() in (first, second)
        assert registry.load().version == registry.champion()
        registry.promote(first)

    assert walk(registry, lambda: registry.promote(second), check) > 5


def test_a_first_promotion_which_adopts_the_shipped_model(registry: Registry) -> None:
    base, first = registry.champion(), register(registry, 1)

    def check() -> None:
        assert registry.champion() in (base, first)
        assert registry.load().version == registry.champion()
        registry.aliases()

    assert walk(registry, lambda: registry.promote(first), check) > 10
    assert registry.rollback() == base
    assert number_of(registry.load().model) == 0


def test_a_registration(registry: Registry) -> None:
    champion = registry.promote(register(registry, 1))

    def check() -> None:
        assert registry.champion() == champion
        for version in registry.versions():
            assert registry.verify(version).version == version

    assert walk(registry, lambda: register(registry, 2), check) > 10
    assert registry.promote("challenger") == register(registry, 2)
    assert registry.report("champion").read_text() == "<p>A report.</p>"
    leftovers = [path.name for path in registry.root.rglob("*") if path.name.startswith(".") and path.name != ".lock"]
    assert leftovers == []


def test_the_welcome_of_a_new_base(registry: Registry) -> None:
    champion = registry.promote(register(registry, 1))
    shipped = artifact.write(registry.base, plain_model(9), POLICY, Provenance()).version

    def check() -> None:
        assert registry.champion() == champion
        assert registry.load().version == champion

    walk(registry, registry.welcome_base, check)
    assert shipped in registry.versions()
