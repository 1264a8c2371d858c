"""Three Redis Sentinels over a Redis and its replica: real ones, which take the replica when the Redis is gone."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from redis import Redis
from redis.exceptions import RedisError

from tests import servers
from tests.chaos.server import Server, redis

PASSWORD = "secret"
SENTINEL_PASSWORD = "watch"
MASTER = "articles"
SENTINELS = 3
AGREED_S = 60.0

CONFIGURATION = f"""\
bind 127.0.0.1
requirepass {SENTINEL_PASSWORD}
sentinel sentinel-pass {SENTINEL_PASSWORD}
sentinel monitor {MASTER} 127.0.0.1 %s 2
sentinel auth-pass {MASTER} {PASSWORD}
sentinel down-after-milliseconds {MASTER} 5000
sentinel failover-timeout {MASTER} 20000
"""


@dataclass(frozen=True)
class Watched:
    """``master`` is the Redis that was it at first, ``watchers`` may ask the sentinels anything."""

    url: str
    master: Server
    replica: Server
    client: Redis
    watchers: list[Redis]

    settings: ClassVar[dict[str, str]] = {
        "broker_sentinel_master": MASTER,
        "broker_sentinel_password": SENTINEL_PASSWORD,
    }

    def master_port(self) -> int:
        """The port of the Redis that the sentinels name now."""
        return int(self.watchers[0].sentinel_masters()[MASTER]["port"])


@contextmanager
def sentinels() -> Iterator[Watched]:
    with ExitStack() as stack:
        options = ("--requirepass", PASSWORD, "--masterauth", PASSWORD)
        master, replica = (stack.enter_context(redis(*options)) for _ in range(2))
        client, second = (stack.enter_context(Redis(port=port_of(one), password=PASSWORD)) for one in (master, replica))
        second.replicaof("127.0.0.1", str(port_of(master)))
        until(lambda: second.info("replication")["master_link_status"] == "up")
        ports = [stack.enter_context(_sentinel(port_of(master))) for _ in range(SENTINELS)]
        watchers = [stack.enter_context(Redis(port=port, password=SENTINEL_PASSWORD)) for port in ports]
        until(lambda: all(_has_settled(watcher) for watcher in watchers))
        url = ";".join(f"sentinel://:{PASSWORD}@127.0.0.1:{port}/0" for port in ports)
        yield Watched(url, master, replica, client, watchers)


def port_of(server: Server) -> int:
    return int(server.url.rpartition(":")[2].partition("/")[0])


def until(reached: Callable[[], bool], within_s: float = AGREED_S) -> None:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        with suppress(RedisError):
            if reached():
                return
        time.sleep(0.1)
    raise AssertionError("not reached in time")


@contextmanager
def _sentinel(master_port: int) -> Iterator[int]:
    port = servers.free_port()
    with servers.server_folder("sentinel") as folder:
        configuration: Path = folder / "sentinel.conf"
        configuration.write_text(f"port {port}\ndir {folder}\n" + CONFIGURATION % master_port)
        command: list[object] = [servers.redis_program(), configuration, "--sentinel"]
        made = Server(f"sentinel://127.0.0.1:{port}", command, folder, lambda: servers.redis_answers(port))
        with made.running():
            yield port


def _has_settled(watcher: Redis) -> bool:
    """Whether a sentinel knows the replica and its peers: only then can it take part in a fail-over."""
    state = watcher.sentinel_masters()[MASTER]
    return state["num-slaves"] == 1 and state["num-other-sentinels"] == SENTINELS - 1 and state["flags"] == "master"
