"""Fakes and real parts keep the same contracts."""

from pathlib import Path

import pytest

from classifiers.registry.versions import Registry
from classifiers.types import ArticleContext, Comment, Verdict
from tests.brokers import app_of
from tests.fakes import RecordingBell, WordJudge
from worker.errors import UnavailableError
from worker.queue.bell import CeleryBell
from worker.queue.config import PROCESS_QUEUE
from worker.work.pipeline import JudgePort
from worker.work.service import Bell

COMMENTS = [
    Comment("Thanks, I had wondered about the bridge.", author="Ann"),
    Comment("", page="a"),
    Comment("Play casino slots and win https://win.example", "casino", "https://win.example", ("https://win.example",)),
    Comment("그 다리는 언제 열리나요?", article=ArticleContext("Bridge", "The bridge opens.", "en"), page="a"),
]


@pytest.fixture(params=["fake", "shipped"])
def judge(request: pytest.FixtureRequest, tmp_path: Path) -> JudgePort:
    return WordJudge() if request.param == "fake" else Registry(tmp_path).load()


def test_a_judge_answers_each_comment_in_order(judge: JudgePort) -> None:
    found = judge.judge(COMMENTS)
    assert len(found) == len(COMMENTS)
    assert judge.judge([]) == []
    assert judge.version
    for prediction in found:
        assert 0 <= prediction.probability <= 1
        assert bool(prediction.reasons) == (prediction.verdict is not Verdict.ALLOW)
    assert found[2].probability > found[0].probability


def celery_bell(url: str) -> CeleryBell:
    app = app_of(url)
    with app.connection_for_write() as connection:
        channel = connection.channel()
        channel.queue_declare(PROCESS_QUEUE, durable=True, auto_delete=False)
        channel.queue_purge(PROCESS_QUEUE)
    return CeleryBell(app)


@pytest.fixture(
    params=[
        "fake",
        "memory",
        pytest.param("redis", marks=pytest.mark.redis),
        pytest.param("rabbitmq", marks=pytest.mark.rabbitmq),
    ]
)
def bell(request: pytest.FixtureRequest) -> Bell:
    if request.param == "fake":
        return RecordingBell()
    url = "memory://localhost/" if request.param == "memory" else request.getfixturevalue(f"{request.param}_url")
    return celery_bell(url)


def test_a_bell_counts_what_was_rung(bell: Bell) -> None:
    assert bell.depth() == 0
    bell.ring([[1, 2, 3], [4]])
    assert bell.depth() == 2


def test_a_broker_out_of_reach_is_one_sentence_without_its_password() -> None:
    bell = CeleryBell(app_of("redis://user:secret@127.0.0.1:1/0"))
    with pytest.raises(UnavailableError) as error:
        bell.ring([[1]])
    assert "secret" not in str(error.value)
    with pytest.raises(UnavailableError):
        bell.depth()
