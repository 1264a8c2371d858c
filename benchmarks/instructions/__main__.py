"""Count the hot path's instructions and hold them against the committed baseline.

    python -m benchmarks.instructions            # fails where a part takes more than 5 % more
    python -m benchmarks.instructions --accept   # writes the baseline anew; the change says why

A baseline holds for one set of versions. Where there is none for those that run here, or no valgrind, the check is
skipped and says so.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from benchmarks.instructions.hot_path import PARTS

BASELINE = Path(__file__).with_name("baseline.json")
MOST_GROWTH = 1.05
# What would otherwise differ from run to run, or from one machine's cores to the next one's.
STEADY = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Haswell"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="write the baseline anew")
    arguments = parser.parse_args()
    if shutil.which("valgrind") is None:
        print("Skipped: valgrind is not on this machine (Debian: apt-get install valgrind).")
        return
    baselines = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    key = versions()
    if key not in baselines and not arguments.accept:
        print(f"Skipped: no baseline for {key}; make one with: make instructions-accept")
        return
    counts = count_all()
    if arguments.accept:
        BASELINE.write_text(json.dumps({**baselines, key: counts}, indent=2, sort_keys=True) + "\n")
    print("\n".join(compare(counts, baselines.get(key, {}))))
    if not arguments.accept and any(grown(counts, baselines[key])):
        sys.exit("More than 5 % more instructions: make it cheaper, or run `make instructions-accept` and say why.")


def versions() -> str:
    """Return what the counts depend on besides Winnow."""
    libraries = ("numpy", "scipy", "scikit-learn", "selectolax")
    python = f"Python {platform.python_version()} {platform.machine()}"
    return ", ".join([python, *(f"{name} {version(name)}" for name in libraries)])


def count_all() -> dict[str, int]:
    """Return the instructions of one pass over each part's inputs."""
    with tempfile.TemporaryDirectory(prefix="winnow-callgrind-") as folder:
        command = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/out",
                   sys.executable, "-m", "benchmarks.instructions.hot_path"]  # fmt: skip
        done = subprocess.run(
            command,
            env={**os.environ, **STEADY},  # noqa: TID251  - a child's, not settings
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"callgrind did not count:\n{done.stderr[-2000:]}")
        return {part: _total(Path(folder) / f"out.{number}") for number, part in enumerate(PARTS, 1)}


def _total(dump: Path) -> int:
    found = re.search(r"^(?:totals|summary): (\d+)$", dump.read_text(), re.MULTILINE)
    assert found, f"{dump} holds no total"
    return int(found[1])


def grown(counts: Mapping[str, int], baseline: Mapping[str, int]) -> list[str]:
    """Return the parts that take more than they may."""
    return [part for part, count in counts.items() if count > baseline.get(part, count) * MOST_GROWTH]


def compare(counts: Mapping[str, int], baseline: Mapping[str, int]) -> list[str]:
    """Return a line a part."""
    return [
        f"{part:22} {count / 1e6:10.1f} million instructions" + (f"  {count / was - 1:+.1%}" if was else "")
        for part, count in counts.items()
        for was in [baseline.get(part)]
    ]


if __name__ == "__main__":
    main()
