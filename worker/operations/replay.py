"""Dead letters put back to work: the rows first, then the bell, in batches as a submission rings."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine

from worker.errors import MisconfiguredError, UnavailableError
from worker.store.flow.dead_letters import EVERY, Choice, DeadLetters
from worker.work.service import Service, batches

# Articles a second that are put back unless told otherwise: workers keep up with that beside their other work.
RATE: Final = 100
# Articles that are put back in one go for somebody who waits: ten seconds' worth.
AT_ONCE: Final = 10 * RATE


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it: the ids that are pending again, how many of the chosen are left, and why nobody was told."""

    ids: tuple[int, ...]
    left: int = 0
    not_rung: str | None = None


def replay(
    engine: Engine,
    service: Service,
    chosen: Choice,
    *,
    actor: str,
    rate: int | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Replayed:
    """Put the chosen dead letters back, note who did it, and ring; doing it twice does it once.

    With a ``rate`` (articles a second) all of them, a share at a time; without one, at most `AT_ONCE`, and ``left``
    says how many more there are. Where the broker is away they are pending all the same, and a worker's sweeper finds
    them. Raises MisconfiguredError where no choice was made.
    """
    require_choice(chosen)
    letters = DeadLetters(engine)
    # Counted beforehand: what dies once more meanwhile is not put back for ever.
    there = letters.count(chosen)
    most = there if rate else min(there, AT_ONCE)
    share = _share(rate or most, service.limits.batch_size)
    back: list[int] = []
    not_rung: str | None = None
    while len(back) < most and (some := letters.replay(chosen, actor=actor, limit=min(share, most - len(back)))):
        back += some
        not_rung = not_rung or _ring(service, some)
        if rate and len(back) < most:
            pause(len(some) / rate)
    return Replayed(tuple(back), there - len(back), not_rung)


def require_choice(chosen: Choice) -> None:
    """Raise MisconfiguredError where every dead letter would be meant: nobody does that by mistake."""
    if chosen == EVERY:
        raise MisconfiguredError("name the dead letters: by their ids, or by their class, age or source")


def _share(many: int, batch: int) -> int:
    """Return how many go in one step: whole batches, where that many are enough for one."""
    return many if many < batch else many - many % batch


def _ring(service: Service, ids: Sequence[int]) -> str | None:
    """Ring for what is pending again; say why not where the broker is away."""
    try:
        service.bell.ring(batches(ids, service.limits.batch_size))
        service.inbox.mark_rung(ids)
    except UnavailableError as error:
        return str(error)
    return None
