"""Classify and separate: an answer at once, and nothing is stored."""

from typing import Any, cast

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from worker.errors import RefusedError
from worker.filters import CommentRow, prediction_row, to_comment
from worker.ingest.envelope import Envelope, parse_envelope, to_article
from worker.reasons import Reason
from worker.web.access import MayIngest
from worker.web.api import PREFIX, problems
from worker.web.api.articles import EXAMPLE
from worker.web.bodies import JsonBody, takes
from worker.web.coprocess import Coprocess
from worker.web.dependencies import Wired
from worker.wire import Classified, Separated

router = APIRouter(prefix=PREFIX, tags=["filters"])

# Comments, and characters of all of them together, that are judged while a client waits.
MAX_COMMENTS = 256
MAX_CHARS = 1_000_000


class Comments(BaseModel):
    """Comments to classify; neighbours with the same `page` are judged together."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"comments": [{"text": "Lovely pears.", "author": "Ida"}, {"text": "cheap pills online"}]}
        }
    )

    comments: list[CommentRow] = Field(min_length=1, max_length=MAX_COMMENTS)


@router.post("/classify", response_model=Classified, summary="Judge comments", responses=problems())
def classify(winnow: Wired, _: MayIngest, asked: Comments) -> Any:
    """Judge comments with the model in service; nothing is stored."""
    comments = [to_comment(row) for row in asked.comments]
    if sum(len(comment.text) for comment in comments) > MAX_CHARS:
        raise HTTPException(413, f"all comments together have more than {MAX_CHARS:,} characters")
    judge = winnow.service.judge()
    return {"model": judge.version, "comments": [prediction_row(found) for found in judge.judge(comments)]}


@router.post(
    "/separate",
    response_model=Separated,
    summary="Separate a page",
    responses=problems(415),
    openapi_extra=takes(Envelope.model_json_schema(), page=EXAMPLE),
)
async def separate(request: Request, winnow: Wired, _: MayIngest, body: JsonBody) -> Any:
    """Take a page apart into its body and its comments; nothing is stored.

    It is done in a process of its own, which may die of a page and is replaced.
    """
    _content, row = body
    # What can be refused without a look at the page needs no other process.
    await run_in_threadpool(lambda: to_article(parse_envelope(row), max_bytes=winnow.settings.max_page_bytes))
    answer = await cast(Coprocess, request.app.state.separator).ask({**row, "id": 0})
    error = answer.get("error")
    if error:
        raise RefusedError(Reason(error["code"]), error["message"])
    return answer
