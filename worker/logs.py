"""Logs: one JSON object a line, controls escaped, ids and counts but never an article's text."""

import logging
import sys

import structlog
from structlog.types import Processor

# Who says what of messages that are none of ours, and how such a message's own contents are announced.
_CONSUMER = "celery.worker.consumer"
_CONTENTS = "body"


def without_contents(record: logging.LogRecord) -> bool:
    """Cut Celery's words on a message that it can't take down to their first line: the others show its contents."""
    if record.name.startswith(_CONSUMER) and isinstance(record.msg, str) and _CONTENTS in record.msg:
        record.msg = record.msg.strip().partition("\n")[0].partition(_CONTENTS)[0]
        record.args = (record.args or ())[: record.msg.count("%")] if isinstance(record.args, tuple) else ()
        record.exc_info = None
    return True


def configure_logs(level: str = "INFO") -> None:
    """Send all logs, Celery's too, to standard error as JSON lines."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(without_contents)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
