"""The rules: what moderators want said of comments, tried on the last month's before they are made."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from classifiers.types import Verdict
from worker.domain import RuleKind
from worker.errors import ConflictError, MisconfiguredError, NotFoundError
from worker.operations import rules
from worker.web.dependencies import Dependencies, Wired
from worker.web.desk import strings
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import PREFIX, ActingAdmin, AtDesk, Moderator
from worker.work.rule import Rule

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)

_Name = Annotated[str, Form(max_length=40)]
# A list of words as somebody pastes it, one a line.
_Values = Annotated[str, Form(max_length=500_000)]
_Days = Annotated[str, Form(max_length=5, pattern=r"^\d*$")]
_NOTHING = {"name": "", "kind": "words", "values": "", "then": "review", "on": "", "note": "", "days": ""}


@router.get("/rules")
def show(request: Request, winnow: Wired, moderator: AtDesk) -> Response:
    """Show all rules with what they did, and to an admin a form for another."""
    return _page(request, winnow, moderator, _NOTHING)


@router.post("/rules/add")
def make(
    request: Request,
    winnow: Wired,
    admin: ActingAdmin,
    name: _Name = "",
    kind: Annotated[RuleKind, Form()] = RuleKind.WORDS,
    values: _Values = "",
    then: Annotated[Verdict, Form()] = Verdict.REVIEW,
    on: Annotated[str, Form(max_length=253)] = "",
    note: Annotated[str, Form(max_length=500)] = "",
    days: _Days = "",
    act: Annotated[str, Form(pattern="^(preview|save)$")] = "preview",
) -> Response:
    """Say what a rule would have changed, or make it."""
    rule = Rule(name=name.strip(), kind=kind, values=tuple(values.splitlines()), verdict=then, site=on.strip() or None)
    typed = {"name": name, "kind": kind.value, "values": values, "then": then.value, "on": on, "note": note,
             "days": days}  # fmt: skip
    key = winnow.settings.email_key
    try:
        if act == "preview":
            return _page(request, winnow, admin, typed, found=rules.preview(winnow.engine, rule, email_key=key))
        rules.add(winnow.engine, rule, by=admin.name, email_key=key, note=note, days=int(days) if days else None)
    except (MisconfiguredError, ConflictError, NotFoundError) as error:
        return _page(request, winnow, admin, typed, wrong=str(error), code=422)
    return redirect(f"{PREFIX}/rules", strings.say("done.ruled", name=rule.name))


@router.post("/rules/remove")
def remove(winnow: Wired, admin: ActingAdmin, name: _Name = "") -> Response:
    """Take a rule away."""
    rules.remove(winnow.engine, name, by=admin.name)
    return redirect(f"{PREFIX}/rules", strings.say("done.unruled", name=name))


def _page(
    request: Request,
    winnow: Dependencies,
    moderator: Moderator,
    typed: dict[str, str],
    *,
    found: rules.RulePreview | None = None,
    wrong: str = "",
    code: int = 200,
) -> Response:
    return render(
        request,
        "rules.html",
        moderator,
        code=code,
        rules=rules.listed(winnow.engine),
        kinds=list(RuleKind),
        verdicts=list(Verdict),
        typed=typed,
        found=found,
        wrong=wrong,
    )
