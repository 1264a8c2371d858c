"""The page about the mutants: how many are noticed, and which are not."""

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.mutation.__main__ import Judged

TARGET = 0.85


def write(path: Path, found: "Sequence[Judged]", told: Mapping[str, Any], seconds: float, jobs: int) -> None:
    """Write docs/benchmarks/mutation.md anew; its notes stay."""
    _, heading, notes = path.read_text(encoding="utf-8").partition("\n## Notes\n") if path.exists() else ("", "", "")
    noticed = sum(one.outcome != "survived" for one in found)
    share = noticed / max(len(found), 1)
    lines = [
        "# Which mutations the tests notice",
        "",
        f"`make mutation`: a sample of {len(found)} mutants (seed {told['seed']}) of {told['places']:,} places in "
        f"{told['files']} files of `classifiers` and `worker/separate`, spread over all of them, made by Cosmic Ray. "
        "Tables, annotations, decorators and `strict=` are left out. Each mutant meets the tests of its folder "
        f"(`tests/mutation/related.py`). {jobs} processes, {seconds / 60:.0f} minutes, {platform.machine()}, Python "
        f"{platform.python_version()}.",
        "",
        f"**{share:.1%} noticed** ({noticed} of {len(found)}; target: at least {TARGET:.0%}, "
        f"{'met' if share >= TARGET else 'missed'}).",
        "",
        "| folder | mutants | noticed | of them by time | survived |",
        "|---|---|---|---|---|",
        *_rows(found),
        "",
        "## Survivors",
        "",
        "| place | was | became |",
        "|---|---|---|",
        *(
            f"| {one.file}:{one.line} | {_code(one.before)} | {_code(one.after)} |"
            for one in sorted(found, key=lambda one: (one.file, one.line))
            if one.outcome == "survived"
        ),
    ]
    path.write_text("\n".join(lines) + "\n" + heading + notes, encoding="utf-8")


def _rows(found: "Sequence[Judged]") -> list[str]:
    counts: dict[str, Counter[str]] = {}
    for one in found:
        counts.setdefault(one.file.rpartition("/")[0], Counter())[one.outcome] += 1
    return [
        f"| {folder} | {one.total()} | {one['killed'] + one['timeout']} | {one['timeout']} | {one['survived']} |"
        for folder, one in sorted(counts.items())
    ]


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|").replace("`", "'") + "`"
