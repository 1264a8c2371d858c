"""What a message must be so that neither kombu nor Celery breaks at it, as JSON: a call in Celery's protocol 2, or what
its remote control and its events send.
"""

import json
from collections.abc import Callable
from typing import Any

Decode = Callable[[str, Any], Any]

# Remote control (questions and their answers) and events: Celery's own names.
_CONTROL_SUFFIX = ".pidbox"
_EVENT_PREFIX = "celeryev"


def is_control_queue(queue: str) -> bool:
    """Whether a queue carries no calls, but what Celery's workers and tools say to one another."""
    return queue.endswith(_CONTROL_SUFFIX) or queue.startswith(_EVENT_PREFIX)


def find_fault(message: Any, decode: Decode) -> str | None:
    """Return what is wrong with a decoded message of a task queue, or None; ``decode`` undoes a body's encoding."""
    properties = _dict(_dict(message).get("properties"))
    return _delivery_fault(properties) or _call_fault(message, properties, decode) or _header_fault(message)


def find_control_fault(message: Any, decode: Decode) -> str | None:
    """Return what is wrong with a decoded message of a control queue, or None."""
    properties = _dict(_dict(message).get("properties"))
    return _delivery_fault(properties) or _statement_fault(message, properties, decode)


def _delivery_fault(properties: dict[str, Any]) -> str | None:
    delivery = _dict(properties.get("delivery_info"))
    if not isinstance(properties.get("delivery_tag"), str):
        return "it has no delivery tag"
    if not all(isinstance(delivery.get(name), str) for name in ("exchange", "routing_key")):
        return "it does not say where it was sent"
    return None


def _content_fault(message: dict[str, Any]) -> str | None:
    if not all(isinstance(message.get(name), str) for name in ("body", "content-type", "content-encoding")):
        return "it has no body, or does not say what that is"
    if message["content-type"] != "application/json":
        return "its body is not JSON"  # and is never opened: a pickle runs what it says
    return None


def _call_fault(message: dict[str, Any], properties: dict[str, Any], decode: Decode) -> str | None:
    if fault := _content_fault(message):
        return fault
    try:
        body = decode(message["body"], properties.get("body_encoding"))
        if not _dict(message.get("headers")).get("compression"):
            body = json.loads(body)
    except Exception:  # of whatever kind: it may name any codec
        return "its body can't be decoded"
    shape = [type(part) for part in body] if isinstance(body, list) else []
    if isinstance(body, bytes):
        return None  # compressed: Celery unpacks it, and handles what does not unpack
    return None if shape in ([list, dict, dict], [list, dict, type(None)]) else "its body is no call"


def _statement_fault(message: dict[str, Any], properties: dict[str, Any], decode: Decode) -> str | None:
    if fault := _content_fault(message):
        return fault
    try:
        body = json.loads(decode(message["body"], properties.get("body_encoding")))
    except Exception:  # of whatever kind: it may name any codec
        return "its body can't be decoded"
    said = body if isinstance(body, list) else [body]  # events come in lists
    return None if all(isinstance(one, dict) for one in said) else "its body says nothing"


def _header_fault(message: dict[str, Any]) -> str | None:
    headers = _dict(message.get("headers"))
    if not all(isinstance(headers.get(name), str) for name in ("id", "task")):
        return "it names no task"
    if not isinstance(headers.get("retries", 0), int) or not _is_limit(headers.get("timelimit")):
        return "its headers are of the wrong kind"
    if not all(isinstance(headers.get(name), str | None) for name in ("eta", "expires", "group", "root_id")):
        return "its headers are of the wrong kind"
    return None


def _is_limit(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and len(value) == 2 and all(isinstance(part, int | float | None) for part in value)
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
