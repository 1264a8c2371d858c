"""Celery shows whole messages that it can't take; Winnow's logs don't."""

import logging

import pytest
from celery.worker.consumer import consumer

from worker.logs import without_contents

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


def test_other_lines_are_left_whole() -> None:
    record = logging.LogRecord("celery.worker.strategy", logging.INFO, "x.py", 1, "the body of %s", ("this",), None)
    assert without_contents(record)
    assert record.getMessage() == "the body of this"
