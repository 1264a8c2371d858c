"""Reading request bodies: only of the kind that a route takes, decoded as every other door of Winnow decodes them."""

from collections.abc import Callable
from email.message import Message
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool

from worker.ingest.json_value import parse_json

JSON = "application/json"
JSON_LINES = "application/x-ndjson"
FORM = "application/x-www-form-urlencoded"
# Bytes that are parsed faster than a thread is found for them.
AT_ONCE_BYTES = 16_384


def body_of(kind: str) -> Callable[[Request], Any]:
    """Make a dependency that returns the body's bytes; 415 where they are of another kind, or compressed."""

    async def read(request: Request) -> bytes:
        require_kind(request, kind)
        return await request.body()

    return read


def require_kind(request: Request, kind: str) -> None:
    """Raise 415 where the body is not of this kind."""
    if _kind(request.headers.get("content-type", "")) != kind:
        raise HTTPException(415, f"send {kind}")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise HTTPException(415, "send the body uncompressed")


async def _json(body: Annotated[bytes, Depends(body_of(JSON))]) -> tuple[bytes, Any]:
    # Not on the loop that everybody's requests share: 16 MB take a quarter of a second and more.
    return body, await run_in_threadpool(parse_json, body) if len(body) > AT_ONCE_BYTES else parse_json(body)


JsonBody = Annotated[tuple[bytes, Any], Depends(_json)]


def takes(schema: dict[str, Any], *, kind: str = JSON, **examples: Any) -> dict[str, Any]:
    """Describe a route's body in OpenAPI, where the route reads it itself."""
    content: dict[str, Any] = {"schema": schema}
    if examples:
        content["examples"] = {name: {"value": value} for name, value in examples.items()}
    return {"requestBody": {"required": True, "content": {kind: content}}}


def _kind(header: str) -> str:
    message = Message()
    message["content-type"] = header
    return message.get_content_type() if header else ""
