"""Looking again after n seconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Interval:
    """Over at first, and again once ``seconds`` have passed since it was begun; ``clock`` counts seconds."""

    seconds: float
    clock: Callable[[], float] = time.monotonic
    _begun_at: float | None = field(default=None, init=False)

    @property
    def over(self) -> bool:
        """Whether it is time to look again."""
        return self._begun_at is None or self.clock() - self._begun_at >= self.seconds

    def begin(self) -> None:
        """Count the seconds from now on."""
        self._begun_at = self.clock()
