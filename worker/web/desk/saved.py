"""Searches that are kept under a name: how many comments of each wait, and a way to each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from worker.errors import MisconfiguredError
from worker.store.moderation.bulk_decisions import filters_of
from worker.store.moderation.saved_filters import SavedFilter, drop_filter, filters_for, save_filter
from worker.store.moderation.search import MOST_COUNTED, count_found
from worker.web.dependencies import Dependencies, Wired
from worker.web.desk import formats, strings
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.search import Asked, read_query
from worker.web.desk.session import PREFIX, Acting, AtDesk

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A kept search with how many of its comments wait, in words, and the addresses of all of it and of these."""

    saved: SavedFilter
    waits: str
    everything: str
    waiting: str


@router.get("/filters")
def show(request: Request, winnow: Wired, moderator: AtDesk) -> Response:
    """Show one's own and the shared."""
    kept = [_shown(winnow, one) for one in filters_for(winnow.engine, moderator.name)]
    return render(request, "saved.html", moderator, kept=kept)


@router.post("/filters")
def keep(
    winnow: Wired,
    moderator: Acting,
    asked: Asked,
    name: Annotated[str, Form(max_length=200)] = "",
    shared: Annotated[str, Form(pattern="^1?$")] = "",
) -> Response:
    """Keep a search."""
    try:
        save_filter(winnow.engine, name, filters_of(asked), by=moderator.name, shared=bool(shared))
    except MisconfiguredError:
        raise HTTPException(422, strings.say("error.invalid")) from None
    return redirect(f"{PREFIX}/filters", strings.say("done.saved", name=name.strip()))


@router.post("/filters/{filter_id}/drop")
def drop(winnow: Wired, moderator: Acting, filter_id: int) -> Response:
    """Drop one."""
    drop_filter(winnow.engine, filter_id, by=moderator.name, is_admin=moderator.is_admin)
    return redirect(f"{PREFIX}/filters", strings.say("done.dropped"))


def _shown(winnow: Dependencies, one: SavedFilter) -> ShownFilter:
    # Not all that is found: what waits is what is to be done, and to count it costs no more than the queue is long.
    many = count_found(winnow.engine, replace(read_query(**one.filters), waiting=True))
    waits = f"{formats.number(MOST_COUNTED)}+" if many > MOST_COUNTED else formats.number(many)
    return ShownFilter(one, waits, _address(one.filters), _address({**one.filters, "waiting": "1"}))


def _address(fields: Mapping[str, str]) -> str:
    return f"{PREFIX}/search?{urlencode(fields)}"
