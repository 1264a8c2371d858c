"""Who uses the desk: a session's cookie or a trusted proxy's word, and a token in every form that changes anything."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import Depends, Form, HTTPException, Request
from starlette.responses import Response

from worker.domain import DEFAULT_SITE
from worker.errors import MisconfiguredError
from worker.settings import Settings
from worker.store.access.preferences import Preferences, preferences_of
from worker.store.access.roles import Role
from worker.store.access.users import SESSION_S, Users, usable_name
from worker.store.flow.sites import list_sites
from worker.web.callers import addresses, peer
from worker.web.dependencies import Dependencies, Wired, is_for
from worker.web.desk import strings
from worker.web.desk.languages import LANGUAGES
from worker.web.desk.speech import Speech, speak, speech
from worker.web.desk.time_zones import time_zones

COOKIE: Final = "winnow_session"
PREFIX: Final = "/desk"
LOGIN: Final = f"{PREFIX}/login"


@dataclass(frozen=True, slots=True)
class Moderator:
    """Who is at the desk, the secret of the session, what the name may do, and how to speak to them."""

    name: str
    secret: str
    role: Role
    preferences: Preferences
    sites: frozenset[str] | None = None  # None for all

    @property
    def is_admin(self) -> bool:
        """Whether an admin's work is shown, and done."""
        return self.role is Role.ADMIN

    @property
    def csrf(self) -> str:
        """What this session's forms carry: of no use without the cookie, and no way back to it."""
        return hmac.new(self.secret.encode(), b"csrf", hashlib.sha256).hexdigest()


class LoginNeededError(Exception):
    """Nobody is logged in; ``back`` is where to go on afterwards."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.location = f"{LOGIN}?next={quote(back, safe='/')}"


class SessionNeededError(Exception):
    """A trusted proxy names somebody who has no session yet; ``secret`` is that of the new one."""

    def __init__(self, back: str, secret: str) -> None:
        super().__init__(back)
        self.back = back
        self.secret = secret


def _moderator(request: Request, winnow: Wired) -> Moderator:
    users = Users(winnow.whole)
    secret = request.cookies.get(COOKIE, "")
    session = users.of_session(secret) if secret else None
    settings = winnow.settings
    if settings.desk_user_header:
        proved = named_by_proxy(request, settings)
        if proved is None:
            raise HTTPException(403, strings.say("error.nobody"))
        if session is None or proved != session.user:
            raise SessionNeededError(_back(request), users.open_session(proved))
    elif session is None:
        raise LoginNeededError(_back(request))
    # Whom a proxy lets in without a role here moderates.
    role, sites = (session.role, session.sites) if session.role else (Role.MODERATOR, _of_anybody(winnow))
    is_for(request, sites)
    return Moderator(session.user, secret, role, preferences_of(winnow.whole, session.user), sites)


def _of_anybody(winnow: Dependencies) -> frozenset[str] | None:
    """Return the sites that whoever has no role sees: all while there is one, and then only what is no site's own."""
    return None if len(list_sites(winnow.whole)) == 1 else frozenset({DEFAULT_SITE})


# Asynchronous, so that it runs in the request's own context: in a thread's copy of it, nobody would be spoken to so.
async def _spoken_to(moderator: Annotated[Moderator, Depends(_moderator)]) -> Moderator:
    """Speak to the moderator as they chose; what they left open is as their browser says."""
    chosen = moderator.preferences
    language = LANGUAGES.get(chosen.language, speech().language)
    speak(Speech(language, ZoneInfo(chosen.zone) if chosen.zone in time_zones() else None))
    return moderator


AtDesk = Annotated[Moderator, Depends(_spoken_to)]


def _checked(request: Request, moderator: AtDesk, csrf: Annotated[str, Form()] = "") -> Moderator:
    require_same_origin(request)
    if not hmac.compare_digest(csrf.encode(), moderator.csrf.encode()):
        raise HTTPException(403, "csrf")
    return moderator


# Who sends a form; its token has been checked.
Acting = Annotated[Moderator, Depends(_checked)]


def _acting_admin(moderator: Acting) -> Moderator:
    return require_admin(moderator)


def _admin_at_desk(moderator: AtDesk) -> Moderator:
    return require_admin(moderator)


def require_admin(moderator: Moderator) -> Moderator:
    """Return an admin; raises 403 for anybody else."""
    if not moderator.is_admin:
        raise HTTPException(403, strings.say("error.admin", name=moderator.name))
    return moderator


# An admin who sends a form, and one who looks at a page.
ActingAdmin = Annotated[Moderator, Depends(_acting_admin)]
AdminAtDesk = Annotated[Moderator, Depends(_admin_at_desk)]


def colleagues(winnow: Dependencies) -> Sequence[str]:
    """Return the names of all who may decide at this desk, on the sites of who asks."""
    return Users(winnow.whole).colleagues(winnow.sites)


def site_names(winnow: Dependencies) -> Sequence[str]:
    """Return the names of the sites that who asks sees, the default one first."""
    return [one.name for one in list_sites(winnow.whole) if winnow.sites is None or one.name in winnow.sites]


def of_all_sites(moderator: AtDesk) -> None:
    """Raise 404 for who is of single sites: what is the whole installation's is not there for them."""
    if moderator.sites is not None:
        raise HTTPException(404, strings.say("error.not_found"))


def require_same_origin(request: Request) -> None:
    """Raise 403 where a browser says that another site sent this form; what is no browser says nothing."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None:  # an old browser: it may say where the form stood
        same = origin is None or origin.partition("://")[2] == request.headers.get("host")
    else:
        same = site in ("same-origin", "none")
    if not same:
        raise HTTPException(403, "csrf")


def require_no_proxy(settings: Settings) -> None:
    """Raise 403 where a proxy says who somebody is: there is no other way in then."""
    if settings.desk_user_header:
        raise HTTPException(403, strings.say("error.by_proxy"))


def named_by_proxy(request: Request, settings: Settings) -> str | None:
    """Return whom a trusted proxy names, or None where the request is from elsewhere or names nobody."""
    if peer(request) not in addresses(settings.trusted_proxies):
        return None
    # One that a client sent beside the proxy's own would be read first: two say nothing.
    names = request.headers.getlist(settings.desk_user_header)
    try:
        return usable_name(names[0]) if len(names) == 1 else None
    except MisconfiguredError:
        return None


def set_cookie(request: Request, response: Response, secret: str, settings: Settings) -> None:
    """Give the browser its session: no script reads it, and no other site makes the browser send it.

    It is sent back over TLS alone where it was asked for over TLS.
    """
    secure = by_tls(request, settings)
    response.set_cookie(COOKIE, secret, max_age=SESSION_S, path=PREFIX, httponly=True, samesite="strict", secure=secure)


def by_tls(request: Request, settings: Settings) -> bool:
    """Say whether the browser came by TLS: the settings tell, a trusted proxy, or else the browser, of its form."""
    by_header = request.headers.get("origin", "").startswith("https://")
    return settings.desk_https or request.url.scheme == "https" or by_header


def _back(request: Request) -> str:
    """Where to go on after a log-in: the page that was asked for, or the desk where a form was sent."""
    if request.method != "GET":
        return PREFIX
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def safe_back(back: str) -> str:
    """Return ``back`` where it is a page of the desk, else the desk itself: never another site."""
    is_ours = back == PREFIX or back.startswith((f"{PREFIX}/", f"{PREFIX}?"))
    return back if is_ours and "\\" not in back and back.isprintable() else PREFIX
