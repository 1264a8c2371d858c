"""Logs: one JSON object a line, controls escaped, ids and counts but never an article's text."""

import logging
import sys
import traceback
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.types import EventDict, Processor

# Celery's own words that may quote a message: of those that no task takes, and of tasks that broke.
_CONSUMER = "celery.worker.consumer"
_TRACE = "celery.app.trace"
# How a message's contents are announced.
_CONTENTS = "body"


def without_contents(record: logging.LogRecord) -> bool:
    """Cut what Celery says of a message to what does not quote it: its first line, the type of an error."""
    if record.name.startswith(_CONSUMER) and isinstance(record.msg, str) and _CONTENTS in record.msg:
        record.msg = record.msg.strip().partition("\n")[0].partition(_CONTENTS)[0]
        record.args = (record.args or ())[: record.msg.count("%")] if isinstance(record.args, tuple) else ()
        record.exc_info = None
    if record.name == _TRACE and isinstance(record.args, Mapping) and "exc" in record.args:
        record.args = {**record.args, "exc": str(record.args["exc"]).partition("(")[0]}
    return True


def add_traceback(_: Any, __: str, event: EventDict) -> EventDict:
    """Say where an error was raised and of what type it is; its own words may quote a text."""
    info = event.pop("exc_info", None)
    kind, _error, trace = info if isinstance(info, tuple) else sys.exc_info() if info else (None, None, None)
    if kind is not None:
        event["exception"] = "".join([*traceback.format_tb(trace), kind.__qualname__])
    return event


def configure_logs(level: str = "INFO") -> None:
    """Send all logs, Celery's too, to standard error as JSON lines."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        add_traceback,
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
    for library in ("httpx", "httpcore"):  # they log whole addresses, and those of webhooks may hold secrets
        logging.getLogger(library).setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
