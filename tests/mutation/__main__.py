"""Let tests judge mutants: ``python -m tests.mutation build/mutants.json``.

Each mutant meets the tests that are related to it in a process of its own, forked from one that has imported the
libraries and none of Winnow; there the mutated source stands in for the file. A mutant that no test notices survives.
Writes docs/benchmarks/mutation.md, whose notes stay.
"""

import argparse
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path

from tests.mutation.related import related
from tests.mutation.report import write

ROOT = Path(__file__).parents[2]
# What tests of the two packages import sooner or later.
LIBRARIES = (
    "numpy", "scipy.optimize", "scipy.sparse", "scipy.stats", "sklearn.neural_network", "sklearn.pipeline",
    "sklearn.feature_extraction.text", "sklearn.dummy", "pytest", "hypothesis", "pydantic", "sqlalchemy", "celery",
    "selectolax.lexbor", "structlog", "orjson", "cryptography.hazmat.primitives.asymmetric.ed25519", "joblib",
)  # fmt: skip
# A mutant that takes so many times as long as its tests take without it, and some seconds, loops.
TIMES, SECONDS = 4.0, 30.0


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a mutant: ``killed``, ``survived`` or ``timeout``, and the line that it changed."""

    file: str
    line: int
    operator: str
    outcome: str
    before: str
    after: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Child:
    """A process at work on a mutant, or on none."""

    mutant: dict[str, str] | None
    tests: tuple[str, ...]
    started: float
    limit: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mutants", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--most", type=int, help="judge the first so many of a shuffled sample only")
    parser.add_argument("--report", type=Path, default=ROOT / "docs/benchmarks/mutation.md")
    options = parser.parse_args()
    told = json.loads(options.mutants.read_text(encoding="utf-8"))
    mutants = told["mutants"]
    if options.most:
        mutants = mutants[:: -(-len(mutants) // options.most)]
    for library in LIBRARIES:
        importlib.import_module(library)
    began = time.monotonic()
    usual = {tests: took(tests) for tests in sorted({related(mutant["file"]) for mutant in mutants})}
    found = list(judged(mutants, usual, options.jobs))
    log = options.mutants.with_name("mutation.json")
    log.write_text(json.dumps([asdict(one) for one in found], indent=1), encoding="utf-8")
    write(options.report, found, told, time.monotonic() - began, options.jobs)
    print((options.report).read_text(encoding="utf-8"))


def took(tests: tuple[str, ...]) -> float:
    """Return how long these tests take without a mutant; they must pass."""
    began = time.monotonic()
    pid = start(None, tests)
    _, status = os.waitpid(pid, 0)
    if status:
        raise SystemExit(f"the tests fail without any mutant: {' '.join(tests)}")
    print(f"{time.monotonic() - began:6.1f} s {' '.join(tests)}", flush=True)
    return time.monotonic() - began


def judged(mutants: Sequence[dict[str, str]], usual: dict[tuple[str, ...], float], jobs: int) -> Iterator[Judged]:
    """Yield what becomes of each mutant, so many at a time."""
    waiting, working = list(reversed(mutants)), dict[int, Child]()
    while waiting or working:
        while waiting and len(working) < jobs:
            mutant = waiting.pop()
            tests = related(mutant["file"])
            working[start(mutant, tests)] = Child(mutant, tests, time.monotonic(), usual[tests] * TIMES + SECONDS)
        time.sleep(0.02)
        for pid, child in list(working.items()):
            late = time.monotonic() - child.started > child.limit
            if late:
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
            ended, status = os.waitpid(pid, 0 if late else os.WNOHANG)
            if ended:
                del working[pid]
                outcome = "timeout" if late else "killed" if status else "survived"
                one = verdict(child, outcome)
                print(f"{outcome:9} {one.seconds:6.1f} s {one.file}:{one.line} {one.operator}", flush=True)
                yield one


def verdict(child: Child, outcome: str) -> Judged:
    assert child.mutant
    file, line = child.mutant["file"], int(child.mutant["line"])
    before, after = (text.splitlines() for text in ((ROOT / file).read_text("utf-8"), child.mutant["source"]))
    changed = next(
        (place for place, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), line - 1
    )
    return Judged(
        file, changed + 1, child.mutant["operator"], outcome,
        before[changed].strip(), after[changed].strip(), round(time.monotonic() - child.started, 1),
    )  # fmt: skip


def start(mutant: dict[str, str] | None, tests: tuple[str, ...]) -> int:
    """Fork a process that runs tests against a mutant and ends with pytest's exit code; return its id."""
    sys.stdout.flush()
    if pid := os.fork():
        return pid
    os.setsid()
    silent = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(silent, handle)
    code = 1
    try:
        if mutant:
            sys.meta_path.insert(0, Mutation(ROOT / mutant["file"], mutant["source"]))
        import pytest  # noqa: PLC0415

        code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]))
    finally:
        os._exit(code)


class Mutation(SourceFileLoader):
    """Finds one module only, and loads it from another source than its file's."""

    def __init__(self, path: Path, source: str) -> None:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        super().__init__(name, str(path))
        self._source = source

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> object:  # type: ignore[override]
        return compile(self._source, self.path, "exec")


if __name__ == "__main__":
    main()
