"""A whole worker on each form of broker: it takes what is submitted, lives through garbage, and answers Celery."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests import brokers
from tests.brokers import PASSWORD, Form
from tests.conftest import absent
from tests.factories import new_article
from tests.process import environment, running
from tests.sentinels import until
from tests.servers import AbsentError
from worker.bootstrap import Winnow
from worker.queue.config import SUBMIT_QUEUE, SUBMIT_TASK
from worker.settings import load_settings
from worker.store.figures.status import status

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.timeout(240)]

FORMS: dict[str, Callable[[], AbstractContextManager[Form]]] = {
    "rediss": brokers.over_tls,
    "redis+socket": brokers.by_socket,
    "ACL user": brokers.with_users,
    "amqps": brokers.rabbitmq_over_tls,
}
DONE_S = 90.0


@pytest.fixture(params=[pytest.param(one, marks=[pytest.mark.rabbitmq] * (one == "amqps")) for one in FORMS])
def form(request: pytest.FixtureRequest) -> Iterator[Form]:
    try:
        with FORMS[request.param]() as running_form:
            yield running_form
    except AbsentError as error:
        absent(error)


def test_a_worker_works(form: Form, tmp_path: Path) -> None:
    settings = {"database_url": f"sqlite:///{tmp_path / 'winnow.db'}", "broker_url": form.url, **form.settings}
    winnow = Winnow(load_settings({**settings, "model_dir": tmp_path / "models"}))
    winnow.service.submit([new_article()])
    winnow.app.send_task(SUBMIT_TASK, args=[{"text": "Sent by Celery.\n\nIt says little."}], queue=SUBMIT_QUEUE)
    if form.client:
        form.client.rpush("winnow:winnow", b"hello", b"[]")
        form.client.rpush("winnow:winnow.submit", b"hello", b"[]")
    command = [sys.executable, "-m", "worker", "worker", "-c1", "--", "-Q", "winnow,winnow.submit"]
    log = tmp_path / "worker.log"
    with running(command, environment(tmp_path, **settings), log) as process:
        until(lambda: status(winnow.engine).done == 2, within_s=DONE_S)
        pongs = winnow.app.control.inspect(timeout=60, limit=1).ping()
        assert process.poll() is None
    assert list(pongs.values()) == [{"ok": "pong"}]
    said = log.read_text()
    assert f"Connected to {winnow.broker.address.split('://')[0]}://" in said
    assert said.count("message_set_aside") == (4 if form.client else 0)
    for kept_quiet in (PASSWORD, "secret", "Transport"):
        assert kept_quiet not in said
