"""Another model takes over because somebody says so: it is in the audit who, through whichever door."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine

from classifiers.errors import ClassifierError, ModelNotFoundError
from classifiers.registry.versions import Registry
from worker.errors import ConflictError, NotFoundError
from worker.store.base.audit import note
from worker.store.base.transactions import writing


@dataclass(frozen=True, slots=True)
class _Change:
    """What is noted of a change: what was done, by whom, to which site's model (None for that of all), what serves."""

    action: str
    actor: str
    site: str | None
    after: str


def promote(registry: Registry, engine: Engine, version: str, *, actor: str, site: str | None = None) -> str:
    """Make a model champion, of a site or of all, once its bytes are verified; return its version.

    Raises NotFoundError where there is no such model, ConflictError where it can't serve there, and UnavailableError,
    with nothing changed, where the audit can't be written.
    """
    after = meant(registry, version, site)
    return _change(registry, engine, _Change("model promote", actor, site, after), partial(registry.promote, after))


def roll_back(registry: Registry, engine: Engine, *, actor: str, site: str | None = None) -> str:
    """Make the previous champion champion again, of a site or of all; return the version that serves then.

    Raises ConflictError where there was none.
    """
    try:
        after = registry.before(site)
    except ClassifierError as error:
        raise ConflictError(str(error)) from None
    return _change(registry, engine, _Change("model rollback", actor, site, after), registry.rollback)


def meant(registry: Registry, version: str, site: str | None = None) -> str:
    """Return the version that a name stands for; raises NotFoundError."""
    try:
        return registry.resolve(version, site)
    except ModelNotFoundError as error:
        raise NotFoundError(str(error)) from None


def _change(registry: Registry, engine: Engine, change: _Change, do: Callable[..., str]) -> str:
    # Noted first, and taken back where it fails: what nobody could note is not done.
    details = {"before": _champion(registry, change.site), "after": change.after}
    if change.site is not None:
        details["site"] = change.site
    with writing(engine) as connection:
        note(connection, actor=change.actor, action=change.action, details=details)
        try:
            return do(site=change.site)
        except ClassifierError as error:
            raise ConflictError(str(error)) from None


def _champion(registry: Registry, site: str | None) -> str | None:
    try:
        return registry.champion(site)
    except ClassifierError:
        return None  # a promotion is the way out of damaged aliases
