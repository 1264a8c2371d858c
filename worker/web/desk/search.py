"""Search in all of history, and its results as a file."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi import Query as Parameter
from starlette.responses import Response, StreamingResponse

from classifiers.reasons import ReasonCode
from classifiers.types import Verdict
from worker.operations.export import export_comments
from worker.operations.row_files import MEDIA_TYPES, FileKind, has_parquet
from worker.store.figures.daily_counts import source_names
from worker.store.moderation.bulk_decisions import filters_of
from worker.store.moderation.saved_filters import LONGEST_NAME
from worker.store.moderation.search import MOST_COUNTED, Query, search
from worker.web.dependencies import Wired
from worker.web.desk import formats, strings
from worker.web.desk.models import cuts
from worker.web.desk.pages import DeskRoute, OptionalId, render
from worker.web.desk.session import PREFIX, AtDesk, colleagues, site_names
from worker.web.desk.shown_cards import shown_cards

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)

# Sources that are offered; others can be typed.
_LISTED_SOURCES = 200

Text = Annotated[str, Parameter(max_length=1000)]


def read_query(
    q: Text = "",
    verdict: Text = "",
    reason: Text = "",
    source: Text = "",
    model: Text = "",
    since: Text = "",
    until: Text = "",
    author: Text = "",
    host: Annotated[str, Parameter(max_length=253)] = "",
    language: Annotated[str, Parameter(max_length=100)] = "",
    assignee: Annotated[str, Parameter(max_length=100)] = "",
    site: Annotated[str, Parameter(max_length=253)] = "",
    waiting: Annotated[str, Parameter(pattern=r"^1?$")] = "",
    campaign: OptionalId = "",
    before: OptionalId = "",
) -> Query:
    """Read a search from its address; an empty field asks for nothing."""
    return Query(
        words=q,
        verdict=_verdict(verdict),
        reason=reason,
        source=source,
        model=model,
        since=_day(since),
        until=_day(until),
        author=author,
        host=host.strip().lower(),
        language=language,
        assignee=assignee,
        site=site,
        waiting=bool(waiting),
        campaign=int(campaign) if campaign else None,
        before=int(before) if before else None,
    )


def _verdict(name: str) -> Verdict | None:
    if name and name not in set(Verdict):
        raise HTTPException(422, strings.say("error.invalid"))
    return Verdict(name) if name else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise HTTPException(422, strings.say("error.invalid")) from None


Asked = Annotated[Query, Depends(read_query)]


@router.get("/search")
def show(request: Request, winnow: Wired, moderator: AtDesk, asked: Asked) -> Response:
    """Show what is found."""
    found = search(winnow.engine, asked)
    kinds = [kind for kind in FileKind if kind is not FileKind.PARQUET or has_parquet()]
    return render(
        request,
        "search.html",
        moderator,
        found=found,
        cards=shown_cards(request, winnow, found.cards),
        asked=asked,
        verdicts=list(Verdict),
        reasons=list(dict.fromkeys([*map(str, ReasonCode), *([asked.reason] if asked.reason else [])])),
        dense=request.query_params.get("view") == "list",
        sources=source_names(winnow.engine, _LISTED_SOURCES),
        count=how_many_found(found.count),
        models=[one.version for one in winnow.registry.manifests() if _is_shown(one.site, winnow.sites)],
        kinds=kinds,
        sites=site_names(winnow),
        colleagues=colleagues(winnow),
        filters=filters_of(asked),
        longest_name=LONGEST_NAME,
        cuts=cuts(winnow.registry),
    )


def _is_shown(site: str | None, sites: Collection[str] | None) -> bool:
    """Tell whether who is of these sites, None for all, may know of a model: another site's is nothing to them."""
    return site is None or sites is None or site in sites


def how_many_found(found: int) -> str:
    """Return how many were found, in words."""
    if found > MOST_COUNTED:
        return strings.say("search.found_more", number=formats.number(MOST_COUNTED))
    return strings.count("search.found", found)


@router.get("/search.{kind}")
def save(winnow: Wired, _: AtDesk, asked: Asked, kind: FileKind) -> Response:
    """Give everything that is found as a file."""
    pieces: Any = export_comments(winnow.engine, asked, kind)
    headers = {"Content-Disposition": f'attachment; filename="winnow-comments.{kind.value}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[kind], headers=headers)
