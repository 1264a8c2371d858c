"""What the model says of its own mistakes, and slices that are held until somebody has looked."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from worker.operations.status import champion_of
from worker.operations.truth import held, release, site_targets, target_of, weeks
from worker.web.dependencies import Wired
from worker.web.desk import strings
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import PREFIX, ActingAdmin, AtDesk

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)

# Weeks of slices that are shown: some months of a few, one of many.
_SHOWN = 100


@router.get("/truth")
def show(request: Request, winnow: Wired, moderator: AtDesk) -> Response:
    """Show each week's estimates beside what people said, and what is held."""
    told = weeks(winnow.engine, _SHOWN)
    return render(
        request,
        "truth.html",
        moderator,
        target=target_of(champion_of(winnow.registry)),
        of_sites=site_targets(winnow.registry, told),
        held=held(winnow.engine),
        weeks=told,
    )


@router.post("/truth/release")
def look(
    winnow: Wired,
    admin: ActingAdmin,
    site: Annotated[str, Form(max_length=253)],
    language: Annotated[str, Form(max_length=16)] = "",
) -> Response:
    """Let a slice's spam be spam again."""
    release(winnow.engine, site, language, by=admin.name)
    return redirect(f"{PREFIX}/truth", strings.say("truth.done", site=site, language=language))
