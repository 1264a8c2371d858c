import json
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from classifiers.errors import ModelIntegrityError, ModelNotFoundError
from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.aliases import CHAMPION, PREVIOUS
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from tests.plain_model import number_of, plain_model

POLICY = Policy(0.2, 0.9)


@pytest.fixture
def registry(tmp_path):
    base = tmp_path / "base"
    base.mkdir()
    artifact.write(base, plain_model(0), POLICY, Provenance())
    return Registry(tmp_path / "models", base)


def register(registry, number):
    return registry.register(plain_model(number), POLICY, Provenance())


def test_the_base_is_champion_where_nothing_is_registered(registry):
    assert registry.versions() == [registry.champion()]
    assert registry.load().version == registry.champion()


def test_promote_and_roll_back(registry):
    base, new = registry.champion(), register(registry, 1)
    assert registry.champion() == base
    assert registry.promote(new) == new
    assert number_of(registry.load().model) == 1
    assert registry.rollback() == base
    assert registry.aliases()[PREVIOUS] == new


def test_a_new_base_never_replaces_a_champion(registry):
    champion = registry.promote(register(registry, 1))
    shipped = artifact.write(registry.base, plain_model(9), POLICY, Provenance()).version
    assert registry.champion() == champion
    assert registry.welcome_base() == shipped
    assert (registry.champion(), registry.resolve("challenger")) == (champion, shipped)
    assert registry.welcome_base() is None


def test_the_same_model_is_the_same_version_and_the_same_bytes(registry):
    assert register(registry, 1) == register(registry, 1)
    assert len(registry.versions()) == 2


def test_unknown_names_are_refused(registry):
    for name in ("nothing", "challenger", "../base", ""):
        with pytest.raises(ModelNotFoundError):
            registry.load(name)


def damage_flip(folder):
    path = folder / artifact.MODEL_NAME
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def damage_truncate(folder):
    path = folder / artifact.MODEL_NAME
    path.write_bytes(path.read_bytes()[:-7])


def damage_another_model(folder):
    artifact.write_arrays(folder / artifact.MODEL_NAME, {"evil": 1.0})


def damage_missing(folder):
    (folder / artifact.MODEL_NAME).unlink()


def damage_features(folder):
    path = folder / artifact.MANIFEST_NAME
    values = json.loads(path.read_text())
    values["features"] = values["features"][1:]  # of a Winnow that knew one less
    path.write_text(json.dumps(values))


def damage_manifest(folder):
    (folder / artifact.MANIFEST_NAME).write_text('{"version": ')


@pytest.mark.parametrize(
    "damage",
    [
        damage_flip,
        damage_truncate,
        damage_another_model,
        damage_missing,
        damage_features,
        damage_manifest,
    ],
)
def test_a_damaged_model_is_refused_before_it_is_opened(registry, damage, monkeypatch):
    version = register(registry, 1)
    damage(registry.root / "versions" / version)
    monkeypatch.setattr(artifact, "read_arrays", lambda *_, **__: pytest.fail("it was opened"))
    for use in (registry.load, registry.verify, registry.promote):
        with pytest.raises(ModelIntegrityError):
            use(version)
    assert registry.champion() != version


def test_a_model_of_another_scikit_learn_serves(registry):
    version = register(registry, 1)
    path = registry.root / "versions" / version / artifact.MANIFEST_NAME
    path.write_text(
        json.dumps(json.loads(path.read_text()) | {"scikit_learn": "0.1.2", "numpy": "0.9", "python": "2.7"})
    )
    assert registry.promote(version) == registry.load().version == version


def test_the_model_before_it_or_the_shipped_one_is_the_spare_of_a_damaged_champion(registry):
    base, first, second = registry.champion(), register(registry, 1), register(registry, 2)
    assert registry.load_spare().version == base
    registry.promote(first)
    registry.promote(second)
    assert registry.load_spare().version == first
    damage_flip(registry.root / "versions" / first)
    assert registry.load_spare().version == base


def _promote_until_killed(root, base, versions):
    registry = Registry(root, base)
    while True:
        for version in versions:
            registry.promote(version)
            register(registry, int.from_bytes(os.urandom(1)) + 10)


def test_sigkill_at_any_time_leaves_a_whole_champion(registry):
    versions = [register(registry, 1), register(registry, 2)]
    context = multiprocessing.get_context("spawn")
    for delay in (1.0, 1.37, 1.61):
        pair = [
            context.Process(target=_promote_until_killed, args=(registry.root, registry.base, versions))
            for _ in range(2)
        ]
        for process in pair:
            process.start()
        time.sleep(delay)
        for process in pair:
            os.kill(process.pid, signal.SIGKILL)
            process.join()
        assert registry.champion() in {*versions, artifact.read_manifest(registry.base).version}
        assert number_of(registry.load(CHAMPION).model) in {0, 1, 2}
        assert register(registry, 3) in registry.versions()


@pytest.mark.parametrize("step", ["replace", "fsync", "rename"])
def test_a_crash_before_any_step_leaves_the_old_champion(registry, monkeypatch, step):
    old, new = registry.champion(), register(registry, 1)
    owner, name = {"replace": (Path, "replace"), "fsync": (os, "fsync"), "rename": (Path, "rename")}[step]

    def crash(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, crash)
        with pytest.raises(KeyboardInterrupt):
            registry.promote(new)
    assert registry.load().version == old
    assert registry.promote(new) == registry.champion() == new


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '"champion"', "\x00\x00"])
def test_a_damaged_alias_file_is_said_and_mended_by_a_promotion(registry, damage):
    version = registry.promote(register(registry, 1))
    (registry.root / "aliases.json").write_text(damage)
    with pytest.raises(ModelIntegrityError, match="winnow model promote"):
        registry.champion()
    assert registry.promote(version) == registry.champion() == version


def _promote(root, base, version):
    Registry(root, base).promote(version)


def test_promotions_at_the_same_time_leave_one_champion_and_its_predecessor(registry):
    versions = [register(registry, number) for number in (1, 2, 3, 4)]
    context = multiprocessing.get_context("spawn")
    together = [context.Process(target=_promote, args=(registry.root, registry.base, version)) for version in versions]
    for process in together:
        process.start()
    for process in together:
        process.join()
        assert process.exitcode == 0
    aliases = registry.aliases()
    assert aliases[CHAMPION] != aliases[PREVIOUS]
    assert {aliases[CHAMPION], aliases[PREVIOUS]} <= set(versions)
    assert registry.load().version == aliases[CHAMPION]


def test_a_file_that_takes_the_models_name_after_it_was_verified_is_not_opened(registry, monkeypatch):
    version = register(registry, 1)
    path = registry.root / "versions" / version / artifact.MODEL_NAME
    read = artifact.read_arrays

    def swap(file):
        path.rename(path.with_suffix(".old"))
        path.write_bytes(b"not a model")
        return read(file)

    monkeypatch.setattr(artifact, "read_arrays", swap)
    assert number_of(registry.load(version).model) == 1


def test_a_report_that_is_a_link_is_none(registry, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the password")
    version = registry.register(plain_model(1), POLICY, Provenance(), lambda _: {"report.html": "<p>Well.</p>"})
    assert registry.read_report(version) == "<p>Well.</p>"
    path = registry.report(version)
    path.unlink()
    path.symlink_to(secret)
    for read in (registry.report, registry.read_report):
        with pytest.raises(ModelNotFoundError, match="winnow retrain"):
            read(version)
    folder = registry.root / "versions" / "linked"
    folder.symlink_to(tmp_path)
    (tmp_path / "report.html").write_text("the password")
    with pytest.raises(ModelNotFoundError):
        registry.read_report("linked")
