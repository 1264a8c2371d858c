"""A measured figure beside its target."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over all rounds."""

    lowest: float
    median: float
    highest: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(min(values), statistics.median(values), max(values), len(values))

    def show(self, digits: int, unit: str = "") -> str:
        """Show lowest / median / highest."""
        return " / ".join(f"{value:,.{digits}f}" for value in (self.lowest, self.median, self.highest)) + unit


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: what was measured, what it should be, what it was; ``note`` says what else is to know."""

    what: str
    target: str
    spread: Spread
    met: bool
    digits: int = 1
    unit: str = ""
    note: str = ""
