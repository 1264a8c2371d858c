"""Rendering the desk's pages: templates that escape everything, and headers that let a page do next to nothing."""

import json
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import quote, unquote, urlencode

from fastapi import HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from classifiers.errors import WinnowError
from worker.ingest.sites import site_of
from worker.learn import charts
from worker.store.access.users import ThrottledError
from worker.store.moderation.review_cards import Card
from worker.web.dependencies import Dependencies
from worker.web.desk import formats, strings
from worker.web.desk.languages import preferred
from worker.web.desk.safe_text import plain, visible
from worker.web.desk.session import PREFIX, LoginNeededError, Moderator, SessionNeededError, set_cookie
from worker.web.desk.shown_cards import ShownCard
from worker.web.desk.speech import Speech, speak, speech
from worker.web.problems import public_message, status_of

# The desk's own style sheet and script, its own forms, and nothing else; nobody may frame it.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # Without any referrer browsers hide the origin of our own forms too.
    "Referrer-Policy": "same-origin",
}
# An id in an address, or nothing: ASCII's digits, as the others are none to a database, and no more than it holds.
OptionalId = Annotated[str, Query(max_length=18, pattern=r"^[0-9]*$")]
_FLASH: Final = "winnow_done"
# Links of a comment whose sites are looked at, and sites that are offered.
_LINKS_ASKED: Final = 5
_HOSTS_SHOWN: Final = 3
# The forms that take back what they did.
_UNDONE_AT: Final = ("decide", "assign")
# Seconds that a message waits for the page that shows it.
_FLASH_S: Final = 60


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("worker.web.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        t=strings.say, n=strings.count, because=strings.because, speech=speech, prefix=PREFIX, hosts=_hosts,
        probability=charts.probability, here_with=_with,
    )  # fmt: skip
    shown = (formats.age, formats.since, formats.moment, formats.day, formats.number, formats.decimal, formats.percent)
    environment.filters.update(visible=visible, plain=plain, ago=_ago, **{one.__name__: one for one in shown})
    return environment


def render(
    request: Request, template: str, moderator: Moderator | None, *, code: int = 200, **values: Any
) -> HTMLResponse:
    """Return a page; ``values`` are what its template asks for."""
    flash = flash_of(request)
    html = _templates().get_template(template).render(
        request=request, moderator=moderator, flash=flash, here=str(request.url.path), **values
    )  # fmt: skip
    language = {"Content-Language": speech().language.tag}
    response = HTMLResponse(html, code, headers=_HEADERS | language)
    if flash:
        response.delete_cookie(_FLASH, path=PREFIX)
    return response


def render_card(shown: ShownCard, cuts: tuple[float | None, float | None], moderator: Moderator) -> str:
    """Return one comment as a page shows it, for the script to put in place of the old one."""
    macro = _templates().get_template("card.html").module
    return str(macro.card(shown, cuts, moderator.name))  # type: ignore[attr-defined]


def redirect(
    path: str, done: str | None = None, *, undo: list[int] | None = None, undone_at: str = "decide"
) -> Response:
    """Go to a page of the desk after a form, and say there what was done.

    ``undo`` are comments to offer it for, ``undone_at`` is which of the forms takes it back.
    """
    response = RedirectResponse(path, 303)
    if done:
        value = quote(json.dumps({"done": done, "undo": undo or [], "at": undone_at}))
        response.set_cookie(_FLASH, value, max_age=_FLASH_S, path=PREFIX, httponly=True, samesite="strict")
    return response


def flash_of(request: Request) -> Mapping[str, Any] | None:
    """Return what the last form came to, as `redirect` left it; whatever else stands there is no message."""
    try:
        kept = json.loads(unquote(request.cookies.get(_FLASH, "")))
        at = kept["at"] if kept["at"] in _UNDONE_AT else _UNDONE_AT[0]
        return {"done": str(kept["done"]), "undo": [int(one) for one in kept["undo"]], "at": at}
    except (ValueError, KeyError, TypeError):
        return None


def _with(request: Request, **changes: object) -> str:
    """Return this page's address with other values in its query; None and "" take a name out."""
    query: dict[str, object] = dict(request.query_params) | changes
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


def _hosts(card: Card) -> list[str]:
    """Return the first sites that a comment points to."""
    sites = (site_of(url) for url in (card.author_url, *card.links[:_LINKS_ASKED]))
    return list(dict.fromkeys(site for site in sites if site))[:_HOSTS_SHOWN]


def _ago(moment: datetime) -> Markup:
    """Return how long ago a moment was, with the moment itself for who points at it."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        moment.isoformat(), formats.moment(moment), formats.since(moment)
    )


class DeskRoute(APIRoute):
    """A route whose errors are pages, and whose visitors are asked to log in."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler inside this."""
        handler = super().get_route_handler()

        async def handled(request: Request) -> Response:
            # Who has logged in is spoken to as they chose (session.py).
            speak(Speech(preferred(request.headers.get("accept-language", ""))))
            try:
                await _refuse_nul(request)
                return await handler(request)
            except LoginNeededError as needed:
                return RedirectResponse(needed.location, 303)
            except SessionNeededError as needed:
                dependencies: Dependencies = request.app.state.dependencies
                response = RedirectResponse(needed.back, 303)
                set_cookie(request, response, needed.secret, dependencies.settings)
                return response
            except (WinnowError, HTTPException, RequestValidationError) as error:
                return _error_page(request, error)

        return handled


async def _refuse_nul(request: Request) -> None:
    """Raise 422 where a form holds a NUL, which no database takes and nobody types."""
    if request.method == "POST" and any("\0" in str(value) for _, value in (await request.form()).multi_items()):
        raise HTTPException(422, strings.say("error.invalid"))


def _error_page(request: Request, error: Exception) -> Response:
    """Say what went wrong; what comes from below the desk is in English, and marked so."""
    detail = ""
    if isinstance(error, RequestValidationError):
        status, message = 422, strings.say("error.invalid")
    elif isinstance(error, HTTPException):
        status = error.status_code
        message = strings.say("error.expired") if error.detail == "csrf" else str(error.detail)
    elif isinstance(error, ThrottledError):
        status, message = 429, strings.say("error.throttled")
    else:
        assert isinstance(error, WinnowError)
        status, detail = status_of(error), public_message(error)
        message = strings.say("error.not_found" if status == HTTPStatus.NOT_FOUND else "error.failed")
    return render(request, "error.html", None, code=status, message=message, detail=detail)
