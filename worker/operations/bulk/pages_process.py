"""The process at a shard's pages (``python -m worker.operations.bulk.pages_process``): requests in, frames out.

A request is one line of JSON, an answer the frames of `frames`. The process ends where its input does, and after a page
that left it in doubt: whoever asked starts another.
"""

import os
import signal
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson
from pydantic import BaseModel, ConfigDict

from worker.errors import UnavailableError
from worker.ingest.formats import read_articles
from worker.operations.bulk import input_files, tables
from worker.operations.bulk.counts import Counts
from worker.operations.bulk.frames import Signal, write
from worker.operations.bulk.job import Job, Shard
from worker.operations.bulk.pages import Batch, Page, batches, took_memory, work
from worker.reasons import Reason
from worker.settings import prepare_worker_process
from worker.work.confinement import cap_memory, die_with_parent
from worker.work.pipeline import JudgePort, Separate
from worker.work.stopwatch import Stopwatch

if TYPE_CHECKING:
    import pyarrow


class Request(BaseModel):
    """A shard to work at, from the item of number ``start`` on; those before ``alone_until`` are taken one by one."""

    model_config = ConfigDict(frozen=True)

    job: Job
    shard: Shard
    start: int = 0
    alone_until: int = 0


def main(separate: Separate) -> None:
    """Answer requests, one a line, until there are none."""
    die_with_parent()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    prepare_worker_process()  # before NumPy is imported, which reads it then
    judge: JudgePort | None = None
    for line in sys.stdin.buffer:
        request = Request.model_validate_json(line)
        if judge is None:
            judge = _load(request.job)
            cap_memory(request.job.limits.memory_bytes)
        write(answers, Signal.READY)
        if not answer(request, separate, judge, answers):
            break
    answers.flush()
    os._exit(0)  # the interpreter's own end is nobody's time


def answer(request: Request, separate: Separate, judge: JudgePort, answers: BinaryIO) -> bool:
    """Work at a shard; false where the process should not go on, whether or not the shard is done."""
    try:
        return _worked(request, separate, judge, answers)
    except (UnavailableError, FileNotFoundError, PermissionError) as error:  # a store, or a file that is gone since
        write(answers, Signal.OUT_OF_REACH, str(error).encode())
        return False


def _worked(request: Request, separate: Separate, judge: JudgePort, answers: BinaryIO) -> bool:
    job, shard = request.job, request.shard
    passed_over: Counter[Reason] = Counter()
    spent = os.times()
    schemas = tables.schemas(job)
    with input_files.opened(shard.location) as stream:
        incoming = read_articles(
            shard.location,
            stream,
            max_bytes=job.limits.page_bytes,
            suffix=job.read_as,
            part=shard.part,
            columns=job.columns,
            passed_over=passed_over,
        )
        cut = batches(
            incoming,
            start=request.start,
            alone_until=request.alone_until,
            on_read=lambda number: write(answers, Signal.READING, orjson.dumps([number])),
        )
        for batch in cut:
            write(answers, Signal.WORKING, orjson.dumps([batch.first, batch.behind, _known(shard, batch)]))
            signal.setitimer(signal.ITIMER_PROF, job.limits.time_s)
            watch = Stopwatch(clock=time.process_time)
            pages = work(batch, watch.separate(separate), watch.judge(judge))
            signal.setitimer(signal.ITIMER_PROF, 0)
            now = os.times()
            used = {stage.value: seconds for stage, seconds in watch.seconds.items()}
            used["all"] = now.user + now.system - spent.user - spent.system
            spent = now
            _tell(answers, job, shard, schemas, batch, pages, used)
            if took_memory(pages):
                write(answers, Signal.LEAVING)
                return False
    write(answers, Signal.END, orjson.dumps({reason.value: count for reason, count in passed_over.items()}))
    return True


def _tell(
    answers: BinaryIO,
    job: Job,
    shard: Shard,
    schemas: "tuple[pyarrow.Schema, pyarrow.Schema]",
    batch: Batch,
    pages: list[Page],
    used: dict[str, float],
) -> None:
    articles, comments = schemas
    write(answers, Signal.ARTICLES, tables.batch_stream(tables.article_columns(shard.name, pages), articles))
    write(
        answers,
        Signal.COMMENTS,
        tables.batch_stream(tables.comment_columns(shard.name, pages, only_ham=job.only_ham), comments),
    )
    counts = tables.counted(pages) + Counts(cpu=used)
    write(answers, Signal.DONE, orjson.dumps([batch.behind, counts], option=orjson.OPT_NON_STR_KEYS))


def _known(shard: Shard, batch: Batch) -> dict[str, Any] | None:
    """Return what is known of a page that is alone: what is left of it where it ends this process."""
    if len(batch.items) > 1:
        return None
    (one,) = batch.items
    return tables.known_row(shard.name, one.place, one.article)


def _load(job: Job) -> JudgePort:
    from classifiers.registry.versions import Registry  # noqa: PLC0415

    return Registry(job.model_dir, public_key=job.public_key).load(job.versions.model)


if __name__ == "__main__":
    from worker.separate import separate_together

    main(separate_together)
