"""The models: which serves, how they do, and training, promoting and rolling back, each confirmed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Form, HTTPException, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, JSONResponse, Response

from classifiers.errors import ModelNotFoundError
from classifiers.registry.aliases import CHALLENGER, CHAMPION, PREVIOUS
from classifiers.registry.artifact import Manifest
from classifiers.registry.versions import CHARTS_NAME, Registry
from worker.learn import charts
from worker.operations.promote import meant
from worker.operations.promote import promote as make_champion
from worker.operations.promote import roll_back as go_back
from worker.operations.status import champion_of, labels_since_training
from worker.store.base.audit import note
from worker.store.base.transactions import writing
from worker.store.moderation.review_queue import ReviewQueue
from worker.web.dependencies import Dependencies, Wired
from worker.web.desk import formats, strings
from worker.web.desk.desk_jobs import Job, JobKind
from worker.web.desk.desk_state import desk_jobs_of
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.queue_moves import QueueMoves, queue_moves
from worker.web.desk.session import PREFIX, Acting, ActingAdmin, AtDesk, of_all_sites, require_admin

log = structlog.get_logger(__name__)

router = APIRouter(prefix=PREFIX, route_class=DeskRoute, dependencies=[Depends(of_all_sites)])

# A report brings a style of its own; it is a page of no origin, and loads and runs nothing.
_REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; frame-ancestors 'none'"
_ACTS = ("train", "promote", "rollback", "rescore")
# Sets whose figures are shown at once: a model may be measured on dozens of sources.
_SHOWN_SETS = 6
Cuts = tuple[float | None, float | None]


def cuts(registry: Registry) -> Cuts:
    """Return from where the champion says review, and from where spam; None where there is no telling."""
    manifest = champion_of(registry)
    return (manifest.review_cut, manifest.spam_cut) if manifest else (None, None)


def labels_since_champion(winnow: Dependencies) -> int:
    """Count the labels that were given since the champion was trained."""
    return labels_since_training(winnow.engine, champion_of(winnow.registry))


@router.get("/models")
def show(request: Request, winnow: Wired, moderator: AtDesk) -> Response:
    """Show all versions."""
    registry = winnow.registry
    aliases = registry.aliases()
    manifests = sorted(registry.manifests(), key=lambda one: (one.created, one.version), reverse=True)
    named = {one.version: [name for name, version in aliases.items() if version == one.version] for one in manifests}
    champion = next((one for one in manifests if one.version == aliases.get(CHAMPION)), None)
    return render(
        request,
        "models.html",
        moderator,
        manifests=manifests,
        named=named,
        reported={one.version for one in manifests if _has_report(registry, one.version)},
        champion=champion,
        figures=_figures(champion),
        shown_sets=_SHOWN_SETS,
        compared=(compared := _compared(registry, aliases)),
        drawings=_drawings(registry, compared) if compared else [],
        previous=aliases.get(PREVIOUS),
        job=(job := desk_jobs_of(request).job),
        moves=_moves(job),
        outdated=_outdated(winnow, champion),
        labels=strings.count("queue.labels", labels_since_champion(winnow)),
    )


@router.get("/models/{version}/report")
def report(winnow: Wired, _: AtDesk, version: str) -> Response:
    """Show the page that `winnow retrain` wrote beside a model: drawn there, and shown without any rights here."""
    try:
        page = winnow.registry.read_report(version)
    except ModelNotFoundError:
        raise HTTPException(404, strings.say("error.not_found")) from None
    return HTMLResponse(page, headers={"Content-Security-Policy": _REPORT_POLICY})


@router.get("/models/job")
def job(request: Request, _: AtDesk) -> Response:
    """Say how far a job has come, for the script."""
    at_work = desk_jobs_of(request).job
    return JSONResponse({"running": bool(at_work and at_work.running), "step": at_work.step if at_work else ""})


@router.get("/models/confirm")
def confirm(request: Request, winnow: Wired, moderator: AtDesk, act: str, version: str = "") -> Response:
    """Ask once more."""
    if act not in _ACTS:
        raise HTTPException(404, strings.say("error.not_found"))
    if act != JobKind.RESCORE:
        require_admin(moderator)
    named = {"promote": version, "rollback": PREVIOUS, "rescore": CHAMPION}.get(act)
    shown = meant(winnow.registry, named) if named is not None else ""
    labels = strings.count("queue.labels", labels_since_champion(winnow))
    question = strings.say(f"models.confirm_{act}", version=shown, labels=labels)
    return render(request, "confirm.html", moderator, act=act, version=shown, question=question)


@router.post("/models/train")
def train(request: Request, winnow: Wired, moderator: ActingAdmin) -> Response:
    """Begin a training."""
    if not desk_jobs_of(request).begin(JobKind.TRAIN, moderator.name):
        return redirect(f"{PREFIX}/models", strings.say("done.job_runs"))
    with writing(winnow.engine) as connection:
        note(connection, actor=moderator.name, action="model train", details={})
    return redirect(f"{PREFIX}/models", strings.say("done.training"))


@router.post("/models/rescore")
def rescore(request: Request, moderator: Acting) -> Response:
    """Begin to judge the queue anew with the champion; the command notes who did it."""
    begun = desk_jobs_of(request).begin(JobKind.RESCORE, moderator.name)
    return redirect(f"{PREFIX}/models", strings.say("done.rescoring" if begun else "done.job_runs"))


@router.post("/models/promote")
def promote(winnow: Wired, moderator: ActingAdmin, version: Annotated[str, Form(max_length=200)]) -> Response:
    """Make a model champion."""
    after = make_champion(winnow.registry, winnow.engine, version, actor=moderator.name)
    return redirect(f"{PREFIX}/models", strings.say("done.promoted", version=after))


@router.post("/models/rollback")
def rollback(winnow: Wired, moderator: ActingAdmin) -> Response:
    """Make the previous champion champion again."""
    after = go_back(winnow.registry, winnow.engine, actor=moderator.name)
    return redirect(f"{PREFIX}/models", strings.say("done.rolled_back", version=after))


def _outdated(winnow: Dependencies, champion: Manifest | None) -> int:
    """Count what waits in the queue and was judged by a model that is no longer in service there."""
    if champion is None:
        return 0
    own = {site: versions[0] for site, versions in winnow.registry.of_sites().items()}
    return ReviewQueue(winnow.engine).judged_by_others(champion.version, own)


def _moves(job: Job | None) -> QueueMoves | None:
    return queue_moves(job.step) if job and job.kind is JobKind.RESCORE and job.exit_code == 0 else None


def _has_report(registry: Registry, version: str) -> bool:
    try:
        registry.report(version)
    except ModelNotFoundError:
        return False
    return True


def _compared(registry: Registry, aliases: Mapping[str, str]) -> str | None:
    """Return the model whose comparison is shown: the challenger, else the champion, if it has one."""
    named = (aliases[name] for name in (CHALLENGER, CHAMPION) if name in aliases)
    return next((version for version in named if _has_report(registry, version)), None)


def _drawings(registry: Registry, version: str) -> list[tuple[str, list[Markup]]]:
    """Return the charts of a model's report by their sets, drawn here; none where the file is something else."""
    try:
        sets = charts.from_json(registry.read_report(version, CHARTS_NAME))
    except (ModelNotFoundError, ValueError) as error:
        log.warning("report_unreadable", model=version, error=type(error).__name__)
        return []
    return [(one.name, [_drawn(chart) for chart in one.charts]) for one in sets]


def _drawn(chart: charts.Chart) -> Markup:
    """Draw a chart whose words are in the language of this request."""
    words = strings.of_chart
    axes = replace(chart.axes, title=words(chart.axes.title), x=words(chart.axes.x), y=words(chart.axes.y))
    lines = tuple(replace(line, name=words(line.name)) for line in chart.lines)
    heaps = tuple(replace(heap, name=words(heap.name)) for heap in chart.heaps)
    marks = tuple((words(name), at) for name, at in chart.marks)
    label = strings.say("chart.label", title=axes.title, x=axes.x, y=axes.y)
    return charts.draw(charts.Chart(axes, lines, heaps, marks), label, formats.number)


def _figures(manifest: Manifest | None) -> list[tuple[str, dict[str, Any]]]:
    """Return a model's figures by set, as its manifest has them; whatever else stands there is left out."""
    if manifest is None:
        return []
    return [(name, dict(row)) for name, row in manifest.figures.items() if isinstance(row, dict)]
