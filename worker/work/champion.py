"""The model in service: follows the registry's champion without a restart."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from classifiers.errors import ClassifierError
from worker.work.interval import Interval
from worker.work.pipeline import JudgePort

# Seconds between two looks at the registry: a new champion serves soon, and a look costs one small file.
LOOK_S = 1.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Champion:
    """Loads the champion when it is first needed and again when another is promoted.

    A damaged one is refused and the old one serves on. A process that starts beside a damaged one has no old one: it
    serves with ``load_spare``'s until another is named.
    """

    name: Callable[[], str]
    load: Callable[[str], JudgePort]
    load_spare: Callable[[], JudgePort]
    clock: Callable[[], float] = time.monotonic
    # Told of each version that was refused.
    on_refused: Callable[[str], None] = lambda _: None
    _judge: JudgePort | None = field(default=None, init=False)
    _look: Interval = field(init=False)
    _refused: str | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._look = Interval(LOOK_S, self.clock)

    def current(self) -> JudgePort:
        """Return the model in service."""
        if self._judge is None:
            self._look.begin()
            self._judge = self._first()
        elif self._look.over:
            # Only then: a worker that asks all the time would else never look.
            self._look.begin()
            self._judge = self._newer(self._judge)
        return self._judge

    def _first(self) -> JudgePort:
        name = None
        try:
            name = self.name()
            return self.load(name)
        except ClassifierError as error:
            spare = self.load_spare()
            self._refused = name
            log.error("model_refused", model=name, serving=spare.version, error=str(error))
            self.on_refused(name or "")
            return spare

    def _newer(self, old: JudgePort) -> JudgePort:
        try:
            name = self.name()
            if name in (old.version, self._refused):
                return old
        except ClassifierError as error:
            log.error("registry_unreadable", serving=old.version, error=str(error))
            return old
        try:
            return self.load(name)
        except ClassifierError as error:
            self._refused = name
            log.error("model_refused", model=name, serving=old.version, error=str(error))
            self.on_refused(name)
            return old
