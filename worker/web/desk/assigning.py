"""Giving comments to somebody: one or the selected, shown on their cards, and taken back as a whole."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import JSONResponse, Response

from worker.store.moderation.assignments import NOBODY, assign, take_back
from worker.web.dependencies import Dependencies, Wired
from worker.web.desk import strings
from worker.web.desk.decisions import MOST_OFFERED, CommentId, drawn
from worker.web.desk.pages import DeskRoute, redirect
from worker.web.desk.session import PREFIX, Acting, Moderator, colleagues, safe_back

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)

# Give to whom the form names, to who sends it, or to nobody; or take back what one gave.
_ACTS: Final = "^(assign|take|free|undo)$"


@router.post("/assign")
def give(
    request: Request,
    winnow: Wired,
    moderator: Acting,
    one: Annotated[str, Form(max_length=40, pattern=r"^((take|free):[0-9]{1,18})?$")] = "",
    many: Annotated[str, Form(pattern=_ACTS)] = "assign",
    to: Annotated[str, Form(max_length=100)] = "",
    id: Annotated[Sequence[CommentId], Form()] = (),
    back: Annotated[str, Form(max_length=4000)] = PREFIX,
) -> Response:
    """Do what the pressed button says: ``one`` is "take:ID", ``many`` is "assign" for the selected."""
    act, _, number = (one or f"{many}:").partition(":")
    ids = [int(number)] if number else id
    if act == "undo":
        changed = take_back(winnow.engine, ids, by=moderator.name)
        message = strings.count("done.unassigned", len(changed)) if changed else strings.say("done.undo_none")
    else:
        assignee = _assignee(winnow, moderator, act, to)
        changed = assign(winnow.engine, ids, assignee, by=moderator.name)
        message = _said(assignee, len(changed)) if ids else strings.say("done.nothing")
    undo = [] if act == "undo" else list(changed[:MOST_OFFERED])
    if "application/json" in request.headers.get("accept", ""):
        cards = drawn(request, winnow, moderator, ids[:MOST_OFFERED])
        return JSONResponse({"message": message, "undo": undo, **cards})
    return redirect(safe_back(back), message, undo=undo, undone_at="assign")


def _assignee(winnow: Dependencies, moderator: Moderator, act: str, to: str) -> str:
    if act == "take":
        return moderator.name
    if act == "free" or not to:
        return NOBODY
    if to not in colleagues(winnow):
        raise HTTPException(422, strings.say("error.invalid"))
    return to


def _said(assignee: str, many: int) -> str:
    if assignee:
        return strings.count("done.assigned", many, who=assignee)
    return strings.count("done.freed", many)
