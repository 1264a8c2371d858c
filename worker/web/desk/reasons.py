"""The reasons: how often each was right, and which of them a moderator calls senseless."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import JSONResponse, Response

from worker.store.moderation.reason_doubts import believe, doubt, precisions
from worker.web.dependencies import Wired
from worker.web.desk import strings
from worker.web.desk.decisions import drawn
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import PREFIX, Acting, AtDesk, safe_back

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)

# A comment's id and a reason's code, as a button says them.
_Mark = Annotated[str, Form(max_length=90, pattern=r"^([0-9]{1,18}:[a-z0-9:-]{1,64})?$")]


@router.get("/reasons")
def show(request: Request, winnow: Wired, moderator: AtDesk) -> Response:
    """Show how each reason did."""
    return render(request, "reasons.html", moderator, precisions=precisions(winnow.engine))


@router.post("/reasons")
def mark(
    request: Request,
    winnow: Wired,
    moderator: Acting,
    senseless: _Mark = "",
    sensible: _Mark = "",
    back: Annotated[str, Form(max_length=4000)] = PREFIX,
) -> Response:
    """Call a reason of a comment senseless, or take that back."""
    number, _, code = (senseless or sensible).partition(":")
    if not number:
        raise HTTPException(422, strings.say("error.invalid"))
    (doubt if senseless else believe)(winnow.engine, int(number), code, by=moderator.name)
    message = strings.say("done.doubted" if senseless else "done.believed")
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"message": message, **drawn(request, winnow, moderator, [int(number)])})
    return redirect(safe_back(back), message)
