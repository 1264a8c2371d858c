"""One decision on all comments that a search finds: looked at first, kept as a record, and undone as a whole."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from classifiers.types import Label
from worker.operations import label as operations
from worker.store.moderation.bulk_decisions import MOST_AT_ONCE, bulk_decision, filters_of, preview, records
from worker.web.dependencies import Wired
from worker.web.desk import strings
from worker.web.desk.models import cuts
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.search import Asked
from worker.web.desk.session import PREFIX, Acting, AtDesk
from worker.web.desk.shown_cards import shown_cards

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)


@router.get("/many")
def ask(request: Request, winnow: Wired, moderator: AtDesk, asked: Asked) -> Response:
    """Show what a decision would take."""
    found = preview(winnow.engine, asked)
    filters = filters_of(asked)
    return render(
        request,
        "many.html",
        moderator,
        found=found,
        cards=shown_cards(request, winnow, found.samples),
        cuts=cuts(winnow.registry),
        filters=filters,
        address=f"?{urlencode(filters)}",
        most=MOST_AT_ONCE,
    )


@router.post("/many")
def decide(
    winnow: Wired,
    moderator: Acting,
    asked: Asked,
    label: Annotated[Label, Form()],
    newest: Annotated[int, Form(ge=0, lt=2**62)],
) -> Response:
    """Decide them all, as far as they were there when it was looked at."""
    made = operations.decide_all(winnow.engine, asked, label, newest=newest, by=moderator.name)
    return redirect(f"{PREFIX}/decisions/{made.id}", strings.count(f"done.{label.value}", made.count))


@router.get("/decisions")
def show_all(request: Request, winnow: Wired, moderator: AtDesk) -> Response:
    """Show the decisions on many comments."""
    return render(request, "decisions.html", moderator, records=records(winnow.engine))


@router.get("/decisions/{decision_id}")
def show(request: Request, winnow: Wired, moderator: AtDesk, decision_id: int) -> Response:
    """Show one of them."""
    return render(request, "decisions.html", moderator, records=[bulk_decision(winnow.engine, decision_id)])


@router.post("/decisions/{decision_id}/undo")
def undo(winnow: Wired, moderator: Acting, decision_id: int) -> Response:
    """Take one back as a whole."""
    undone = operations.undo_all(winnow.engine, decision_id, by=moderator.name)
    return redirect(f"{PREFIX}/decisions/{decision_id}", strings.count("done.undo", undone))
