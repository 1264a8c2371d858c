"""Models over HTTP: which there are, which serves, and which is to."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from classifiers.registry.artifact import Manifest
from worker.operations.promote import meant
from worker.operations.promote import promote as make_champion
from worker.operations.promote import roll_back as go_back
from worker.operations.resources import Model, ModelDetails
from worker.web.access import MayAdministrate, MayModerate, actor, of_all_sites
from worker.web.api import PREFIX, problems
from worker.web.dependencies import Dependencies, Wired

router = APIRouter(prefix=f"{PREFIX}/models", tags=["models"], dependencies=[Depends(of_all_sites)])


@router.get("", response_model=list[Model], summary="List models", responses=problems())
def list_models(winnow: Wired, _: MayModerate) -> Any:
    """List the models of the registry, the oldest first."""
    manifests = sorted(winnow.registry.manifests(), key=lambda manifest: (manifest.created, manifest.version))
    unique = {manifest.version: manifest for manifest in manifests}
    return [Model(**_named(winnow, manifest)) for manifest in unique.values()]


Version = Annotated[str, Path(max_length=100, description="a version, or champion, challenger, previous")]


@router.get("/{version}", response_model=ModelDetails, summary="Read a model's manifest", responses=problems(404))
def get_model(winnow: Wired, _: MayModerate, version: Version) -> Any:
    """Return what a model was made of, and how well it does on data that it has not seen."""
    manifest = _manifest(winnow, version)
    return ModelDetails(**_named(winnow, manifest), manifest=asdict(manifest))


@router.post("/rollback", response_model=Model, summary="Roll back", responses=problems(409))
def roll_back(winnow: Wired, token: MayAdministrate) -> Any:
    """Make the previous champion champion again; workers load it between two batches."""
    version = go_back(winnow.registry, winnow.engine, actor=actor(token))
    return Model(**_named(winnow, _manifest(winnow, version)))


@router.post("/{version}/promote", response_model=Model, summary="Promote a model", responses=problems(404, 409))
def promote(winnow: Wired, token: MayAdministrate, version: Version) -> Any:
    """Make a model champion, once its bytes are verified; workers load it between two batches."""
    promoted = make_champion(winnow.registry, winnow.engine, version, actor=actor(token))
    return Model(**_named(winnow, _manifest(winnow, promoted)))


def _manifest(winnow: Dependencies, version: str) -> Manifest:
    return winnow.registry.manifest(meant(winnow.registry, version))


def _named(winnow: Dependencies, manifest: Manifest) -> dict[str, Any]:
    aliases = winnow.registry.aliases()
    named = sorted(alias for alias, version in aliases.items() if version == manifest.version)
    return {"version": manifest.version, "created": manifest.created, "aliases": named}
