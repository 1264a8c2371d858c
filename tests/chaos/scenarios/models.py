"""T8 and T9: models that are damaged, and models that change under load."""

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path

from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.versions import Registry
from tests.chaos.scale import Scale
from tests.chaos.stage import stage
from tests.chaos.verdict import Verdict, close

# Seconds within which workers take a new champion, or refuse it.
NOTICED_S = 5.0


def damaged(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T8: the champion is damaged while workers serve, and again before they start."""
    with stage(folder, seed) as now:
        registry = Registry(folder / "models")
        sound = registry.promote(_registered(registry, 0))
        now.produce(rate=min(30, scale.rate))
        now.await_done(20)
        refusals = 0
        for at, (kind, damage) in enumerate(DAMAGE.items()):
            _name_champion(registry, sound)
            version = _registered(registry, at + 1)
            damage(registry.root / "versions" / version)
            before = now.logged("model_refused")
            now.strike(f"champion {kind}", lambda: _name_champion(registry, version))  # noqa: B023
            time.sleep(NOTICED_S)
            now.strike(f"champion {kind}, workers killed", lambda: now.crew.signal_all(signal.SIGKILL))
            now.await_done(now.count("state = 'done'") + 20)
            refusals += now.logged("model_refused") > before
        verdict = close(now, "T8", "a champion that is " + ", ".join(DAMAGE), _T8, figures={})
        served = {model for (model,) in now.ask("SELECT DISTINCT model FROM results")}
        base = artifact.read_manifest(registry.base).version
        met = served <= {sound, base} and refusals == len(DAMAGE)
        return verdict.demand(met, **{"kinds refused and logged": f"{refusals} of {len(DAMAGE)}"})


_T8 = "the old model serves, an alarm rises, nothing unscored"


def flip(folder: Path) -> None:
    """Change one bit."""
    content = bytearray((folder / artifact.MODEL_NAME).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / artifact.MODEL_NAME).write_bytes(content)


def truncate(folder: Path) -> None:
    """Cut the last bytes off."""
    content = (folder / artifact.MODEL_NAME).read_bytes()
    (folder / artifact.MODEL_NAME).write_bytes(content[:-100])


def remove(folder: Path) -> None:
    """Take the file away."""
    (folder / artifact.MODEL_NAME).unlink()


def age(folder: Path) -> None:
    """Say that a Winnow made it whose features count otherwise."""
    manifest = json.loads((folder / artifact.MANIFEST_NAME).read_text())
    (folder / artifact.MANIFEST_NAME).write_text(json.dumps({**manifest, "features": manifest["features"][1:]}))


DAMAGE: dict[str, Callable[[Path], None]] = {"corrupt": flip, "truncated": truncate, "missing": remove, "older": age}


def changing(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T9: promote and roll back while workers work, some of them being killed."""
    with stage(folder, seed, batch_size="8") as now:
        registry = Registry(folder / "models")
        versions = [_registered(registry, number) for number in range(3)]
        valid = {*versions, artifact.read_manifest(registry.base).version}
        now.produce(rate=min(40, scale.rate))
        now.await_done(20)
        for number in range(scale.kills):
            now.strike("promote", lambda: registry.promote(now.rng.choice(versions)))
            now.pause(0.5, 1.5)
            now.strike("roll back", registry.rollback)
            if number % 4 == 0:
                now.strike("SIGKILL of child", lambda: now.crew.kill_child(now.rng))
            now.pause(0.5, 1.5)
        verdict = close(
            now, "T9", "promote and roll back under load", "every result names one valid version", figures={}
        )
        served = {model for (model,) in now.ask("SELECT DISTINCT model FROM results")}
        mixed = now.ask("SELECT count(*) FROM comments c JOIN results r USING (article_id) WHERE c.model <> r.model")
        figures = {"versions that served": f"{len(served)} of {len(valid)}", "results of two versions": mixed[0][0]}
        return verdict.demand(served <= valid and mixed == [(0,)] and len(served) > 1, **figures)


def _registered(registry: Registry, number: int) -> str:
    """Register the shipped model with cut-offs of its own: another version that judges."""
    judge = registry.load_base()
    policy = Policy(judge.policy.review, min(0.999, judge.policy.spam + number / 10_000))
    return registry.register(judge.model, policy, artifact.Provenance())


def _name_champion(registry: Registry, version: str) -> None:
    """Name a champion without the checks of a promotion: the damage came afterwards."""
    names = {**registry.aliases(), "champion": version}
    artifact.replace_text(registry.root / "aliases.json", json.dumps(names))
