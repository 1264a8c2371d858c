"""Models over HTTP: which there are, and which serves."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path

from classifiers.artifact import Manifest
from classifiers.errors import ModelNotFoundError
from worker.errors import NotFoundError
from worker.web.access import MayModerate
from worker.web.api import PREFIX, problems
from worker.web.dependencies import Dependencies, Wired
from worker.wire import Model, ModelDetails

router = APIRouter(prefix=f"{PREFIX}/models", tags=["models"])


@router.get("", response_model=list[Model], summary="List models", responses=problems())
def list_models(winnow: Wired, _: MayModerate) -> Any:
    """List the models of the registry, the oldest first."""
    manifests = sorted(winnow.registry.manifests(), key=lambda manifest: (manifest.created, manifest.version))
    unique = {manifest.version: manifest for manifest in manifests}
    return [Model(**_named(winnow, manifest)) for manifest in unique.values()]


@router.get("/{version}", response_model=ModelDetails, summary="Read a model's manifest", responses=problems(404))
def get_model(
    winnow: Wired,
    _: MayModerate,
    version: Annotated[str, Path(max_length=100, description="a version, or champion, challenger, previous")],
) -> Any:
    """Return what a model was made of, and how well it does on data that it has not seen."""
    try:
        manifest = winnow.registry.manifest(version)
    except ModelNotFoundError:
        raise NotFoundError(f"There is no model {version!r}.") from None
    return ModelDetails(**_named(winnow, manifest), manifest=asdict(manifest))


def _named(winnow: Dependencies, manifest: Manifest) -> dict[str, Any]:
    aliases = winnow.registry.aliases()
    named = sorted(alias for alias, version in aliases.items() if version == manifest.version)
    return {"version": manifest.version, "created": manifest.created, "aliases": named}
