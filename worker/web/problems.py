"""Errors over HTTP: RFC 9457 problem details with Winnow's reason codes, and never a word of what was sent."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from classifiers.errors import ClassifierError, WinnowError
from worker.errors import (
    ConflictError,
    MisconfiguredError,
    NotFoundError,
    RefusedError,
    UnavailableError,
    UnprocessableError,
)
from worker.reasons import Reason
from worker.work.backpressure import BusyError

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
# A path, or an address of a database or broker: what holds a slash.
_PLACE = re.compile(r"(?<![^\s'\"(),;])[^\s'\"(),;]*/[^\s'\"(),;]*")
# Seconds that a client is told to wait where a database or a model is away.
RETRY_AFTER_S = 5


def problem(
    status: int, detail: str, *, code: str | None = None, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """Make a problem response; ``code`` is a stable reason, ``more`` are members of their own."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code or HTTPStatus(status).name,
        **more,
    }
    return Response(orjson.dumps(body), status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer Winnow's errors, FastAPI's and Starlette's as problems."""
    app.add_exception_handler(WinnowError, _of_winnow)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)


def status_of(error: WinnowError) -> int:
    """Return the HTTP status that tells a client what to do about an error."""
    if isinstance(error, RefusedError):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if error.reason is Reason.TOO_LARGE else 422
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return status
    return HTTPStatus.INTERNAL_SERVER_ERROR


_STATUS: tuple[tuple[type[WinnowError], int], ...] = (
    (UnprocessableError, 422),
    (NotFoundError, 404),
    (ConflictError, 409),
    (BusyError, 429),
    (UnavailableError, 503),
    (MisconfiguredError, 503),
    (ClassifierError, 503),
)


def public_message(error: WinnowError) -> str:
    """Return an error's words for who asked over HTTP: where files and databases are is for the log alone."""
    message = str(error)
    if status_of(error) < HTTPStatus.INTERNAL_SERVER_ERROR:
        return message
    log.warning("request_not_served", error=message)
    return _PLACE.sub("…", message)


def of_error(error: WinnowError) -> Response:
    """Make the problem response of one of Winnow's errors."""
    status = status_of(error)
    reason = getattr(error, "reason", None)
    wait_s = getattr(error, "retry_after_s", RETRY_AFTER_S)
    headers = {"Retry-After": str(wait_s)} if status in (429, 503) else {}
    return problem(
        status, public_message(error), code=reason.value if isinstance(reason, Reason) else None, headers=headers
    )


async def _of_winnow(_: Request, error: Exception) -> Response:
    return of_error(error) if isinstance(error, WinnowError) else problem(500, "something broke")


async def _of_validation(_: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    # Where and what, but not the input: a comment's text must not come back, or reach a log.
    errors = [{"where": ".".join(str(part) for part in one["loc"]), "what": one["msg"]} for one in found[:20]]
    first = f"{errors[0]['where']}: {errors[0]['what']}" if errors else "the request is not what this route takes"
    return problem(422, first, code=Reason.SCHEMA.value, errors=errors)


async def _of_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), headers=error.headers)
