"""A broker's URL in all its forms: what is opened, how it is named, and what is said of a wrong one."""

from pathlib import Path

import pytest
from kombu import Connection

from worker.errors import MisconfiguredError
from worker.queue.broker import Access, Broker, broker_of

ODD = "p@ss/w:rd%41#?"
ODD_ESCAPED = "p%40ss%2Fw%3Ard%2541%23%3F"
OURS = "worker.queue.redis_transport:"


@pytest.mark.parametrize(
    ("url", "address", "transport"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0", "Transport"),
        ("redis://", "redis://127.0.0.1:6379/0", "Transport"),
        ("redis://queue", "redis://queue:6379/0", "Transport"),
        ("redis://:secret@queue:1/2", "redis://queue:1/2", "Transport"),
        ("redis://me:secret@[::1]:1/2", "redis://me@[::1]:1/2", "Transport"),
        ("valkey://me:secret@queue", "redis://me@queue:6379/0", "Transport"),
        ("rediss://:secret@queue/1", "rediss://queue:6379/1", "Transport"),
        ("valkeys://queue", "rediss://queue:6379/0", "Transport"),
        ("redis+socket:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=0", "SocketTransport"),
        (
            "redis+socket://:secret@/run/redis.sock?virtual_host=7",
            "redis+socket:///run/redis.sock?virtual_host=7",
            "SocketTransport",
        ),
        ("sentinel://:secret@a:1", "sentinel://a:1/0 (mymaster)", "SentinelTransport"),
        ("sentinel://me:secret@a;sentinel://b:2/3", "sentinel://me@a:26379,b:2/3 (mymaster)", "SentinelTransport"),
    ],
)
def test_each_kind_of_redis_keeps_the_hardened_transport(url: str, address: str, transport: str) -> None:
    broker = broker_of(url)
    assert (broker.address, broker.transport) == (address, OURS + transport)
    assert broker.options["global_keyprefix"] == "winnow:"
    assert (broker.tls is not None) == url.startswith(("rediss", "valkeys"))


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("amqp://guest:secret@rabbit//", "amqp://guest@rabbit//"),
        ("amqp://guest:secret@rabbit:1/articles", "amqp://guest@rabbit:1/articles"),
        ("amqps://guest:secret@rabbit", "amqps://guest@rabbit"),
    ],
)
def test_rabbitmqs_transport_is_hardened_too(url: str, address: str) -> None:
    broker = broker_of(url)
    assert broker.address == address
    assert broker.transport == "worker.queue.amqp_transport:" + ("Tls" * url.startswith("amqps")) + "Transport"
    assert (broker.tls is not None) == url.startswith("amqps")


@pytest.mark.parametrize("scheme", ["redis", "rediss", "valkey", "amqp"])
@pytest.mark.parametrize(
    ("url", "access"),
    [(f"me:{ODD_ESCAPED}@queue:1/2", None), ("me@queue:1/2", Access(password=ODD)), ("me:no@queue:1/2", Access(ODD))],
)
def test_an_odd_password_arrives(scheme: str, url: str, access: Access | None) -> None:
    broker = broker_of(f"{scheme}://{url}", access)
    opened = Connection(broker.opens, transport=broker.transport)
    assert (opened.hostname, opened.port, opened.userid, opened.password) == ("queue", 1, "me", ODD)
    assert ODD not in broker.address
    assert ODD_ESCAPED not in broker.address


@pytest.mark.parametrize(
    "url",
    [
        "redis://:p@ss/w:rd@queue:6379/0",
        "redis://:pa#ss@queue:6379/0",
        "redis://:pa?ss@queue:6379/0",
        "redis://:pa/ss@queue:6379/0",
        "rediss://:pa?ss@queue:6379/0",
        "amqp://me:p@ss/w:rd@queue//",
        "sentinel://:p@ss/w:rd@queue",
        "redis+socket://:p@ss/w:rd@/run/redis.sock",
        "redis://:p[ss@queue",
        "redis://queue:port/0",
        "redis://queue:70000/0",
    ],
)
def test_a_password_that_is_not_escaped_is_told_of_and_not_shown(url: str) -> None:
    with pytest.raises(MisconfiguredError, match="WINNOW_BROKER_PASSWORD") as refused:
        broker_of(url)
    assert "ss" not in str(refused.value).replace("password", "").replace("PASSWORD", "")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("kafka://queue", "no broker of the kind 'kafka'. Give redis://"),
        ("localhost:6379", "can't tell the broker's kind"),
        ("", "can't tell the broker's kind"),
        ("p@ss://queue", "can't tell the broker's kind"),
        ("redis://queue/articles", "the number of a Redis database"),
        ("redis://queue/0?ssl_cert_reqs=none", "takes no parameters"),
        ("rediss://queue/0?verify=no", "'verify', which means nothing"),
        ("rediss://queue/0?ssl_cert_reqs=perhaps", "must be required or none"),
        ("rediss://queue/0?ssl_check_hostname=no", "must be true or false"),
        ("rediss://queue/0?ssl_ca_certs=/no/such.pem", "not there: ssl_ca_certs=/no/such.pem"),
        ("amqps://queue/?ssl_ca_certs=/no/such.pem", "not there: ssl_ca_certs=/no/such.pem"),
        ("redis+socket://", "redis+socket:///run/redis.sock"),
        ("redis+socket://host/run/redis.sock", "redis+socket:///run/redis.sock"),
        ("redis+socket:///run/redis.sock?virtual_host=x", "redis+socket:///run/redis.sock"),
        ("sentinel://a;redis://b", "sentinel://host:26379;"),
        ("sentinel://a/articles", "the number of a Redis database"),
    ],
)
def test_a_wrong_url_is_one_sentence(url: str, said: str) -> None:
    with pytest.raises(MisconfiguredError) as refused:
        broker_of(url)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_certificates_are_verified_unless_the_url_says_otherwise(tmp_path: Path) -> None:
    authority = tmp_path / "authority.pem"
    authority.touch()

    def tls(parameters: str) -> object:
        return broker_of(f"rediss://queue/0{parameters}").tls

    assert tls("") == {"ssl_cert_reqs": "required", "ssl_check_hostname": True}
    assert tls("?ssl_cert_reqs=none") == {"ssl_cert_reqs": "none", "ssl_check_hostname": False}
    assert tls("?ssl_cert_reqs=CERT_NONE") == tls("?ssl_cert_reqs=none")
    assert tls(f"?ssl_ca_certs={authority}&ssl_check_hostname=false") == {
        "ssl_cert_reqs": "required", "ssl_check_hostname": False, "ssl_ca_certs": str(authority),
    }  # fmt: skip


def test_sentinels_come_as_an_option_so_that_kombu_never_leaves_our_transport() -> None:
    access = Access(password="secret", sentinel_master="articles", sentinel_password="watch")
    broker = broker_of("sentinel://a:1;sentinel://b:2/3", access)
    assert broker.opens == "sentinel://:secret@a:1/3"
    assert broker.options["sentinels"] == [("a", 1), ("b", 2)]
    assert broker.options["master_name"] == "articles"
    assert broker.options["sentinel_kwargs"] == {"password": "watch"}


def test_a_broker_is_a_value() -> None:
    assert broker_of("redis://queue") == broker_of("redis://queue:6379/0")
    assert isinstance(broker_of("memory://localhost/"), Broker)
