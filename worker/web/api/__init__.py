"""The JSON API, version 1: a router a subject."""

from typing import Any

from worker.web.problems import MEDIA_TYPE

PREFIX = "/api/v1"

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "a sentence that says what to do"},
        "code": {"type": "string", "description": "a reason code, see docs/reasons.md"},
    },
}

_MEANINGS = {
    400: "the request can't be read",
    401: "no token, or one that is not in force",
    403: "the token lacks the scope",
    404: "there is nothing of that id",
    405: "the method is not for this path",
    409: "it can't be done as things stand",
    413: "the body is too large (TOO_LARGE)",
    415: "the body is of another kind than the route takes",
    422: "the input is wrong; `code` says how",
    429: "too much waits already: try again after Retry-After",
    503: "the database or a model is away, or it took too long: try again after Retry-After",
}


def problems(*statuses: int) -> dict[int | str, Any]:
    """Describe the errors of a route, those that every route has among them."""
    everywhere = (400, 401, 403, 413, 422, 503)
    return {
        status: {"description": _MEANINGS[status], "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}
        for status in sorted({*everywhere, *statuses})
    }
