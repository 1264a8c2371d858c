"""What a worker's further child needs of its own to open the model and to judge with it, in MB (Linux).

    python benchmarks/child_memory.py

Prints two numbers: private memory after opening the model, and after a batch of 256 comments as well. The parent has
judged already, as a worker's first child has.
"""

import os
import tempfile
from pathlib import Path

from classifiers.data import synthetic
from classifiers.registry.versions import Registry


def private() -> float:
    """Private memory of this process in MB."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


def main() -> None:
    comments = [example.comment for example in synthetic.examples(6, seed=1)][:256]
    registry = Registry(Path(tempfile.mkdtemp()))
    registry.load().judge(comments)
    if child := os.fork():
        os.waitpid(child, 0)
        return
    before = private()
    judge = registry.load()
    opened = private() - before
    judge.judge(comments)
    print(f"{opened:.1f} {private() - before:.1f}", flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
