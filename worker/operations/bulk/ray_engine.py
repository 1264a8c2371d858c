"""Shards on a Ray cluster: a task each, which runs the very same function where its worker is.

Ray Core's tasks and nothing of Ray Data: what travels is a shard's name and its row, so the object store stays empty.
The input and the output folder are on a disk that all nodes see. A node that goes away costs its tasks' time: a shard
without a row is done again, elsewhere, from its start.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import islice

from worker.errors import MisconfiguredError, UnavailableError
from worker.operations.bulk.counts import Note
from worker.operations.bulk.job import Job, Row, Shard
from worker.operations.bulk.page_server import PageServer
from worker.operations.bulk.shard import run_shard

# Shards that wait beside those that have a processor: enough that none is idle, few enough to be held in memory.
WAITING = 2
# Bytes of the object store of a cluster that is started for one run: the least that Ray takes, since nothing goes in.
OWN_STORE_BYTES = 78_643_200


def run_ray(shards: Sequence[Shard], job: Job, note: Note, *, address: str | None) -> Iterator[Row]:
    """Yield each shard's row when it is done, in whatever order; the first error ends all.

    ``address`` is a cluster's, "auto" the one that this machine is part of; None starts one here for the run. Raises
    UnavailableError where there is no such cluster, and MisconfiguredError where Ray is not installed.
    """
    if find_spec("ray") is None:
        raise MisconfiguredError("--engine ray needs ray here; install it: pip install 'winnow-worker[ray]'")
    import ray  # noqa: PLC0415  - an extra

    own = {"include_dashboard": False, "object_store_memory": OWN_STORE_BYTES} if address is None else {}
    try:
        ray.init(address=address, log_to_driver=False, **own)
    except ConnectionError as error:
        raise UnavailableError(f"the Ray cluster can't be reached: {error}") from None
    except Exception as error:  # Ray raises a bare one where a node takes too long
        ray.shutdown()
        raise UnavailableError(f"Ray did not start: {error} Run the same command again, or --engine local") from None
    try:
        # A shard that its node did not end itself is tried again as often as it takes.
        task = ray.remote(num_cpus=1, max_retries=-1)(_work)
        left, held = iter(shards), list[object]()
        at_once = WAITING + int(ray.cluster_resources().get("CPU", 1))
        while True:
            held += [task.remote(shard, job) for shard in islice(left, at_once - len(held))]
            if not held:
                return
            ended, held = ray.wait(held)
            for row in ray.get(ended):
                note(row.counts)
                yield row
    finally:
        ray.shutdown()


def _work(shard: Shard, job: Job) -> Row:
    return run_shard(shard, job, _server(job.command), lambda _: None)


@cache
def _server(command: tuple[str, ...]) -> PageServer:
    """Return this Ray worker's process at the pages; the kernel ends it with the worker."""
    return PageServer(command)
