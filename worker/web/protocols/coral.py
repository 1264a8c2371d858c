"""Coral's external moderation phase: a signed request for each new comment, answered with what to do with it."""

import asyncio
import hashlib
import hmac
from typing import Annotated, Any, Final, cast

import orjson
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.responses import Response

from classifiers.types import Verdict
from worker.domain import SeparatedComment
from worker.errors import RefusedError
from worker.ingest.article_keys import canonical_url
from worker.ingest.json_value import parse_json
from worker.ingest.thread import Short, Text
from worker.operations.check import Checked
from worker.store.flow.place_keys import lone_key
from worker.store.moderation.lone_comments import LoneComment
from worker.web.access import REFUSAL_S
from worker.web.api import problems
from worker.web.batching import Batcher
from worker.web.dependencies import Wired
from worker.web.request_bodies import JSON, body_of, takes
from worker.work.pipeline import identities

router = APIRouter(prefix="/coral", tags=["Coral"])

SOURCE: Final = "coral"
# Longer texts are cut for judging: what a comment is shows by then, and the answer is waited for.
MAX_TEXT_CHARS: Final = 20_000
# Whose comments are nobody's to judge: those of the people who moderate there.
_STAFF: Final = frozenset({"STAFF", "MODERATOR", "ADMIN"})
_FLAG: Final = [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}]
# What Coral shall do: spam goes to its rejected comments, what a person should look at waits among the pending ones.
_STATUS: Final = {Verdict.SPAM: "REJECTED", Verdict.REVIEW: "SYSTEM_WITHHELD"}


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")


class CoralComment(_Message):
    """The comment that is created or edited."""

    body: Text


class CoralAuthor(_Message):
    """Who wrote it, by his role alone: Coral tells no name."""

    role: Short = "COMMENTER"


class CoralStory(_Message):
    """The page that it stands under."""

    url: Short | None = None


class ModerationRequest(_Message):
    """What Coral asks."""

    comment: CoralComment
    author: CoralAuthor = CoralAuthor()
    story: CoralStory = CoralStory()


async def _signed(request: Request, winnow: Wired) -> bytes:
    """Return the body that one of the secrets signed; none is read where none is set, or nothing is signed."""
    secrets = [one for part in winnow.settings.coral_signing_secrets.split(",") if (one := part.strip())]
    given = _signatures(request.headers.get("x-coral-signature", ""))
    body = cast(bytes, await body_of(JSON)(request)) if secrets and given else b""
    expected = [hmac.new(secret.encode(), body, hashlib.sha256).hexdigest().encode() for secret in secrets]
    # Every pair is compared, whether one has been found or not.
    if not sum(hmac.compare_digest(ours, theirs) for ours in expected for theirs in given):
        await asyncio.sleep(REFUSAL_S)
        raise HTTPException(
            401, "this is signed by none of WINNOW_CORAL_SIGNING_SECRETS: the phase's secret belongs there"
        )
    return body


def _signatures(header: str) -> list[bytes]:
    """Return the SHA-256 signatures that a header holds: two while a secret is being rotated."""
    named = (part.strip().partition("=") for part in header.split(",")[:10])
    return [value.encode() for name, _, value in named if name == "sha256" and value]


_EXAMPLE: Final = {
    "action": "NEW",
    "comment": {"body": "Lovely pears.", "parentID": None},
    "author": {"id": "7", "role": "COMMENTER"},
    "story": {"id": "3", "url": "https://orchard.example/pears"},
}


@router.post(
    "/moderation",
    summary="Moderate a comment",
    responses={204: {"description": "let it pass"}, **problems(415)},
    openapi_extra=takes(ModerationRequest.model_json_schema(), comment=_EXAMPLE),
)
async def moderate(request: Request, body: Annotated[bytes, Depends(_signed)]) -> Response:
    """Answer 204 for what may pass, and with a flag and a status for spam and for what a person should look at."""
    asked = _read(parse_json(body))
    if asked.author.role in _STAFF:
        return Response(status_code=204)
    checks = cast("Batcher[LoneComment, Checked]", request.app.state.checks)
    status = _STATUS.get((await checks.ask(_remark(asked))).verdict)
    if status is None:
        return Response(status_code=204)
    return Response(orjson.dumps({"actions": _FLAG, "status": status}), media_type=JSON)


def _read(row: Any) -> ModerationRequest:
    try:
        return ModerationRequest.model_validate(row)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from None


def _remark(asked: ModerationRequest) -> LoneComment:
    found = SeparatedComment(text=asked.comment.body.strip()[:MAX_TEXT_CHARS])
    place = asked.story.url or ""
    url = _canonical(place)
    return LoneComment(lone_key(url or place), identities([found])[0], url, found, SOURCE)


def _canonical(place: str) -> str | None:
    try:
        return canonical_url(place).url if place else None
    except RefusedError:
        return None
