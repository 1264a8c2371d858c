"""Logging in at an OpenID provider: there with a secret that this browser alone keeps, and back with what proves it."""

import hmac
import secrets
from typing import Annotated, Final
from urllib.parse import quote, unquote

import structlog
from anyio import to_thread
from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import RedirectResponse, Response

from worker.settings import Settings
from worker.store.access.roles import Role
from worker.store.access.users import Users
from worker.web.dependencies import Dependencies, Wired
from worker.web.desk import strings
from worker.web.desk.openid_identity import is_somebody_elses, name_of, role_of
from worker.web.desk.openid_provider import Attempt, NotProvedError, OpenIdProvider
from worker.web.desk.pages import DeskRoute, render
from worker.web.desk.session import LOGIN, PREFIX, by_tls, require_no_proxy, safe_back, set_cookie

OPENID: Final = f"{LOGIN}/openid"
BACK: Final = f"{OPENID}/back"
# The secret of an attempt, and where to go on afterwards.
COOKIE: Final = "winnow_openid"
# Seconds that somebody has at the provider; characters of a code, of which providers make up to some two thousand.
ATTEMPT_S: Final = 600
_LONGEST: Final = 4000

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)
log = structlog.get_logger(__name__)


@router.get("/login/openid")
async def begin(request: Request, winnow: Wired, next: str = PREFIX) -> Response:
    """Lead to the provider."""
    provider = _provider(request, winnow)
    attempt = Attempt(secrets.token_urlsafe(32))
    response = RedirectResponse(await provider.way_in(attempt, _address(request, winnow.settings, BACK)), 303)
    # Lax: the browser comes back from another site.
    response.set_cookie(
        COOKIE,
        f"{attempt.secret}.{quote(safe_back(next), safe='')}",
        max_age=ATTEMPT_S,
        path=LOGIN,
        httponly=True,
        samesite="lax",
        secure=by_tls(request, winnow.settings),
    )
    return response


@router.get("/login/openid/back")
async def end(
    request: Request,
    winnow: Wired,
    state: Annotated[str, Query(max_length=_LONGEST)] = "",
    code: Annotated[str, Query(max_length=_LONGEST)] = "",
) -> Response:
    """Begin a session of whoever comes back from the provider."""
    provider = _provider(request, winnow)
    secret, _, back = request.cookies.get(COOKIE, "").partition(".")
    attempt = Attempt(secret)
    if not secret or not hmac.compare_digest(attempt.state.encode(), state.encode()):
        raise HTTPException(403, strings.say("openid.other_browser"))
    if not code:
        raise HTTPException(403, strings.say("openid.refused", provider=provider.name))
    session = await _session(request, winnow, provider, attempt, code)
    # A page and no redirect: to a redirect that another site began, browsers send no cookie that is strict.
    response = render(request, "going_on.html", None, next=safe_back(unquote(back)))
    set_cookie(request, response, session, winnow.settings)
    response.delete_cookie(COOKIE, path=LOGIN)
    return response


@router.get("/login/openid/out")
async def out(request: Request, winnow: Wired) -> Response:
    """Lead to where the provider's own session is ended."""
    provider = _provider(request, winnow)
    return RedirectResponse(await provider.way_out(_address(request, winnow.settings, LOGIN)) or LOGIN, 303)


async def _session(
    request: Request, winnow: Dependencies, provider: OpenIdProvider, attempt: Attempt, code: str
) -> str:
    """Return the secret of a new session; raises HTTPException (403) where nobody is proved, or may not be here."""
    settings = winnow.settings
    try:
        claims = await provider.claims(attempt, code, _address(request, settings, BACK))
    except NotProvedError:
        raise HTTPException(403, strings.say("openid.not_proved", provider=provider.name)) from None
    name = name_of(claims, settings)
    if name is None:
        raise HTTPException(403, strings.say("openid.no_name", provider=provider.name))
    if is_somebody_elses(claims, settings):
        raise HTTPException(403, strings.say("openid.unverified", provider=provider.name))
    session = await to_thread.run_sync(_open, Users(winnow.whole), name, role_of(claims, settings))
    if session is None:
        log.warning("openid_unknown_user")
        raise HTTPException(403, strings.say("openid.unknown", name=name))
    return session


def _open(users: Users, name: str, given: Role | None) -> str | None:
    """Begin a session of somebody to whom the claims give a role, or who has one here; of nobody else."""
    return users.open_session(name, given) if given or users.role_of(name) else None


def _provider(request: Request, winnow: Dependencies) -> OpenIdProvider:
    require_no_proxy(winnow.settings)
    provider: OpenIdProvider | None = request.app.state.openid
    if provider is None:
        raise HTTPException(404, strings.say("error.not_found"))
    return provider


def _address(request: Request, settings: Settings, path: str) -> str:
    """Return a page's address as the browser knows it, and as the provider has to know it."""
    return f"{'https' if by_tls(request, settings) else 'http'}://{request.url.netloc}{path}"
