"""All of the desk's parts in one router."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response

from worker.web.desk import (
    article,
    assigning,
    dashboard,
    decisions,
    held,
    login,
    many,
    models,
    openid_login,
    people,
    preferences,
    queue,
    reasons,
    rules,
    saved,
    search,
    strings,
    trust,
    truth,
)
from worker.web.desk.pages import DeskRoute
from worker.web.desk.session import PREFIX, AtDesk

_STATIC: Final = Path(__file__).parent / "static"
_SCRIPTS: Final = ("desk.js", "deck.js", "outbox.js", "job.js")
_MEDIA_TYPES: Final = {
    "desk.css": "text/css",
    "icon.svg": "image/svg+xml",
    **dict.fromkeys(_SCRIPTS, "text/javascript"),
}

# Each part has the prefix itself: a request knows its own route's path alone, which logs and metrics tell.
router = APIRouter(include_in_schema=False, route_class=DeskRoute)
PARTS: Final = (
    login, openid_login, queue, decisions, assigning, search, saved, many, people, trust, article, models, reasons,
    truth, held, rules, dashboard, preferences,
)  # fmt: skip
for _part in PARTS:
    router.include_router(_part.router)


@router.get("/")
def front() -> Response:
    """Lead who types the bare address to the desk."""
    return RedirectResponse(PREFIX, 303)


@router.get(PREFIX)
def home(_: AtDesk) -> Response:
    """Begin with the queue."""
    return RedirectResponse(f"{PREFIX}/queue", 303)


@router.get(f"{PREFIX}/static/{{name}}")
def static(name: str) -> Response:
    """Give the style sheet, the script or the icon."""
    if name not in _MEDIA_TYPES:
        raise HTTPException(404)
    return FileResponse(_STATIC / name, media_type=_MEDIA_TYPES[name], headers={"Cache-Control": "no-cache"})


@router.get(f"{PREFIX}/{{path:path}}")
def nowhere(_: AtDesk) -> Response:
    """Say that there is no such page."""
    raise HTTPException(404, strings.say("error.not_found"))
