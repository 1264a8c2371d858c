"""How somebody wants the desk to speak to them: the language, and the clock that times are told by."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from worker.store.access.preferences import Preferences, keep_preferences
from worker.web.dependencies import Wired
from worker.web.desk import strings
from worker.web.desk.languages import LANGUAGES
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import PREFIX, Acting, AtDesk
from worker.web.desk.speech import Speech, speak, speech
from worker.web.desk.time_zones import time_zones

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)


@router.get("/settings")
def show(request: Request, moderator: AtDesk) -> Response:
    """Show what was chosen, and what can be."""
    return render(
        request, "settings.html", moderator, chosen=moderator.preferences, languages=LANGUAGES, zones=time_zones()
    )


@router.post("/settings")
def keep(
    winnow: Wired,
    moderator: Acting,
    language: Annotated[str, Form(max_length=16)] = "",
    zone: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Keep what was chosen; an empty field leaves it to the browser, and to UTC."""
    if language not in ("", *LANGUAGES) or zone not in ("", *time_zones()):
        raise HTTPException(422, strings.say("error.invalid"))
    keep_preferences(winnow.engine, moderator.name, Preferences(language, zone))
    speak(Speech(LANGUAGES.get(language, speech().language)))
    return redirect(f"{PREFIX}/settings", strings.say("done.settings"))
