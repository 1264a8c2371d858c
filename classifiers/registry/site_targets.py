"""What sites ask of their own models: the shares of mistakes that the cut-offs are to keep."""

from contextlib import suppress
from typing import Final

from classifiers.errors import ModelIntegrityError, ModelNotFoundError
from classifiers.model.policy import Target, parse_target, read_target
from classifiers.registry.versions import Registry

# What is said to have the shipped cut-offs again.
AS_SHIPPED: Final = "default"


def target_asked(registry: Registry, site: str, said: str | None = None) -> Target | None:
    """Return the target of a site's next model: the one ``said``, else that of the model in service there.

    None where the shipped cut-offs are to hold, as with `AS_SHIPPED`. Raises ClassifierError where it is no target.
    """
    if said is not None:
        return None if said == AS_SHIPPED else parse_target(said)
    own = registry.sound(site)
    return None if own is None else read_target(registry.manifest(own).settings)


def targets_of_sites(registry: Registry) -> dict[str, Target]:
    """Return the targets of the sites whose own models were asked for one, by site.

    By their manifests alone: no model's bytes are read.
    """
    found = {}
    for site, versions in registry.of_sites().items():
        with suppress(ModelIntegrityError, ModelNotFoundError):
            found[site] = read_target(registry.manifest(versions[0]).settings)
    return {site: target for site, target in found.items() if target is not None}
