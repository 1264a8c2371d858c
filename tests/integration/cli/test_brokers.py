"""What is said of brokers that are misnamed, out of reach, or not the only one in the environment."""

import subprocess
import sys
from pathlib import Path

import pytest
from celery import Celery
from redis import Redis
from typer.testing import CliRunner, Result

from tests.brokers import app_of
from tests.process import CHECKOUT
from worker.cli import app
from worker.queue.bell import depth
from worker.queue.config import SUBMIT_QUEUE


def winnow(*arguments: str) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_DATABASE_URL", "sqlite:///here.db")
    winnow("db", "upgrade")
    return tmp_path


@pytest.mark.parametrize("command", ["submit page.txt", "worker", "status", "doctor", "health ready", "web"])
@pytest.mark.parametrize("url", ["kafka://queue", "redis://:p@ss/w:rd@queue:6379/0", "redis://queue/articles", "queue"])
def test_a_broker_that_can_not_be_is_one_sentence(command: str, url: str, folder: Path) -> None:
    (folder / "page.txt").write_text("A text.")
    result = winnow(*command.split(), "--broker", url)
    assert result.exit_code in (1, 78)
    assert "roker" in result.output
    assert "Traceback" not in result.output
    assert "w:rd" not in result.output


@pytest.mark.parametrize("scheme", ["redis", "rediss", "valkey", "sentinel", "amqp", "amqps"])
def test_a_broker_out_of_reach_is_named_by_its_address(scheme: str) -> None:
    said = winnow("doctor", "--broker", f"{scheme}://me:s3cret@127.0.0.1:1/0").output
    shown = {"valkey": "redis"}.get(scheme, scheme)
    assert f"the broker at {shown}://me:**@127.0.0.1:1/" in said
    assert "can't be reached" in said
    assert "s3cret" not in said
    assert "ransport" not in said


@pytest.mark.redis
def test_a_database_that_redis_lacks_and_a_wrong_password_are_sentences(redis_url: str) -> None:
    assert "can't be reached" in winnow("doctor", "--broker", redis_url.replace("/0", "/99")).output
    assert "refuses us" in winnow("doctor", "--broker", redis_url.replace("//", "//nobody:wrong@")).output


@pytest.mark.rabbitmq
def test_a_wrong_password_of_rabbitmq_is_a_sentence(rabbitmq_url: str) -> None:
    assert "refuses us" in winnow("doctor", "--broker", rabbitmq_url.replace("guest:guest", "guest:wrong")).output


@pytest.mark.redis
def test_doctor_names_messages_under_another_key_and_what_celery_reads(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WINNOW_BROKER_URL", redis_url)
    with Redis.from_url(redis_url) as client:
        client.flushdb()
        assert winnow("doctor").exit_code == 0
        monkeypatch.setenv("CELERY_BROKER_URL", redis_url.replace("://", "://:s3cret@").replace("/0", "/5"))
        told = winnow("doctor")
        assert told.exit_code == 0
        assert f"CELERY_BROKER_URL names another broker ({redis_url[:-1]}5)" in told.stdout
        assert "s3cret" not in told.stdout
        with Celery("plain", set_as_current=False) as producer, producer.connection_for_write(redis_url) as connection:
            producer.send_task("winnow.submit", args=[{"text": "A."}], queue="winnow.submit", connection=connection)
        told = winnow("doctor")
        assert told.exit_code == 1
        assert "messages  1 wait under the key winnow.submit, which nobody here reads" in told.stdout
        assert "global_keyprefix 'winnow:'" in told.stdout
        client.flushdb()


def test_the_example_of_a_producer_submits(broker_url: str) -> None:
    example = CHECKOUT / "docs" / "examples" / "celery_producer.py"
    articles = '{"text": "One."}\n{"text": "Two."}\n'
    subprocess.run([sys.executable, example, broker_url], input=articles, text=True, check=True, timeout=60)

    ours = app_of(broker_url)
    assert depth(ours, SUBMIT_QUEUE) == 2
    with ours.connection_for_write() as connection:
        connection.channel().queue_purge(SUBMIT_QUEUE)
