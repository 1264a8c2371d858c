"""Labels that contradict a sure model: what they would teach, and an admin who lets them or takes them back."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from worker.operations.confirm import confirm as let_teach
from worker.operations.confirm import discard_held
from worker.operations.status import held_counts_of
from worker.store.moderation.held_labels import held_labels
from worker.web.dependencies import Wired
from worker.web.desk import strings
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import PREFIX, ActingAdmin, AtDesk

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)

# Labels that are shown at once: as many as somebody reads before he says yes to them.
_SHOWN = 50

Ids = Annotated[Sequence[int], Form()]


@router.get("/held")
def show(
    request: Request,
    winnow: Wired,
    moderator: AtDesk,
    after: Annotated[str, Query(max_length=18, pattern=r"^\d*$")] = "",
) -> Response:
    """Show what is held, and who is held with all that he said."""
    found = held_labels(winnow.engine, limit=_SHOWN + 1, after=int(after or 0))
    shown = found[:_SHOWN]
    return render(
        request,
        "held.html",
        moderator,
        held=shown,
        counts=held_counts_of(winnow.engine),
        next=shown[-1].id if len(found) > _SHOWN else None,
    )


@router.post("/held/confirm")
def confirm(winnow: Wired, admin: ActingAdmin, id: Ids = ()) -> Response:
    """Let the selected teach."""
    done = let_teach(winnow.engine, id, actor=admin.name)
    return redirect(f"{PREFIX}/held", strings.count("done.confirmed", len(done)))


@router.post("/held/discard")
def discard(winnow: Wired, admin: ActingAdmin, id: Ids = ()) -> Response:
    """Take the selected back, whoever gave them."""
    done = discard_held(winnow.engine, id, actor=admin.name)
    return redirect(f"{PREFIX}/held", strings.count("done.undo", len(done)))
