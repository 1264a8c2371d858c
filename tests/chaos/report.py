"""docs/benchmarks/reliability.md, from the verdicts that were kept."""

import json
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

INTRODUCTION = """\
# Reliability

Written by `make chaos`. Each test starts real servers (Redis, PostgreSQL 18, RabbitMQ or SQLite), workers as processes
that are brought back when they end, and producers that keep submitting, and strikes on a seeded schedule, at moments
when articles are in work. The books are kept as Jepsen's total-queue keeps them: what a producer had acknowledged must
be out, nothing may be out that was not attempted, no article may have two result sets (the database itself notes each
that is stored), and each comment's text must be whole. "Struck" are faults with articles in work at that moment.

Leases are {lease:.0f} s here instead of 60, so that what is lost is found again within the test.
[What these tests and the fuzzer found](reliability-notes.md).
"""


def write_report(kept: Path, page: Path, lease_s: float) -> None:
    """Write the page from all verdicts in ``kept``."""
    verdicts = [json.loads(path.read_text()) for path in sorted(kept.glob("*.json"), key=_order)]
    parts = [INTRODUCTION.format(lease=lease_s), _machine(), _table(verdicts), *map(_section, verdicts)]
    page.write_text("\n".join([*parts, *(part.read_text() for part in sorted(kept.glob("*.md")))]))


def _order(path: Path) -> tuple[bool, int, str]:
    digits = "".join(filter(str.isdigit, path.stem))
    return not digits, int(digits or 0), path.stem


def _machine() -> str:
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{platform.system()}.\n"
    )


def _table(verdicts: Iterable[Mapping[str, Any]]) -> str:
    rows = ["| | under | target | outcome | faults | struck | seconds |", "|---|---|---|---|---:|---:|---:|"]
    for one in verdicts:
        outcome = "skipped" if one["skipped"] else "met" if one["met"] else "**missed**"
        faults = sum(one["faults"].values()) or ""
        struck = one["struck"] if one["faults"] else ""
        cells = (one["test"], one["under"], one["target"], outcome, faults, struck, f"{one['took_s']:.0f}")
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join([*rows, ""])


def _section(one: Mapping[str, Any]) -> str:
    lines = [f"## {one['test']}: {one['under']}", ""]
    if one["skipped"]:
        lines.append(f"* skipped: {one['skipped']}")
    if one["books"]:
        lines.append(
            "* books: " + ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in one["books"].items())
        )
    if one["faults"]:
        lines.append("* faults: " + ", ".join(f"{count} × {kind}" for kind, count in one["faults"].items()))
    if one["recovery_s"]:
        middle, longest = one["recovery_s"]
        lines.append(f"* what was in flight was done {middle:.1f} s later (median), {longest:.1f} s at most")
    lines += [f"* {name}: {value}" for name, value in one["figures"].items()]
    load = f"; load average of the machine {one['load']}" if "load" in one else ""
    return "\n".join([*lines, f"* seed {one['seed']}{load}", ""])
