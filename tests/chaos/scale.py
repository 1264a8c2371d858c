"""How much a run does: everything, or a selection that takes two minutes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Kills of each kind, timed outages and how long these last (seconds), articles in all and a second."""

    kills: int
    outages: int
    hold_s: float
    down_s: float
    articles: int
    burst: int
    rate: float


FULL = Scale(kills=20, outages=3, hold_s=40, down_s=60, articles=10_000, burst=100_000, rate=90)
SHORT = Scale(kills=2, outages=1, hold_s=3, down_s=4, articles=100, burst=2_000, rate=20)
