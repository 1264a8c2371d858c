"""The tests by their names; T1 to T11 are those of docs/benchmarks/reliability.md."""

from collections.abc import Callable
from pathlib import Path

from tests.chaos.scale import Scale
from tests.chaos.scenarios import full, kills, models, outages, poison
from tests.chaos.verdict import Verdict

SCENARIOS: dict[str, Callable[[Path, int, Scale], Verdict]] = {
    "T1": kills.killed_workers,
    "T1b": kills.killed_on_sqlite,
    "T1c": kills.killed_on_rabbitmq,
    "T2": outages.forgetful_broker,
    "T3": outages.restarted_broker,
    "T3b": kills.stopped_workers,
    "T4": outages.absent_database,
    "T5": kills.worst_moments,
    "T6": poison.poison,
    "T7": poison.repeated,
    "T8": models.damaged,
    "T9": models.changing,
    "T10a": full.full_broker,
    "T10b": full.full_disk,
    "T11": kills.asked_to_end,
    "burst": poison.burst,
    "clock": full.stepped_clock,
}
