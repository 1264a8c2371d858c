"""What a supervisor's probes ask: does the main process turn, and would an article be taken and processed?"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from worker.errors import WinnowError
from worker.work.backpressure import Backlog

# Seconds since the last heartbeat from which on a worker is taken for dead: some missed beats are a busy machine.
LONGEST_SILENCE_S = 30.0
# Seconds that a lease may be overdue: sweepers take them back in less, so nobody sweeps.
LONGEST_OVERDUE_S = 60.0


def silence(file: Path, *, now: Callable[[], float] = time.time) -> str | None:
    """Return what is wrong with a worker's heartbeat, or None."""
    try:
        silent_s = now() - file.stat().st_mtime
    except OSError as error:
        return f"no heartbeat at {file}: {error.strerror}"
    # A stepped clock may have put the last beat into the future; the next one mends it.
    return f"the last heartbeat was {silent_s:.0f} s ago" if silent_s > LONGEST_SILENCE_S else None


def waiting_too_long(backlog: Backlog, *, max_pending_age_s: float) -> str | None:
    """Return what says that workers are up and do not work, or None."""
    if backlog.oldest_overdue_s > LONGEST_OVERDUE_S:
        return f"a lease has been over for {backlog.oldest_overdue_s:.0f} s, and no worker sweeps"
    if backlog.oldest_pending_s > max_pending_age_s:
        return f"an article has waited for {backlog.oldest_pending_s:.0f} s, and no worker takes it"
    return None


def faults(checks: dict[str, Callable[[], object]]) -> Iterator[tuple[str, str | None]]:
    """Make each check and yield its name with what is wrong: Winnow's error, or the text that it returned."""
    for name, check in checks.items():
        try:
            found = check()
        except WinnowError as error:
            yield name, str(error)
        else:
            yield name, found if isinstance(found, str) else None
