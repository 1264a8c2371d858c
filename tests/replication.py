"""A PostgreSQL and its standby, which take each other's place as a cluster's manager has them do."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests import servers
from tests.chaos.server import Server
from tests.sentinels import until


@dataclass(frozen=True)
class Pair:
    """Two servers; ``url`` names both, and leads to the one that can be written to."""

    primary: Server
    standby: Server

    @property
    def url(self) -> str:
        hosts = "&".join(f"host=127.0.0.1:{port_of(one)}" for one in (self.primary, self.standby))
        return f"postgresql://postgres@/postgres?{hosts}&target_session_attrs=read-write"

    def switch_over(self) -> None:
        """Let the primary write no more, the standby catch up, and then take over."""
        ask(self.primary, "ALTER SYSTEM SET default_transaction_read_only = on")
        ask(self.primary, "SELECT pg_reload_conf()")
        until(lambda: ask(self.primary, "SHOW default_transaction_read_only") == "on")
        written = ask(self.primary, "SELECT pg_current_wal_flush_lsn()")
        until(lambda: ask(self.standby, f"SELECT pg_last_wal_replay_lsn() >= '{written}'") is True)
        ask(self.standby, "SELECT pg_promote()")


@contextmanager
def pair(programs: Path) -> Iterator[Pair]:
    with ExitStack() as stack:
        folder = stack.enter_context(servers.server_folder("pair", servers.memory_folder()))
        bin_folder = stack.enter_context(servers.reachable(programs, folder))
        servers.make_cluster(bin_folder, folder / "primary")
        primary = stack.enter_context(_server(bin_folder, folder, "primary").running())
        backup = [bin_folder / "pg_basebackup", "-d", primary.url, "-D", folder / "standby", "-R", "-X", "stream"]
        subprocess.run([str(word) for word in backup], check=True, **servers.unprivileged())
        yield Pair(primary, stack.enter_context(_server(bin_folder, folder, "standby").running()))


def port_of(server: Server) -> int:
    return int(server.url.rpartition(":")[2].partition("/")[0])


def ask(server: Server, statement: str) -> object:
    """Return the one value that a server answers; None where a statement has none."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        answer = connection.execute(statement.encode())
        row = answer.fetchone() if answer.description else None
        return row[0] if row else None


def _server(bin_folder: Path, folder: Path, name: str) -> Server:
    port = servers.free_port()
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    command = servers.postgres_command(bin_folder, folder / name, port)
    return Server(url, command, folder, lambda: servers.postgres_answers(url), servers.unprivileged())
