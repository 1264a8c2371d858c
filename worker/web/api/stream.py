"""A stream of JSON Lines: read as it comes, stored a batch at a time, answered line by line at its end."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import orjson
from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from worker.errors import RefusedError, UnavailableError
from worker.ingest.envelope import Envelope
from worker.ingest.formats.json_lines import longest_line
from worker.ingest.json_value import parse_json
from worker.operations.resources import TakenLine
from worker.operations.submit import is_full
from worker.reasons import Reason
from worker.web.access import MayIngest
from worker.web.api import PREFIX, problems
from worker.web.api.articles import EXAMPLE, take_in
from worker.web.dependencies import Dependencies, Wired
from worker.web.problems import RETRY_AFTER_S, problem, status_of
from worker.web.request_bodies import JSON_LINES, require_kind, takes

router = APIRouter(prefix=PREFIX, tags=["articles"])

# Lines of one stream: what became of each is kept until its end.
MAX_LINES = 500_000


@dataclass(slots=True)
class _Intake:
    """What has come: lines that wait to be stored, and what became of the others."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    size: int = 0

    def take(self, number: int, line: bytes | RefusedError) -> None:
        """Add a line."""
        self.numbers.append(number)
        self.rows.append(_decoded(line))
        self.size += 0 if isinstance(line, RefusedError) else len(line)

    @property
    def full(self) -> bool:
        """Whether it is time to store."""
        return is_full(len(self.rows), self.size)

    def store(self, winnow: Dependencies) -> None:
        """Store what waits; raises UnavailableError with nothing of it stored."""
        became = take_in(winnow, self.rows)
        self.answers += [{"line": number, **one} for number, one in zip(self.numbers, became, strict=True)]
        self.numbers, self.rows, self.size = [], [], 0


@router.post(
    "/articles/stream",
    status_code=202,
    summary="Submit a stream of JSON Lines",
    responses={
        **problems(415, 429),
        202: {
            "description": "a line for each line that was not blank, in order",
            "content": {JSON_LINES: {"schema": TakenLine.model_json_schema()}},
        },
    },
    openapi_extra=takes(Envelope.model_json_schema(), kind=JSON_LINES, line=EXAMPLE),
)
async def submit_stream(request: Request, winnow: Wired, _: MayIngest) -> Response:
    """Store articles, one envelope a line. What is wrong with one spoils no other; 422 where none is right.

    Where it has to stop (429, 503), `lines` says how many were answered for: go on behind them.
    """
    require_kind(request, JSON_LINES)
    intake = _Intake()
    try:
        async for number, line in _lines(request.stream(), winnow.settings.max_page_bytes):
            if len(intake.answers) >= MAX_LINES:
                raise HTTPException(
                    413, f"a stream has at most {MAX_LINES:,} lines; they are stored, send the rest anew"
                )
            intake.take(number, line)
            if intake.full:
                await run_in_threadpool(intake.store, winnow)
        if intake.rows:
            await run_in_threadpool(intake.store, winnow)
    except UnavailableError as error:
        return _stopped(error, intake)
    if any("id" in one for one in intake.answers):
        return Response(b"".join(orjson.dumps(one) + b"\n" for one in intake.answers), 202, media_type=JSON_LINES)
    code = intake.answers[0]["error"]["code"] if intake.answers else Reason.SCHEMA.value
    return problem(422, "no line is an article", code=code, lines=intake.answers[:20])


async def _lines(stream: AsyncIterator[bytes], max_bytes: int) -> AsyncIterator[tuple[int, bytes | RefusedError]]:
    """Cut a stream into numbered lines that are not blank; of one that is too long nothing is kept."""
    limit = longest_line(max_bytes)
    parts: list[bytes] = []
    size, number = 0, 1
    async for chunk in stream:
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            if line := _line(parts, size + len(end), end, limit):
                yield number, line
            parts, size, number = [], 0, number + 1
        size += len(rest)
        parts.append(rest)
        if size > limit:
            parts.clear()
    if line := _line(parts, size, b"", limit):
        yield number, line


def _line(parts: list[bytes], size: int, end: bytes, limit: int) -> bytes | RefusedError:
    if size > limit:
        return RefusedError(Reason.TOO_LARGE, f"the line has more than {limit:,} bytes")
    return b"".join([*parts, end]).strip()


def _decoded(line: bytes | RefusedError) -> Any:
    try:
        return line if isinstance(line, RefusedError) else parse_json(line)
    except RefusedError as error:
        return error


def _stopped(error: UnavailableError, intake: _Intake) -> Response:
    wait_s = getattr(error, "retry_after_s", RETRY_AFTER_S)
    lines = intake.answers[-1]["line"] if intake.answers else 0
    return problem(status_of(error), str(error), headers={"Retry-After": str(wait_s)}, lines=lines)
