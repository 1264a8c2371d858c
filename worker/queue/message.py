"""What a message in Redis must be so that neither kombu nor Celery breaks at it: a call, or a word of its tools."""

import json
from collections.abc import Callable
from typing import Any

from worker.queue.calls import find_call_fault

Decode = Callable[[str, Any], Any]

# Remote control (questions and their answers) and events: Celery's own names.
_CONTROL_SUFFIX = ".pidbox"
_EVENT_PREFIX = "celeryev"


def is_control_queue(queue: str) -> bool:
    """Whether a queue carries no calls, but what Celery's workers and tools say to one another."""
    return queue.endswith(_CONTROL_SUFFIX) or queue.startswith(_EVENT_PREFIX)


def find_fault(message: Any, queue: str, decode: Decode) -> str | None:
    """Return what is wrong with a decoded message of a task queue, or None; ``decode`` undoes a body's encoding."""
    fault, body = _read(message, decode)
    return fault or find_call_fault(queue, message.get("headers"), body)


def find_control_fault(message: Any, decode: Decode) -> str | None:
    """Return what is wrong with a decoded message of a control queue, or None."""
    fault, body = _read(message, decode)
    if fault or _dict(message.get("headers")).get("compression"):
        return fault or "it is compressed"
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError):
        return "its body is not JSON"
    every = decoded if isinstance(decoded, list) else [decoded]  # events come in lists
    return None if all(isinstance(one, dict) for one in every) else "its body says nothing"


def _read(message: Any, decode: Decode) -> tuple[str | None, str | bytes]:
    """Return what is wrong with the wrapping, and else the body as it was sent."""
    properties = _dict(_dict(message).get("properties"))
    if fault := _delivery_fault(properties) or _content_fault(message):
        return fault, ""
    try:
        body = decode(message["body"], properties.get("body_encoding"))
    except Exception:  # of whatever kind: it may name any codec
        return "its body can't be decoded", ""
    return None, body


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


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
