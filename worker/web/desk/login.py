"""Logging in and out."""

from functools import partial
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from worker.store.access.users import Users
from worker.web.dependencies import Wired
from worker.web.desk import strings
from worker.web.desk.openid_provider import OpenIdProvider
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import (
    COOKIE,
    LOGIN,
    PREFIX,
    Acting,
    require_no_proxy,
    require_same_origin,
    safe_back,
    set_cookie,
)

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)


@router.get("/login")
def form(request: Request, next: str = PREFIX, out: bool = False) -> Response:
    """Ask who it is; ``out`` says that somebody has just logged out."""
    return _page(request, next, out=out)


@router.post("/login")
async def log_in(
    request: Request,
    winnow: Wired,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=2000)] = "",
    next: Annotated[str, Form(max_length=2000)] = PREFIX,
) -> Response:
    """Begin a session."""
    require_same_origin(request)
    require_no_proxy(winnow.settings)
    address = request.client.host if request.client else ""
    attempt = partial(Users(winnow.whole).log_in, name.strip(), password, address=address)
    secret = await to_thread.run_sync(attempt, limiter=request.app.state.password_turns)
    if secret is None:
        wrong = strings.say("login.wrong")
        return _page(request, next, code=401, name=name, wrong=wrong)
    response = redirect(safe_back(next))
    set_cookie(request, response, secret, winnow.settings)
    return response


@router.post("/logout")
def log_out(winnow: Wired, moderator: Acting) -> Response:
    """End the session."""
    Users(winnow.whole).close_session(moderator.secret)
    response = redirect(f"{LOGIN}?out=1")
    response.delete_cookie(COOKIE, path=PREFIX)
    return response


def _page(
    request: Request, next: str, *, code: int = 200, name: str = "", wrong: str | None = None, out: bool = False
) -> Response:
    openid: OpenIdProvider | None = request.app.state.openid
    known = {"next": safe_back(next), "name": name, "wrong": wrong, "out": out}
    return render(request, "login.html", None, code=code, provider=openid.name if openid else None, **known)
