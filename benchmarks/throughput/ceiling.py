"""What the machine itself gives: separation and classification alone, in one process and in two at once.

No queue and no database: what two processes gain here over one is the most that two children of a worker can gain.
"""

import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from typing import Any

from benchmarks.throughput.bench import Bench
from worker.bootstrap import wire
from worker.domain import ClaimedArticle, Format, Source
from worker.queue.embedded import EMBEDDED_BROKER
from worker.separate import separate_together
from worker.work import pipeline
from worker.work.pipeline import JudgePort

BATCH = 64
BATCHES = 3
_FORK = multiprocessing.get_context("fork")


class Ceiling:
    """Works on the same texts again and again."""

    def __init__(self, bench: Bench) -> None:
        winnow = wire(database_url=bench.sqlite("ceiling"), broker_url=EMBEDDED_BROKER)
        winnow.before_fork()
        self._judge = winnow.champions.current()
        self._articles = [_claimed(number, one) for number, one in enumerate(bench.take("text", BATCH))]

    def gain(self) -> float:
        """Return how many times the rate of one process two of them reach."""
        return self._rate(2) / self._rate(1)

    def _rate(self, processes: int) -> float:
        start, answers = _FORK.Barrier(processes), _FORK.Queue()
        some = [
            _FORK.Process(target=_work, args=(self._articles, self._judge, start, answers)) for _ in range(processes)
        ]
        for one in some:
            one.start()
        spent = [answers.get() for _ in some]
        for one in some:
            one.join()
        return sum(BATCHES * BATCH / seconds for seconds in spent)


def _claimed(number: int, envelope: dict[str, Any]) -> ClaimedArticle:
    return ClaimedArticle(id=number, attempt=1, source=Source(raw=envelope["text"].encode(), format=Format.TEXT))


def _work(articles: Sequence[ClaimedArticle], judge: JudgePort, start: Barrier, answers: Any) -> None:
    pipeline.process(articles, separate=separate_together, judge=judge)
    start.wait()
    begun = time.perf_counter()
    for _ in range(BATCHES):
        pipeline.process(articles, separate=separate_together, judge=judge)
    answers.put(time.perf_counter() - begun)
