"""A broker in each form that Winnow is told to speak to: rung, counted, and as hard to stop."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial

import pytest
from celery import Celery
from redis import Redis
from redis.exceptions import NoPermissionError

from tests import brokers
from tests.brokers import PASSWORD, Form, app_of
from tests.conftest import absent
from tests.servers import AbsentError
from worker.errors import UnavailableError
from worker.queue.bell import CeleryBell
from worker.queue.broker import Access, broker_of
from worker.queue.set_aside_messages import ASIDE
from worker.queue.strays import strays

pytestmark = pytest.mark.redis

FORMS: dict[str, Callable[[], AbstractContextManager[Form]]] = {
    "redis": brokers.plain,
    "valkey": brokers.valkey,
    "rediss": brokers.over_tls,
    "redis+socket": brokers.by_socket,
    "ACL user": brokers.with_users,
    "sentinel": brokers.behind_sentinels,
}


@pytest.fixture(scope="module", params=FORMS)
def form(request: pytest.FixtureRequest) -> Iterator[Form]:
    try:
        with FORMS[request.param]() as running:
            yield running
    except AbsentError as error:
        absent(error)


def access_of(form: Form) -> Access:
    return Access(**{name.removeprefix("broker_"): value for name, value in form.settings.items()})


def test_it_is_rung_counted_and_named_without_its_password(form: Form) -> None:
    form.client.flushdb()
    app = app_of(form.url, access_of(form))
    bell = CeleryBell(app)
    bell.ring([[1, 2], [3]])
    assert bell.depth() == 2
    assert {key for key in form.client.scan_iter() if not key.startswith(b"winnow:")} == set()
    shown = app.connection_for_read().as_uri()
    assert "secret" not in shown
    assert PASSWORD not in shown
    assert "Transport" not in shown
    assert shown.split("://")[0] == broker_of(form.url, access_of(form)).url.split("://")[0]


@pytest.mark.parametrize("garbage", [b"hello", b"\xff\xfe{}", b"[" * 100_000, b"{}"])
def test_garbage_is_set_aside(form: Form, garbage: bytes) -> None:
    form.client.flushdb()
    app = app_of(form.url, access_of(form))
    taken: list[object] = []
    form.client.lpush("winnow:winnow", garbage)
    CeleryBell(app).ring([[7]])
    with app.connection_for_read() as connection:
        consumer = app.amqp.TaskConsumer(connection.channel(), on_message=taken.append, accept=["json"])
        with consumer:
            while not taken:
                connection.drain_events(timeout=120)
    assert json.loads(taken[0].body)[0] == [[7]]
    assert form.client.llen(f"winnow:{ASIDE}") == 1


def test_a_certificate_of_nobody_known_is_refused_unless_the_url_says_otherwise() -> None:
    with brokers.over_tls() as form:
        bare = form.url.partition("?")[0]
        with pytest.raises(UnavailableError, match="certificate verify failed") as refused:
            CeleryBell(app_of(bare)).depth()
        assert "secret" not in str(refused.value)
        assert CeleryBell(app_of(f"{bare}?ssl_cert_reqs=none")).depth() == 0
        assert CeleryBell(app_of(form.url)).depth() == 0


def test_a_certificate_of_another_host_is_refused_unless_the_url_says_otherwise() -> None:
    with brokers.over_tls(address="127.0.0.2") as form:
        with pytest.raises(UnavailableError, match="certificate verify failed"):
            CeleryBell(app_of(form.url)).depth()
        assert CeleryBell(app_of(f"{form.url}&ssl_check_hostname=false")).depth() == 0


@pytest.mark.rabbitmq
def test_rabbitmq_over_tls_is_verified_alike() -> None:
    with brokers.rabbitmq_over_tls() as form:
        bell = CeleryBell(app_of(form.url))
        assert bell.depth() == 0
        bare = form.url.partition("?")[0]
        with pytest.raises(UnavailableError, match="certificate verify failed"):
            CeleryBell(app_of(bare)).depth()
        assert CeleryBell(app_of(f"{bare}?ssl_cert_reqs=none")).depth() == 0


def test_the_users_of_the_docs_may_do_what_they_need_and_no_more() -> None:
    with brokers.with_users() as form:
        options = {"global_keyprefix": "winnow:"}
        url = form.url.replace("redis://winnow@", "redis://producer:secret@")
        form.client.acl_setuser("producer", enabled=True, passwords=["+secret"])
        with Celery("plain", broker=url, broker_transport_options=options, set_as_current=False) as producer:
            producer.send_task("winnow.submit", args=[{"text": "A text."}], queue="winnow.submit")
        assert form.client.llen("winnow:winnow.submit") == 1
        port = form.client.connection_pool.connection_kwargs["port"]
        for user, password in (("winnow", PASSWORD), ("producer", "secret")):
            with Redis(port=port, username=user, password=password) as client:
                for forbidden in (partial(client.get, "theirs"), client.flushall, client.keys):
                    with pytest.raises(NoPermissionError):
                        forbidden()
        with Redis(port=port, username="producer", password="secret") as client, pytest.raises(NoPermissionError):
            client.lpush("winnow:winnow", "x")


def test_submissions_under_another_key_are_found(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        client.flushdb()
        for prefix in ("", "other:", "winnow:"):
            options = {"global_keyprefix": prefix}
            with Celery("plain", broker=redis_url, broker_transport_options=options, set_as_current=False) as producer:
                producer.send_task("winnow.submit", args=[{"text": "A text."}], queue="winnow.submit")
        assert strays(app_of(redis_url)) == {"other:winnow.submit": 1, "winnow.submit": 1}
        client.flushdb()


def test_a_neighbours_task_is_left_alone(redis_url: str) -> None:
    """Another application in the same database may work for an hour on one task; ours looks for the lost sooner."""
    with Redis.from_url(redis_url) as client:
        client.flushdb()
        neighbour = Celery("neighbour", broker=redis_url, set_as_current=False)
        neighbour.send_task("theirs", queue="celery")
        app = app_of(redis_url)
        with neighbour.connection_for_read() as theirs, app.connection_for_read() as ours:
            message = neighbour.amqp.queues["celery"].bind(theirs.channel()).get()
            (tag,) = client.zrange("unacked_index", 0, -1)
            client.zincrby("unacked_index", -1_800, tag)  # it has been at work for half an hour
            ours.channel().qos.restore_visible(num=None, interval=1)
            assert client.llen("celery") == 0, "it was given to another"
            message.ack()
        assert client.keys("winnow:*unacked*") == []
        client.flushdb()


@pytest.mark.parametrize("name", ["CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_BROKER_WRITE_URL"])
def test_the_environment_of_other_celery_apps_is_passed_over(
    redis_url: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with Redis.from_url(redis_url) as client:
        client.flushdb()
        monkeypatch.setenv(name, redis_url.replace("/0", "/5"))
        app = app_of(redis_url)
        CeleryBell(app).ring([[1]])
        assert client.llen("winnow:winnow") == 1
        for connection in (app.connection(), app.connection_for_read(), app.connection_for_write()):
            assert connection.as_uri() == redis_url
        client.flushdb()
