"""``python -m tests.chaos``: run the tests T1 to T11, print a line for each, and write the report."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.chaos.report import write_report
from tests.chaos.scale import FULL, SHORT, Scale
from tests.chaos.scenarios import SCENARIOS
from tests.chaos.stage import LEASE_S
from tests.chaos.verdict import Verdict
from tests.process import CHECKOUT
from tests.servers import AbsentError

# Verdicts of earlier runs stay here, so that the report can be made test by test.
KEPT = CHECKOUT / "build" / "chaos"
# Tests that run side by side: one after the other they take twice the half hour that they may.
AT_ONCE = 2


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; 0 where every target was met."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # every process that was started is ended on the way out
    given = _parser().parse_args(arguments)
    chosen = given.only.split(",") if given.only else list(SCENARIOS)
    KEPT.mkdir(parents=True, exist_ok=True)
    missed = _many(chosen, given) if len(chosen) > 1 else _one(chosen[0], given)
    if not given.short:
        write_report(KEPT, CHECKOUT / "docs" / "benchmarks" / "reliability.md", LEASE_S)
    return int(missed > 0)


def _many(chosen: Sequence[str], given: argparse.Namespace) -> int:
    """Run tests side by side, each in a process of its own, since most of a test is waiting; how many missed."""
    start = time.monotonic()
    flags = [flag for flag, on in (("--short", given.short), ("--keep", given.keep)) if on]
    running: list[subprocess.Popen[bytes]] = []

    def alone(test: str) -> int:
        command = [sys.executable, "-m", "tests.chaos", "--only", test, "--seed", str(given.seed), *flags]
        process = subprocess.Popen(command)
        running.append(process)
        return process.wait()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            missed = sum(pool.map(alone, chosen))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for one in running:
                one.terminate()
            raise
    told = f"{len(chosen)} tests in {(time.monotonic() - start) / 60:.1f} minutes, {AT_ONCE} at a time."
    print(told, flush=True)
    if set(chosen) == set(SCENARIOS) and not given.short:
        (KEPT / "whole.md").write_text(f"## The whole\n\nTarget: at most 30 minutes. {told}\n")
    return missed


def _one(test: str, given: argparse.Namespace) -> int:
    verdict = run(test, given.seed, SHORT if given.short else FULL, keep=given.keep)
    if not given.short:
        (KEPT / f"{test}.json").write_text(json.dumps(_kept(given.seed, verdict), indent=1))
    return int(not verdict.met and not verdict.skipped)


def _kept(seed: int, verdict: Verdict) -> dict[str, Any]:
    return {"seed": seed, "load": round(os.getloadavg()[1], 1), **verdict.as_json()}


def run(test: str, seed: int, scale: Scale, *, keep: bool = False) -> Verdict:
    """Run one test and print its line; logs and books are kept where it did not meet its target, or on demand."""
    folder = Path(tempfile.mkdtemp(prefix=f"winnow-chaos-{test}-"))
    start = time.monotonic()
    try:
        verdict = SCENARIOS[test](folder / "run", seed, scale)
    except AbsentError as error:
        verdict = Verdict(test, SCENARIOS[test].__name__, "-", False, None, {}, 0, None, skipped=str(error))
    except Exception as error:
        traceback.print_exc()
        verdict = Verdict(test, SCENARIOS[test].__name__, "-", False, None, {}, 0, None, {"ended": repr(error)})
    verdict = replace(verdict, took_s=time.monotonic() - start)
    print(verdict.line(), flush=True)
    if (verdict.met or verdict.skipped) and not keep:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        print(f"     logs and books are in {folder}", flush=True)
    return verdict


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--only", help="tests by their names, with commas")
    parser.add_argument("--seed", type=int, default=20261123, help="decides all that is left to chance")
    parser.add_argument("--short", action="store_true", help="few faults, and no report")
    parser.add_argument("--keep", action="store_true", help="keep the logs and books of every test")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
