"""A worker that is up and consumes nothing ends itself, so that its supervisor brings it back."""

import sys
from pathlib import Path
from subprocess import TimeoutExpired

import pytest
from redis import Redis

from tests.process import environment, running
from worker.queue.heartbeat import EXIT_STUCK

pytestmark = [pytest.mark.redis, pytest.mark.timeout(1800)]

# A worker whose places are all taken, as one was seen to be after its Redis had hung; it looks ten times a second.
PROGRAM = """
from functools import partial
from worker.queue import application, heartbeat, redis_channel
redis_channel.QoS.can_consume = lambda self: False
application.heartbeat_step = partial(heartbeat.heartbeat_step, beat_s=0.1, idle_beats=5)
from worker.bootstrap import wire
wire().app.worker_main(["worker", "--concurrency", "1", "--without-gossip", "--without-mingle"])
"""


def test_it_ends_when_messages_wait_and_not_before(redis_url: str, tmp_path: Path) -> None:
    given = environment(
        tmp_path, broker_url=redis_url, database_url=f"sqlite:///{tmp_path / 'winnow.db'}",
        heartbeat_file=str(tmp_path / "beat"), sweep_interval_s="3600",
    )  # fmt: skip
    with (
        Redis.from_url(redis_url) as client,
        running([sys.executable, "-c", PROGRAM], given, tmp_path / "log") as worker,
    ):
        client.flushall()
        with pytest.raises(TimeoutExpired):
            worker.wait(12)
        client.lpush("winnow:winnow", "{}")
        assert worker.wait(60) == EXIT_STUCK
        client.flushall()
