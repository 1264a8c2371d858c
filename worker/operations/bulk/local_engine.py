"""Shards on this machine: a thread each for as many as are done at once, and a process at each one's pages."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from worker.operations.bulk.counts import Note
from worker.operations.bulk.job import Job, Row, Shard
from worker.operations.bulk.page_server import PageServer
from worker.operations.bulk.shard import run_shard


def run_local(shards: Sequence[Shard], job: Job, note: Note, *, jobs: int) -> Iterator[Row]:
    """Yield each shard's row when it is done, in whatever order; the first error ends all."""
    own, servers = threading.local(), list[PageServer]()

    def work(shard: Shard) -> Row:
        if not hasattr(own, "server"):
            # The kernel ends a process with the thread that started it: each thread keeps its own.
            own.server = PageServer(job.command)
            servers.append(own.server)
        return run_shard(shard, job, own.server, note)

    pool = ThreadPoolExecutor(jobs)
    try:
        for ended in as_completed([pool.submit(work, shard) for shard in shards]):
            yield ended.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for server in servers:
            server.stop()
        pool.shutdown(wait=True)
        for server in servers:
            server.close()
