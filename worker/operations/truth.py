"""What the filter says of its own mistakes: told, published with a signature, and acted on until somebody looks."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from classifiers.errors import ClassifierError
from classifiers.model.policy import SHIPPED_TARGET, Target, read_target
from classifiers.registry.artifact import Manifest
from classifiers.registry.site_targets import targets_of_sites
from classifiers.registry.versions import Registry
from worker.domain import Slice
from worker.errors import MisconfiguredError
from worker.operations.resources import HeldSlice, ReasonResource, SliceWeekResource, TargetShares, Truth
from worker.operations.status import champion_of, held_counts_of
from worker.store.figures import slice_holds
from worker.store.figures.slice_weeks import newest_weeks, settle_weeks
from worker.store.moderation.reason_doubts import precisions

# Weeks of slices that are told at once.
_MOST: Final = 500
# What the name of a signature's file ends with.
SIGNATURE: Final = ".sig"


def settle(engine: Engine, registry: Registry) -> int:
    """Tell the newest weeks anew where that is due, and hold what left its target; return how many slices."""
    return settle_weeks(engine, target_of(champion_of(registry)), own=lambda: targets_of_sites(registry))


def target_of(champion: Manifest | None) -> Target:
    """Return what a model's cut-offs were chosen for; what is not known of that is as shipped."""
    return (read_target(champion.settings) if champion else None) or SHIPPED_TARGET


def truth(engine: Engine, registry: Registry) -> Truth:
    """Return all that is known of the filter's mistakes, of the sites that the engine sees."""
    champion, told = champion_of(registry), weeks(engine)
    return Truth(
        made_at=datetime.now(UTC),
        model=champion.version if champion else None,
        target=_shares(target_of(champion)),
        site_targets=site_targets(registry, told),
        weeks=told,
        slices_held=held(engine),
        reasons=[ReasonResource.model_validate(one) for one in precisions(engine)],
        labels_held={why.value: many for why, many in held_counts_of(engine).labels.items()},
    )


def site_targets(registry: Registry, told: Iterable[SliceWeekResource]) -> dict[str, TargetShares]:
    """Return the targets that sites told of have of their own, by site."""
    known = {one.site for one in told}
    return {site: _shares(target) for site, target in targets_of_sites(registry).items() if site in known}


def _shares(target: Target) -> TargetShares:
    return TargetShares(ham_lost=target.hm, spam_passed=target.sm)


def weeks(engine: Engine, limit: int = _MOST) -> list[SliceWeekResource]:
    """Return the newest weeks of slices."""
    return [SliceWeekResource.model_validate(one) for one in newest_weeks(engine, limit)]


def held(engine: Engine) -> list[HeldSlice]:
    """Return the slices that are held."""
    return [HeldSlice.model_validate(one) for one in slice_holds.list_holds(engine)]


def release(engine: Engine, site: str, language: str, *, by: str) -> None:
    """Let a slice's spam be spam again, since somebody has looked; raises NotFoundError where it is not held."""
    slice_holds.release(engine, Slice(site, language), by=by)


def publish(engine: Engine, registry: Registry, path: Path, signing_key: Path | None) -> None:
    """Write the truth as JSON, and its Ed25519 signature (64 bytes) to a file of the same name with ``.sig``.

    Raises MisconfiguredError where there is no key, or a file can't be written.
    """
    from classifiers.registry.signature import read_signing_key  # noqa: PLC0415  - 8 MB that only signing needs

    if signing_key is None:
        raise MisconfiguredError("there is no key to sign with; set WINNOW_MODEL_SIGNING_KEY to its PEM file")
    try:
        key = read_signing_key(signing_key)
    except ClassifierError as error:
        raise MisconfiguredError(str(error)) from None
    said = json.dumps(truth(engine, registry).model_dump(mode="json"), indent=1, sort_keys=True).encode()
    try:
        path.write_bytes(said)
        path.with_name(path.name + SIGNATURE).write_bytes(key.sign(said))
    except OSError as error:
        raise MisconfiguredError(f"{path} can't be written ({error.strerror}); name another file") from None
