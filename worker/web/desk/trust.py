"""Trusting and blocking an author or a host: a rule, looked at before it is made, and taken back on the same page."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from starlette.responses import Response

from classifiers.types import Verdict
from worker.errors import ConflictError, MisconfiguredError, NotFoundError
from worker.operations import rules
from worker.operations.trust import STANCES, Whom, rule_about
from worker.web.dependencies import Dependencies, Wired
from worker.web.desk import strings
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import PREFIX, ActingAdmin, AdminAtDesk, Moderator

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)

_Site = Annotated[str, Query(max_length=253)]


def _whom(
    author: Annotated[str, Query(max_length=1000)] = "", host: Annotated[str, Query(max_length=253)] = ""
) -> Whom:
    """Read whom it is about from the address: one of both."""
    whom = Whom(author, host.strip().lower())
    try:
        if bool(author) == bool(host):
            raise HTTPException(404, strings.say("error.not_found"))
        rule_about(whom, Verdict.SPAM)
    except MisconfiguredError:
        raise HTTPException(404, strings.say("error.not_found")) from None
    return whom


def _stance(then: Annotated[Verdict, Query()]) -> Verdict:
    """Read whether somebody is to be trusted or blocked."""
    if then not in STANCES:
        raise HTTPException(422, strings.say("error.invalid"))
    return then


About = Annotated[Whom, Depends(_whom)]
_Stance = Annotated[Verdict, Depends(_stance)]


def whom_fields(whom: Whom) -> dict[str, str]:
    """Return the fields of an address that say whom it is about."""
    return {"author": whom.author} if whom.author else {"host": whom.host}


@router.get("/people/rule")
def ask(request: Request, winnow: Wired, admin: AdminAtDesk, whom: About, then: _Stance, on: _Site = "") -> Response:
    """Show what trusting or blocking would have changed."""
    return _page(request, winnow, admin, whom, then, _site_meant(admin, on))


@router.post("/people/rule")
def make(
    request: Request,
    winnow: Wired,
    admin: ActingAdmin,
    whom: About,
    then: _Stance,
    on: _Site = "",
    note: Annotated[str, Form(max_length=500)] = "",
    days: Annotated[str, Form(max_length=5, pattern=r"^[0-9]*$")] = "",
) -> Response:
    """Trust or block from now on."""
    site = _site_meant(admin, on)
    try:
        rule = rule_about(whom, then, site)
        rules.add(winnow.engine, rule, by=admin.name, note=note, days=int(days) if days else None)
    except (MisconfiguredError, ConflictError, NotFoundError) as error:
        return _page(request, winnow, admin, whom, then, site, wrong=str(error))
    return redirect(_back(whom), strings.say(f"done.{STANCES[then]}"))


@router.post("/people/rule/remove")
def remove(winnow: Wired, admin: ActingAdmin, whom: About, name: Annotated[str, Form(max_length=40)] = "") -> Response:
    """Take it back."""
    rules.remove(winnow.engine, name, by=admin.name)
    return redirect(_back(whom), strings.say("done.unruled", name=name))


def _site_meant(admin: Moderator, on: str) -> str:
    """Return the site that is meant: who is of one alone means that one, whatever stands in the field."""
    if admin.sites is not None and len(admin.sites) == 1:
        return next(iter(admin.sites))
    return on.strip()


def _back(whom: Whom) -> str:
    return f"{PREFIX}/people?{urlencode(whom_fields(whom))}"


def _page(
    request: Request,
    winnow: Dependencies,
    admin: Moderator,
    whom: Whom,
    then: Verdict,
    on: str,
    *,
    wrong: str = "",
) -> Response:
    found = None if wrong else rules.preview(winnow.engine, rule_about(whom, then, on))
    return render(
        request,
        "trust.html",
        admin,
        code=422 if wrong else 200,
        whom=whom,
        stance=STANCES[then],
        found=found,
        wrong=wrong,
        site=on,
        address=urlencode({**whom_fields(whom), "then": then.value, **({"on": on} if on else {})}),
        back=_back(whom),
        waiting=urlencode({**whom_fields(whom), "waiting": "1"}),
    )
