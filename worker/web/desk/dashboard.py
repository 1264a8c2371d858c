"""The dashboard: what came through, what waits, what died."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from markupsafe import Markup
from starlette.responses import Response

from classifiers.drift import MUCH
from classifiers.errors import ClassifierError
from classifiers.types import Verdict
from worker.errors import UnavailableError
from worker.reasons import Reason
from worker.store.audit import entries
from worker.store.dead_letters import Choice, DeadLetters
from worker.store.review import ReviewQueue
from worker.store.scores import drift
from worker.store.status import status
from worker.store.trends import DAYS, Trends, trends
from worker.web.dependencies import Dependencies, Wired
from worker.web.desk import plots, strings
from worker.web.desk.models import labels_since_champion
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import PREFIX, Acting, AtDesk

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)

# Lines of the audit that are shown.
_AUDITED = 15


@router.get("/dashboard")
def show(request: Request, winnow: Wired, moderator: AtDesk) -> Response:
    """Show how things stand."""
    of_late, moved = trends(winnow.engine), _drift(winnow)
    return render(
        request,
        "dashboard.html",
        moderator,
        status=status(winnow.engine),
        waiting=ReviewQueue(winnow.engine).waiting(),
        labels=labels_since_champion(winnow),
        drift=moved,
        drifts=moved is not None and moved > MUCH,
        trends=of_late,
        days=DAYS,
        verdicts=list(Verdict),
        plots=_plots(of_late),
        audit=entries(winnow.engine, limit=_AUDITED),
    )


@router.post("/dashboard/replay")
def replay(winnow: Wired, moderator: Acting, reason: Annotated[Reason, Form()]) -> Response:
    """Put the dead letters of one class back to work."""
    letters, chosen = DeadLetters(winnow.engine), Choice(reason=reason)
    done, left = 0, letters.count(chosen)
    while done < left and (back := letters.replay(chosen, actor=moderator.name, limit=left - done)):
        done += len(back)
        try:
            winnow.service.bell.ring([back])
            winnow.service.inbox.mark_rung(back)
        except UnavailableError:
            pass  # they are pending: a worker's sweeper finds them
    return redirect(f"{PREFIX}/dashboard", strings.count("done.replayed", done))


def _drift(winnow: Dependencies) -> float | None:
    try:
        champion = winnow.registry.manifest()
    except ClassifierError:
        return None
    return drift(winnow.engine, champion.version)


def _plots(of_late: Trends) -> dict[str, Markup]:
    articles = [
        plots.Column(_label(day.day), (("plot-done", day.articles, _said(_label(day.day), day.articles)),))
        for day in of_late.days
    ]
    verdicts = [
        plots.Column(
            _label(day.day),
            tuple(
                (f"plot-{verdict.value}", number := day.verdicts.get(verdict, 0), _said(
                    f"{_label(day.day)}, {strings.say(f'verdict.{verdict.value}')}", number))
                for verdict in Verdict
            ),
        )
        for day in of_late.days
    ]  # fmt: skip
    sources = [
        (
            one.source or strings.say("dashboard.no_source"),
            one.share,
            strings.say("dashboard.said_share", label=one.source, spam=one.spam, comments=one.comments),
        )
        for one in of_late.sources
    ]
    return {
        "throughput": plots.columns(strings.say("dashboard.throughput"), articles),
        "verdicts": plots.columns(strings.say("dashboard.verdicts"), verdicts),
        "sources": plots.bars(strings.say("dashboard.sources", days=DAYS), sources),
    }


def _label(day: object) -> str:
    return f"{day:%d %b}"


def _said(label: str, value: int) -> str:
    return strings.say("dashboard.said", label=label, value=f"{value:,}")
