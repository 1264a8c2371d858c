"""Comments and labels over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from classifiers.types import Verdict
from worker.operations.appeal import appeal
from worker.operations.confirm import confirm
from worker.operations.label import label, unlabel
from worker.operations.resources import (
    AppealRequest,
    AppealResource,
    Because,
    CommentResource,
    LabelRequest,
    ResourcePage,
    RowId,
    StoredLabel,
)
from worker.store.base.transactions import AnyRow
from worker.store.flow.listings import CommentFilter, read_comment, read_comments, read_labels
from worker.web.access import MayAdministrate, MayModerate, actor
from worker.web.api import PREFIX, problems
from worker.web.dependencies import Wired
from worker.web.paging import At, page

router = APIRouter(prefix=PREFIX, tags=["comments"])

CommentId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("/comments", response_model=ResourcePage[CommentResource], summary="List comments", responses=problems())
def list_comments(
    winnow: Wired,
    _: MayModerate,
    at: At,
    article_id: Annotated[RowId | None, Query()] = None,
    verdict: Annotated[Verdict | None, Query(description="the model's")] = None,
    model: Annotated[str | None, Query(max_length=200, description="the version that judged")] = None,
    gone: Annotated[bool | None, Query(description="no longer shown by its page")] = None,
) -> Any:
    """List comments with what the model says of them, and the newest label, which overrides it."""
    chosen = CommentFilter(article_id=article_id, verdict=verdict, model=model, gone=gone)
    return page(read_comments(winnow.engine, chosen, after=at.after, limit=at.limit), at, _comment)


@router.get("/comments/{comment_id}", response_model=CommentResource, summary="Read a comment", responses=problems(404))
def get_comment(winnow: Wired, _: MayModerate, comment_id: CommentId) -> Any:
    """Return a comment."""
    return _comment(read_comment(winnow.engine, comment_id))


@router.post(
    "/comments/{comment_id}/labels",
    status_code=201,
    response_model=CommentResource,
    summary="Label a comment",
    responses=problems(404),
)
def label_comment(winnow: Wired, token: MayModerate, comment_id: CommentId, request: LabelRequest) -> Any:
    """Note what a moderator says: it overrides the model at once, is audited, and counts for the next training."""
    label(winnow.engine, comment_id, request.label, by=actor(token))
    return _comment(read_comment(winnow.engine, comment_id))


@router.delete(
    "/comments/{comment_id}/labels",
    response_model=CommentResource,
    summary="Take a comment's newest label back",
    responses=problems(404),
)
def unlabel_comment(winnow: Wired, token: MayModerate, comment_id: CommentId) -> Any:
    """Take the newest label back: the one before it counts again, else the model's verdict. It is audited."""
    unlabel(winnow.engine, comment_id, by=actor(token))
    return _comment(read_comment(winnow.engine, comment_id))


@router.post(
    "/comments/{comment_id}/labels/confirm",
    response_model=CommentResource,
    summary="Let a comment's held labels teach",
    responses=problems(404),
)
def confirm_label(winnow: Wired, token: MayAdministrate, comment_id: CommentId) -> Any:
    """Say that labels against what the model was sure of are right: they count for the next training. It is audited."""
    confirm(winnow.engine, [comment_id], actor=actor(token))
    return _comment(read_comment(winnow.engine, comment_id))


@router.post(
    "/comments/{comment_id}/appeals",
    status_code=201,
    response_model=AppealResource,
    summary="Enter an author's appeal",
    responses=problems(404, 409),
)
def appeal_against(winnow: Wired, token: MayModerate, comment_id: CommentId, request: AppealRequest) -> Any:
    """Put a comment that stands as spam back into the review queue, as its author asks. Audited; twice is once."""
    return appeal(winnow.engine, comment_id, request.words, by=actor(token))


@router.get("/labels", response_model=ResourcePage[StoredLabel], summary="List labels", responses=problems())
def list_labels(winnow: Wired, _: MayModerate, at: At, comment_id: Annotated[RowId | None, Query()] = None) -> Any:
    """List labels in the order in which they were given."""
    rows = read_labels(winnow.engine, comment_id=comment_id, after=at.after, limit=at.limit)
    return page(rows, at, StoredLabel.model_validate)


def _comment(row: AnyRow) -> CommentResource:
    values = row._asdict()
    values["reasons"] = [Because(code=code, message=message) for code, message in row.reasons]
    return CommentResource.model_validate(values)
