"""Another model takes over because somebody says so: it is in the audit who, through whichever door."""

from sqlalchemy import Engine

from classifiers.errors import ClassifierError, ModelNotFoundError
from classifiers.registry.versions import PREVIOUS, Registry
from worker.errors import ConflictError, NotFoundError
from worker.store.base.audit import note
from worker.store.base.transactions import writing


def promote(registry: Registry, engine: Engine, version: str, *, actor: str) -> str:
    """Make a model champion once its bytes are verified; return its version.

    Raises NotFoundError where there is no such model, ConflictError where it can't serve, and UnavailableError, with
    nothing changed, where the audit can't be written.
    """
    return _change(registry, engine, "model promote", actor, meant(registry, version))


def roll_back(registry: Registry, engine: Engine, *, actor: str) -> str:
    """Make the previous champion champion again; return its version. Raises ConflictError where there is none."""
    try:
        previous = registry.resolve(PREVIOUS)
    except ClassifierError as error:
        raise ConflictError(str(error)) from None
    return _change(registry, engine, "model rollback", actor, previous)


def meant(registry: Registry, version: str) -> str:
    """Return the version that a name stands for; raises NotFoundError."""
    try:
        return registry.resolve(version)
    except ModelNotFoundError as error:
        raise NotFoundError(str(error)) from None


def _change(registry: Registry, engine: Engine, action: str, actor: str, after: str) -> str:
    # Noted first, and taken back where it fails: what nobody could note is not done.
    with writing(engine) as connection:
        note(connection, actor=actor, action=action, details={"before": _champion(registry), "after": after})
        try:
            return registry.promote(after)
        except ClassifierError as error:
            raise ConflictError(str(error)) from None


def _champion(registry: Registry) -> str | None:
    try:
        return registry.champion()
    except ClassifierError:
        return None  # a promotion is the way out of damaged aliases
