"""The queue: what waits, in the order that was asked for."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from worker.store.moderation.assignments import waiting_for
from worker.store.moderation.review_queue import Order, QueuePart, ReviewQueue, Waiting
from worker.web.dependencies import Wired
from worker.web.desk import formats, strings
from worker.web.desk.desk_state import desk_jobs_of
from worker.web.desk.models import cuts, labels_since_champion
from worker.web.desk.pages import DeskRoute, OptionalId, render
from worker.web.desk.session import PREFIX, AtDesk, colleagues, site_names
from worker.web.desk.shown_cards import shown_cards

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)

# Comments of a page: as cards, and as rows of the dense list.
_CARDS = 25
_ROWS = 50
# Orders that let one of many be chosen.
_CHOICES = (Order.SOURCE, Order.LANGUAGE, Order.CAMPAIGN)


@router.get("/queue")
def show(
    request: Request,
    winnow: Wired,
    moderator: AtDesk,
    order: Order = Order.UNCERTAINTY,
    site: Annotated[str, Query(max_length=253)] = "",
    source: Annotated[str, Query(max_length=1000)] = "",
    language: Annotated[str, Query(max_length=100)] = "",
    campaign: OptionalId = "",
    after: Annotated[str, Query(max_length=3000)] = "",
    view: Annotated[str, Query(pattern="^(list)?$")] = "",
    aside: Annotated[str, Query(pattern="^1?$")] = "",
    mine: Annotated[str, Query(pattern="^1?$")] = "",
) -> Response:
    """Show a page of the queue."""
    queue = ReviewQueue(winnow.engine)
    chosen = int(campaign) if campaign else None
    assignee = moderator.name if mine else ""
    page = queue.page(
        QueuePart(
            order=order,
            site=site,
            source=source,
            language=language,
            campaign=chosen,
            after=after,
            reviewer=moderator.name,
            assignee=assignee,
            aside=bool(aside),
            limit=_ROWS if view else _CARDS,
        )
    )
    part = {"site": site, "source": source, "language": language, "campaign": campaign, "assignee": assignee,
            "waiting": 1}  # fmt: skip
    desk_jobs_of(request).look_for_campaigns(winnow.whole)
    return render(
        request,
        "queue.html",
        moderator,
        page=page,
        cards=shown_cards(request, winnow, page.cards),
        order=order,
        orders=list(Order),
        choices=queue.choices(order) if order in _CHOICES else [],
        dense=bool(view),
        aside=bool(aside),
        mine=bool(mine),
        yours=waiting_for(winnow.engine, moderator.name),
        colleagues=colleagues(winnow),
        all_of_part=urlencode({name: value for name, value in part.items() if value}),
        chosen={"source": source, "language": language, "campaign": campaign},
        cuts=cuts(winnow.registry),
        waiting=how_many(queue.waiting(site)),
        site=site,
        sites=site_names(winnow),
        kept=urlencode({name: value for name, value in {"view": view, "site": site}.items() if value}),
        labels=strings.count("queue.labels", labels_since_champion(winnow)),
    )


def how_many(waiting: Waiting) -> str:
    """Return how many wait and for how long, in words."""
    message = strings.count("queue.waiting", waiting.count)
    if waiting.oldest_s is None:
        return message
    return strings.say("queue.oldest", waiting=message, age=formats.age(waiting.oldest_s))
