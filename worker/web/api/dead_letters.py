"""Dead letters over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from worker.errors import NotFoundError
from worker.operations.discard import discard as give_up
from worker.operations.replay import replay as put_back
from worker.operations.resources import DeadLetterResource, ResourcePage
from worker.reasons import Reason
from worker.store.flow.dead_letters import Choice, DeadLetters
from worker.web.access import MayAdministrate, MayModerate, actor
from worker.web.api import PREFIX, problems
from worker.web.dependencies import Wired
from worker.web.paging import At, page

router = APIRouter(prefix=f"{PREFIX}/dead-letters", tags=["dead letters"])

LetterId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("", response_model=ResourcePage[DeadLetterResource], summary="List dead letters", responses=problems())
def list_letters(
    winnow: Wired,
    _: MayModerate,
    at: At,
    reason: Annotated[Reason | None, Query(description="only those with this code")] = None,
    source: Annotated[str | None, Query(max_length=2000)] = None,
) -> Any:
    """List articles that could not be processed."""
    chosen = Choice(reason=reason, source=source)
    letters = DeadLetters(winnow.engine).list(chosen, limit=at.limit, after=at.after)
    return page(letters, at, DeadLetterResource.model_validate)


@router.get("/{letter_id}", response_model=DeadLetterResource, summary="Read a dead letter", responses=problems(404))
def get_letter(winnow: Wired, _: MayModerate, letter_id: LetterId) -> Any:
    """Return a dead letter without its page."""
    letter, _page = DeadLetters(winnow.engine).show(letter_id)
    return DeadLetterResource.model_validate(letter)


@router.get(
    "/{letter_id}/raw",
    summary="Read a dead letter's page",
    response_class=Response,
    responses={**problems(404), 200: {"description": "bytes", "content": {"application/octet-stream": {}}}},
)
def get_raw(winnow: Wired, _: MayAdministrate, letter_id: LetterId) -> Response:
    """Return the page's bytes as they came; as bytes, so that no browser takes them for a page of ours."""
    _letter, raw = DeadLetters(winnow.engine).show(letter_id)
    headers = {"Content-Disposition": f'attachment; filename="dead-letter-{letter_id}"'}
    return Response(raw, media_type="application/octet-stream", headers=headers)


@router.post("/{letter_id}/replay", status_code=202, summary="Try a dead letter again", responses=problems(404))
def replay(winnow: Wired, token: MayModerate, letter_id: LetterId) -> dict[str, list[int]]:
    """Put a dead letter back to work; what is not dead is left as it is."""
    chosen = Choice(ids=[letter_id])
    return {"replayed": list(put_back(winnow.engine, winnow.service, chosen, actor=actor(token)).ids)}


@router.delete("/{letter_id}", status_code=204, summary="Give a dead letter up", responses=problems(404))
def discard(winnow: Wired, token: MayAdministrate, letter_id: LetterId) -> Response:
    """Discard a dead letter; an article that was processed before falls back to that result."""
    if not give_up(winnow.engine, Choice(ids=[letter_id]), actor=actor(token)):
        raise NotFoundError(f"There is no dead letter {letter_id}.")
    return Response(status_code=204)
