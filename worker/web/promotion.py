"""Another model takes over because somebody says so, over the API or at the desk: it is in the audit who."""

from collections.abc import Callable

from worker.store.audit import note
from worker.store.transactions import writing
from worker.web.dependencies import Dependencies


def promote(winnow: Dependencies, version: str, actor: str) -> str:
    """Make a model champion; return its version. Raises ClassifierError where it can't serve."""
    return _change(winnow, "model promote", actor, lambda: winnow.registry.promote(version))


def roll_back(winnow: Dependencies, actor: str) -> str:
    """Make the previous champion champion again; return its version. Raises ClassifierError where there is none."""
    return _change(winnow, "model rollback", actor, winnow.registry.rollback)


def _change(winnow: Dependencies, action: str, actor: str, change: Callable[[], str]) -> str:
    before, after = winnow.registry.champion_or_none(), change()
    with writing(winnow.engine) as connection:
        note(connection, actor=actor, action=action, details={"before": before, "after": after})
    return after
