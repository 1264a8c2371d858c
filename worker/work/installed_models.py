"""The models of an installation, for whoever has its settings."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from worker.settings import Settings

if TYPE_CHECKING:
    from classifiers.registry.versions import Registry
    from worker.work.site_champions import SiteChampions


def open_registry(settings: Settings) -> "Registry":
    """Return the registry that the settings name."""
    from classifiers.registry.versions import Registry  # noqa: PLC0415  - NumPy: not for every command

    return Registry(settings.model_dir, signing_key=settings.model_signing_key, public_key=settings.model_public_key)


def champions_of(
    registry: Callable[[], "Registry"], most: int, on_refused: Callable[[str], None] = lambda _: None
) -> "SiteChampions":
    """Return the models in service, those of at most ``most`` single sites in memory; the registry is opened late."""
    from worker.work.champion import Champion  # noqa: PLC0415  - likewise
    from worker.work.site_champions import SiteChampions  # noqa: PLC0415

    champion = Champion(
        lambda: registry().champion(),
        lambda name: registry().load(name),
        lambda: registry().load_spare(),
        on_refused=on_refused,
    )
    return SiteChampions(
        champion, lambda: registry().of_sites(), lambda name: registry().load(name), most, on_refused=on_refused
    )
