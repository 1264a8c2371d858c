"""The models of an installation, for whoever has its settings."""

from typing import TYPE_CHECKING

from worker.settings import Settings

if TYPE_CHECKING:
    from classifiers.registry.versions import Registry


def open_registry(settings: Settings) -> "Registry":
    """Return the registry that the settings name."""
    from classifiers.registry.versions import Registry  # noqa: PLC0415  - NumPy: not for every command

    return Registry(settings.model_dir, signing_key=settings.model_signing_key, public_key=settings.model_public_key)
