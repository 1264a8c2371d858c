"""Classify and separate: an answer at once, and nothing is stored."""

from typing import Any, cast

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError

from worker.errors import RefusedError
from worker.ingest.envelope import Envelope
from worker.operations.classify import AT_ONCE, CommentRow, judgement_row
from worker.operations.classify import classify as judge_all
from worker.operations.resources import Classified, Separated
from worker.operations.separate import parse_page
from worker.reasons import Reason
from worker.web.access import MayIngest
from worker.web.api import PREFIX, problems
from worker.web.api.articles import EXAMPLE
from worker.web.dependencies import Wired
from worker.web.own_input import placed
from worker.web.request_bodies import JsonBody, takes
from worker.web.side_process import SideProcess

router = APIRouter(prefix=PREFIX, tags=["filters"])

_COMMENTS = {"comments": [{"text": "Lovely pears.", "author": "Ida"}, {"text": "cheap pills online"}]}


class Comments(BaseModel):
    """Comments to classify; neighbours with the same `page` are judged together."""

    comments: list[CommentRow] = Field(min_length=1, max_length=AT_ONCE)


@router.post(
    "/classify",
    response_model=Classified,
    summary="Judge comments",
    responses=problems(415),
    openapi_extra=takes(Comments.model_json_schema(), comments=_COMMENTS),
)
def classify(winnow: Wired, _: MayIngest, body: JsonBody) -> Any:
    """Judge comments with the models in service on their sites and what is known of those; nothing is stored."""
    asked = _asked(body[1])
    found = judge_all(placed(winnow.whole, asked.comments, winnow.sites), winnow.service.judge)
    return {"comments": [judgement_row(one) for one in found]}


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
    await run_in_threadpool(lambda: parse_page(row, max_bytes=winnow.settings.max_page_bytes))
    answer = await cast(SideProcess, request.app.state.separator).ask({**row, "id": 0})
    error = answer.get("error")
    if error:
        raise RefusedError(Reason(error["code"]), error["message"])
    return answer


def _asked(row: Any) -> Comments:
    try:
        return Comments.model_validate(row)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from None
