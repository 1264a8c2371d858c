"""What a call must be: Celery's protocol 2, as JSON, and no more than its queue is for."""

import json
from collections.abc import Mapping
from typing import Any, Final

from worker.queue.config import (
    LAST_TASK,
    PROCESS_QUEUE,
    PROCESS_TASK,
    RETRAIN_QUEUE,
    RETRAIN_TASK,
    SUBMIT_QUEUE,
    SUBMIT_TASK,
)

# The tasks that each queue carries. Strangers may write to that for submissions, and reach nothing else through it.
_CARRIED: Final[Mapping[str, frozenset[str]]] = {
    PROCESS_QUEUE: frozenset({PROCESS_TASK, LAST_TASK}),
    SUBMIT_QUEUE: frozenset({SUBMIT_TASK}),
    RETRAIN_QUEUE: frozenset({RETRAIN_TASK}),
}


def find_call_fault(queue: str, headers: object, body: str | bytes) -> str | None:
    """Return what is wrong with a call that came through a queue, or None; ``body`` is its JSON, as it was sent."""
    given = headers if isinstance(headers, dict) else {}
    if given.get("compression"):
        return "it is compressed"  # and is never unpacked: a little may become very much
    try:
        call = json.loads(body)
    except (ValueError, RecursionError):
        return "its body is not JSON"
    shape = [type(part) for part in call] if isinstance(call, list) else []
    if shape not in ([list, dict, dict], [list, dict, type(None)]):
        return "its body is no call"
    return _header_fault(given) or _overreach(queue, given, call[2] or {})


def _header_fault(headers: dict[str, Any]) -> str | None:
    if not all(isinstance(headers.get(name), str) for name in ("id", "task")):
        return "it names no task"
    if not isinstance(headers.get("retries", 0), int) or not _is_limit(headers.get("timelimit")):
        return "its headers are of the wrong kind"
    if not all(isinstance(headers.get(name), str | None) for name in ("eta", "expires", "group", "root_id")):
        return "its headers are of the wrong kind"
    return None


def _overreach(queue: str, headers: dict[str, Any], embed: dict[str, Any]) -> str | None:
    """Say where a call does more than its queue is for: others run through it, and one that waits keeps its worker."""
    if headers["task"] not in _CARRIED.get(queue, (headers["task"],)):
        return "it calls a task that its queue does not carry"
    if queue != SUBMIT_QUEUE:
        return None
    if any(embed.values()):
        return "it calls others when it is done"
    if headers.get("eta"):
        return "it wants to wait"
    if any(headers.get("timelimit") or ()):
        return "it sets a time limit of its own"
    return None


def _is_limit(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and len(value) == 2 and all(isinstance(part, int | float | None) for part in value)
    )
