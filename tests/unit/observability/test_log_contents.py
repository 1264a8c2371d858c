"""Celery shows whole messages that it can't take; Winnow's logs don't."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog
from celery.worker.consumer import consumer

from worker.observability.logs import configure_logs, without_contents

TEXT = "quincunx of damsons"


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        (consumer.UNKNOWN_FORMAT, (TEXT,), "Received and deleted unknown message.  Wrong destination?!?"),
        (
            consumer.UNKNOWN_TASK_ERROR,
            (KeyError("some.task"), TEXT, {"argsrepr": TEXT}, {}),
            "Received unregistered task of type 'some.task'.",
        ),
        (consumer.INVALID_TASK_ERROR, ("no mapping", TEXT), "Received invalid task message: no mapping"),
        (consumer.MESSAGE_DECODE_ERROR, (ValueError(TEXT), "a", "b", {}, TEXT), "Can't decode message "),
    ],
)
def test_a_message_that_no_task_takes_is_told_without_its_contents(
    template: str, values: tuple[object, ...], said: str
) -> None:
    record = logging.LogRecord(consumer.__name__, logging.ERROR, "x.py", 1, template, values, None)
    assert without_contents(record)
    assert record.getMessage() == said


@contextmanager
def winnows_logs() -> Iterator[None]:
    """Log as Winnow does, and then as before."""
    root, configured = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers, root.level
    configure_logs()
    try:
        yield
    finally:
        root.handlers, root.level = handlers, level
        structlog.configure(**configured)


def test_an_error_is_told_by_its_type_and_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    with winnows_logs():
        try:
            raise KeyError(TEXT)
        except KeyError:
            structlog.get_logger("worker.x").exception("broke")
            logging.getLogger("elsewhere").exception("broke there")
        context = {"name": "t", "id": "1", "description": "raised unexpected", "exc": f"ValueError({TEXT!r})"}
        logging.getLogger("celery.app.trace").error("Task %(name)s[%(id)s] %(description)s: %(exc)s", context)
    said = capsys.readouterr().err

    assert TEXT not in said
    first, second, third = map(json.loads, said.splitlines())
    for line in (first, second):
        assert line["exception"].endswith("KeyError")
        assert "test_log_contents.py" in line["exception"]
    assert third["event"] == "Task t[1] raised unexpected: ValueError"


def test_other_lines_are_left_whole() -> None:
    record = logging.LogRecord("celery.worker.strategy", logging.INFO, "x.py", 1, "the body of %s", ("this",), None)
    assert without_contents(record)
    assert record.getMessage() == "the body of this"
