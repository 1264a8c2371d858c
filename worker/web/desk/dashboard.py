"""The dashboard: what came through, what waits, what died."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from markupsafe import Markup
from starlette.responses import Response

from classifiers.model.drift import MUCH
from classifiers.types import Verdict
from worker.learn import charts
from worker.operations.replay import replay as put_back
from worker.operations.status import status
from worker.reasons import Reason
from worker.store.base.audit import entries
from worker.store.figures.daily_counts import DAYS, Trends, trends
from worker.store.figures.site_priors import known_priors
from worker.store.flow.dead_letters import Choice
from worker.store.moderation.review_queue import ReviewQueue
from worker.web.dependencies import Wired
from worker.web.desk import formats, strings
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import PREFIX, Acting, AtDesk, of_all_sites

router = APIRouter(prefix=PREFIX, route_class=DeskRoute, dependencies=[Depends(of_all_sites)])

# Sites whose priors are shown, those that move verdicts most.
_PRIORS = 10
# Lines of the audit that are shown.
_AUDITED = 15


@router.get("/dashboard")
def show(request: Request, winnow: Wired, moderator: AtDesk) -> Response:
    """Show how things stand."""
    of_late = trends(winnow.engine)
    return render(
        request,
        "dashboard.html",
        moderator,
        status=(now := status(winnow.engine, winnow.registry, winnow.service.bell)),
        waiting=ReviewQueue(winnow.engine).waiting(),
        labels=now.labels_since_training,
        drift=now.drift,
        drifts=now.drift is not None and now.drift > MUCH,
        trends=of_late,
        days=DAYS,
        verdicts=list(Verdict),
        priors=known_priors(winnow.engine, _PRIORS),
        plots=_plots(of_late),
        audit=entries(winnow.engine, limit=_AUDITED),
    )


@router.post("/dashboard/replay")
def replay(winnow: Wired, moderator: Acting, reason: Annotated[Reason, Form()]) -> Response:
    """Put the dead letters of one class back to work."""
    done = put_back(winnow.engine, winnow.service, Choice(reason=reason), actor=moderator.name)
    message = strings.count("done.replayed", len(done.ids))
    if done.left:
        message = f"{message} {strings.count('done.replay_left', done.left)}"
    return redirect(f"{PREFIX}/dashboard", message)


def _plots(of_late: Trends) -> dict[str, Markup]:
    articles = [
        charts.Column(
            formats.short_day(day.day),
            (("plot-done", day.articles, _caption(formats.short_day(day.day), day.articles)),),
        )
        for day in of_late.days
    ]
    verdicts = [
        charts.Column(
            formats.short_day(day.day),
            tuple(
                (f"plot-{verdict.value}", number := day.verdicts.get(verdict, 0), _caption(
                    f"{formats.short_day(day.day)}, {strings.say(f'verdict.{verdict.value}')}", number))
                for verdict in Verdict
            ),
        )
        for day in of_late.days
    ]  # fmt: skip
    sources = [
        (
            one.source or strings.say("dashboard.no_source"),
            one.share,
            strings.say(
                "dashboard.said_share",
                label=one.source,
                spam=formats.number(one.spam),
                comments=formats.number(one.comments),
            ),
        )
        for one in of_late.sources
    ]
    return {
        "throughput": charts.columns(strings.say("dashboard.throughput"), articles, formats.compact),
        "verdicts": charts.columns(strings.say("dashboard.verdicts"), verdicts, formats.compact),
        "sources": charts.bars(strings.say("dashboard.sources", days=formats.number(DAYS)), sources, formats.percent),
    }


def _caption(label: str, value: int) -> str:
    return strings.say("dashboard.said", label=label, value=formats.number(value))
