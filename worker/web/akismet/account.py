"""What programs ask about their key beside comments: is it in force, how much was it used, and by which sites."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response

from worker.errors import RefusedError
from worker.operations.row_files import Columns, FileKind, write
from worker.reasons import Reason
from worker.store.access.tokens import Scope, Token
from worker.store.figures.asked_counts import AskedOfSite, asked_counts
from worker.web.access import REFUSAL_S, allows, token_of
from worker.web.akismet.routes import BODY, Speaker, invalid
from worker.web.dependencies import Wired, is_for

router = APIRouter(tags=["Akismet"])

_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_COLUMNS: Final = ("site", "api_calls", "spam", "ham", "missed_spam", "false_positives", "is_revoked")
_TITLES: Final = Columns(("Site", "Total API Calls", "Spam", "Ham", "Missed Spam", "False Positives", "Is Revoked"))
_ORDERS: Final = {"total": "calls", "spam": "spam", "ham": "ham", "missed_spam": "missed_spam",
                  "false_positives": "false_positives"}  # fmt: skip
MOST_SITES: Final = 500


async def _asker(request: Request, api_key: Annotated[str, Query(max_length=300)] = "") -> Token | None:
    """Return the token whose secret came in the address, or as the host's first label."""
    token = await token_of(request, api_key or request.headers.get("host", "").partition(".")[0])
    if token is None:
        await asyncio.sleep(REFUSAL_S)
    else:
        is_for(request, token.sites)
    return token if token is not None and allows(token, Scope.BLOG) else None


Asker = Annotated[Token | None, Depends(_asker)]


@router.post("/1.1/get-subscription", summary="Is this key in force?", openapi_extra=BODY)
async def get_subscription(speaker: Speaker) -> Response:
    """Tell what WordPress' plugin shows of a key: it has no end, no limit and no price."""
    if speaker is None:
        return invalid()
    return JSONResponse(
        {
            "account_id": speaker.id,
            "account_name": speaker.name,
            "account_type": "free-api-key",
            "status": "active",
            "next_billing_date": False,
            "limit_reached": False,
        }
    )


@router.get("/1.2/usage-limit", summary="How often was this month asked?")
async def usage_limit(winnow: Wired, asker: Asker) -> Response:
    """Count the comments of this month that were asked about and stored; there is no limit."""
    if asker is None:
        return invalid()
    found = await run_in_threadpool(asked_counts, winnow.engine, *_bounds(None))
    usage = sum(one.calls for one in found)
    return JSONResponse({"limit": "none", "usage": usage, "percentage": "0", "throttled": False})


@router.get("/1.2/key-sites", summary="Which sites asked?")
async def key_sites(
    winnow: Wired,
    asker: Asker,
    month: Annotated[str, Query(max_length=7)] = "",
    filter: Annotated[str, Query(max_length=253)] = "",
    format: Annotated[str, Query(max_length=4)] = "json",
    order: Annotated[str, Query(max_length=20)] = "total",
    limit: Annotated[int, Query(ge=1, le=MOST_SITES)] = MOST_SITES,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Tell by site, of a month, how many comments were asked about and stored, and how often moderators disagreed."""
    if asker is None:
        return invalid()
    first, behind = _bounds(month)
    found = await run_in_threadpool(asked_counts, winnow.engine, first, behind)
    chosen = [one for one in found if filter.casefold() in one.site]
    chosen.sort(key=lambda one: (-getattr(one, _ORDERS.get(order, "calls")), one.site))
    rows = [_row(one) for one in chosen[offset : offset + limit]]
    if format == "csv":
        head = (
            f"Active sites for {asker.name} during {first:%Y-%m} (limit:{limit}, offset:{offset}, total:{len(chosen)})"
        )
        return PlainTextResponse(_csv(head, rows))
    return JSONResponse({f"{first:%Y-%m}": rows, "limit": limit, "offset": offset, "total": len(chosen)})


def _row(one: AskedOfSite) -> dict[str, object]:
    told = (one.site, *map(str, (one.calls, one.spam, one.ham, one.missed_spam, one.false_positives)), False)
    return dict(zip(_COLUMNS, told, strict=True))


def _csv(head: str, rows: Sequence[Mapping[str, object]]) -> str:
    shown = [dict(zip(_TITLES.names, map(str, row.values()), strict=True)) for row in rows]
    return f"{head}\n" + b"".join(write(FileKind.CSV, _TITLES, shown)).decode()


def _bounds(month: str | None) -> tuple[date, date]:
    """Return the first day of a month, this one where none is named, and the first of the next."""
    now = datetime.now(UTC)
    found = _MONTH.fullmatch(month) if month else None
    if month and (found is None or int(found[1]) < 1):
        raise RefusedError(Reason.SCHEMA, "a month is named by its year and its number: 2026-11")
    year, number = (int(found[1]), int(found[2])) if found else (now.year, now.month)
    if year == date.max.year:
        raise RefusedError(Reason.SCHEMA, "a month is named by its year and its number: 2026-11")
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)
