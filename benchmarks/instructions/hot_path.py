"""The hot path over fixed inputs, each part counted and dumped by the callgrind around this process."""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.throughput.documents import documents
from classifiers.registry.versions import Registry
from worker.domain import Format, Page, Separation
from worker.separate import separate
from worker.work.pipeline import to_classify

# Few, as each instruction takes callgrind fifty times as long.
INPUTS = {"text": 3, "html": 3, "short": 6}


def pages(kind: str) -> list[Page]:
    """The fixed inputs of a kind."""
    contents = [one.get("html") or one["text"] for one in documents(kind, INPUTS[kind], seed=8)]
    format_ = Format.HTML if kind == "html" else Format.TEXT
    return [Page(content=content, format=format_) for content in contents]


def separation(kind: str) -> Callable[[], list[Separation]]:
    inputs = pages(kind)
    return lambda: [separate(page) for page in inputs]


def classification() -> Callable[[], object]:
    judge = Registry(Path("no-models-here")).load_base()
    comments = [
        comment
        for number, found in enumerate(separation("text")())
        for comment in to_classify(found, str(number), None)
    ]
    return lambda: judge.judge(comments)


PARTS: Mapping[str, Callable[[], Callable[[], object]]] = {
    "separate texts": lambda: separation("text"),
    "separate short texts": lambda: separation("short"),
    "separate pages": lambda: separation("html"),
    "classify comments": classification,
}


def main() -> None:
    for make in PARTS.values():
        work = make()
        work()  # what is made once is not the hot path's
        _tell("--instr=on")
        _tell("--zero")
        work()
        _tell("--dump")
        _tell("--instr=off")


def _tell(order: str) -> None:
    """Give the callgrind around this process an order."""
    subprocess.run(["callgrind_control", order, str(os.getpid())], check=True, capture_output=True)


if __name__ == "__main__":
    main()
