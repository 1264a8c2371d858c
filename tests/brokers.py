"""Brokers in each form that Winnow is told to speak to, as real servers, and apps that speak to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from tests import servers
from tests.certificates import Certificates, make_certificates
from tests.sentinels import sentinels
from worker.queue.application import make_app
from worker.queue.broker import Access, broker_of
from worker.queue.connection import Application

PASSWORD = "p@ss/w:r#d %41?"
DEPLOYMENT = Path(__file__).parents[1] / "docs" / "deployment.md"


@dataclass(frozen=True)
class Form:
    """A broker as an operator names it: a URL and the settings beside it. ``client`` may do everything there."""

    url: str
    client: Redis | None = None
    settings: dict[str, str] = field(default_factory=dict)
    certificates: Certificates | None = None


def app_of(url: str, access: Access | None = None) -> Application:
    """An app that no worker runs."""

    def never() -> None:
        raise AssertionError("no worker runs here")

    app = make_app(
        broker_of(url, access),
        never,  # type: ignore[arg-type]
        soft_time_limit_s=20,
        hard_time_limit_s=30,
        on_main_start=never,
        on_child_start=never,
        sweep_interval_s=5,
        max_bytes=1000,
    )
    assert isinstance(app, Application)
    return app


@contextmanager
def plain() -> Iterator[Form]:
    with servers.redis_server() as url, Redis.from_url(url) as client:
        yield Form(url, client)


@contextmanager
def valkey() -> Iterator[Form]:
    """A Redis under its sibling's name: they speak the same protocol."""
    with plain() as form:
        yield Form(form.url.replace("redis:", "valkey:"), form.client)


@contextmanager
def over_tls(address: str = "127.0.0.1") -> Iterator[Form]:
    """A Redis that speaks nothing but TLS, with a certificate of an authority that nobody else knows."""
    port = servers.free_port()
    with servers.server_folder("certificates") as folder:
        made = make_certificates(folder, host="broker.example", address=address)
        options = ["--port", "0", "--tls-port", str(port), "--tls-auth-clients", "no", "--tls-cert-file",
                   str(made.certificate), "--tls-key-file", str(made.key), "--tls-ca-cert-file", str(made.authority),
                   "--requirepass", "secret"]  # fmt: skip
        client = Redis(
            port=port, ssl=True, ssl_ca_certs=str(made.authority), ssl_check_hostname=False, password="secret"
        )
        with client, servers.redis_with(options, ready=lambda: answers(client)):
            yield Form(f"rediss://:secret@127.0.0.1:{port}/0?ssl_ca_certs={made.authority}", client, {}, made)


@contextmanager
def by_socket() -> Iterator[Form]:
    with servers.server_folder("socket") as folder:
        path = folder / "redis.sock"
        client = Redis(unix_socket_path=str(path), db=3, password="secret")
        options = ["--port", "0", "--unixsocket", str(path), "--requirepass", "secret"]
        with client, servers.redis_with(options, ready=lambda: answers(client)):
            yield Form(f"redis+socket://:secret@{path}?virtual_host=3", client)


@contextmanager
def with_users() -> Iterator[Form]:
    """A Redis with the users that docs/deployment.md names, and no others; the password is an odd one."""
    port = servers.free_port()
    with servers.server_folder("users") as folder:
        rules = folder / "users.acl"
        rules.write_text("\n".join([*documented_users(), "user root on >root ~* &* +@all"]))
        client = Redis(port=port, username="root", password="root")
        options = ["--port", str(port), "--aclfile", str(rules)]
        with client, servers.redis_with(options, ready=lambda: answers(client)):
            client.acl_setuser("winnow", enabled=True, passwords=[f"+{PASSWORD}"])
            yield Form(f"redis://winnow@127.0.0.1:{port}/0", client, {"broker_password": PASSWORD})


def documented_users() -> list[str]:
    """The lines of docs/deployment.md that begin as those of a Redis ACL file do."""
    lines = DEPLOYMENT.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip().startswith("user ")]


def answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except AuthenticationError:
        return True
    except (RedisError, OSError):
        return False


@contextmanager
def behind_sentinels() -> Iterator[Form]:
    with sentinels() as watched:
        yield Form(watched.url, watched.client, watched.settings)


@contextmanager
def rabbitmq_over_tls() -> Iterator[Form]:
    port = servers.free_port()
    with servers.server_folder("certificates") as folder:
        made = make_certificates(folder)
        options = {
            "listeners.ssl.default": f"127.0.0.1:{port}",
            "ssl_options.cacertfile": made.authority,
            "ssl_options.certfile": made.certificate,
            "ssl_options.keyfile": made.key,
            "ssl_options.verify": "verify_none",
        }
        with servers.rabbitmq_server("".join(f"{name} = {value}\n" for name, value in options.items())):
            yield Form(f"amqps://guest:guest@127.0.0.1:{port}//?ssl_ca_certs={made.authority}", None, {}, made)
