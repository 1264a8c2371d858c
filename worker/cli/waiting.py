"""Waiting until articles have reached an end state."""

import time
from collections.abc import Callable, Sequence

from worker.domain import State

# Seconds between two looks: short for one article, longer while many are on their way.
FIRST_LOOK_S = 0.02
LONGEST_LOOK_S = 0.5

ENDED = frozenset({State.DONE, State.DEAD})


def wait_for(
    ids: Sequence[int], states: Callable[[Sequence[int]], dict[int, State]], advance: Callable[[int, int], None]
) -> dict[int, State]:
    """Wait until all these articles are done or dead (or gone), and return where they stand."""
    found: dict[int, State] = {}
    waiting, pause = list(ids), FIRST_LOOK_S
    while waiting:
        now = states(waiting)
        found |= now
        waiting = [one for one in waiting if one in now and now[one] not in ENDED]
        advance(len(ids) - len(waiting), len(ids))
        if waiting:
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_LOOK_S)
    return found
