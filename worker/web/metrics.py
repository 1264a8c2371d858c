"""What Prometheus reads: figures of the whole service, counted in SQL, and the times of this process's requests."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from fastapi import APIRouter, Depends, HTTPException, Request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.responses import Response

from classifiers.types import Label
from worker.domain import Measure
from worker.operations.status import champion_of, drift, queue_depth
from worker.reasons import Reason
from worker.store.access.tokens import Scope
from worker.store.figures.backlog import backlog
from worker.store.figures.operator_counts import OperatorCounts, operator_counts
from worker.store.figures.slice_holds import SliceHold, list_holds
from worker.store.figures.slice_weeks import SliceWeek, newest_estimates
from worker.store.figures.status import Status, status
from worker.store.figures.work_counts import RELOAD_FAILURES, STAGE_BOUNDS_S, counted, histograms
from worker.store.flow.appeals import AppealCounts, appeal_counts
from worker.web.access import allows, bearer_token
from worker.web.dependencies import Dependencies

router = APIRouter(tags=["operators"])

# What a dead article can have died of, listed with 0 too: an alert must see the step from nothing to one.
DEADLY = (Reason.CRASH.value, Reason.MEMORY.value, Reason.TIMEOUT.value)


class ServiceCollector(Collector):
    """Collects the service's figures when Prometheus asks."""

    def __init__(self, winnow: Dependencies) -> None:
        self._winnow = winnow

    def collect(self) -> Iterator[Metric]:
        """Yield all figures; raises UnavailableError where the database is away."""
        now = status(self._winnow.engine)
        yield from _articles(now)
        yield from self._waiting()
        yield from self._stages()
        yield from self._models()
        yield from _counts(operator_counts(self._winnow.engine))
        yield _appeals(appeal_counts(self._winnow.engine))
        yield from _slices(newest_estimates(self._winnow.engine), list_holds(self._winnow.engine))

    def _waiting(self) -> Iterator[Metric]:
        waiting = backlog(self._winnow.engine, count_to=1)
        yield GaugeMetricFamily(
            "winnow_oldest_pending_seconds", "Age of the oldest article that waits.", waiting.oldest_pending_s
        )
        yield GaugeMetricFamily(
            "winnow_lease_overdue_seconds", "Seconds since the oldest lease was over.", waiting.oldest_overdue_s
        )
        depth = queue_depth(self._winnow.service.bell)
        yield GaugeMetricFamily("winnow_broker_up", "Whether the broker can be reached.", float(depth is not None))
        yield GaugeMetricFamily(
            "winnow_queue_messages", "Messages that wait in the queue.", math.nan if depth is None else depth
        )

    def _stages(self) -> Iterator[Metric]:
        family = HistogramMetricFamily(
            "winnow_stage_seconds", "Time that a batch of articles took in a stage.", labels=["stage"]
        )
        bounds = [*map(str, STAGE_BOUNDS_S), "+Inf"]
        for stage, histogram in histograms(self._winnow.engine).items():
            buckets = list(zip(bounds, map(float, histogram.counts), strict=True))
            family.add_metric([stage.value], buckets, histogram.seconds)
        yield family

    def _models(self) -> Iterator[Metric]:
        failures = counted(self._winnow.engine)[RELOAD_FAILURES]
        yield CounterMetricFamily(
            "winnow_model_reload_failures", "Promoted models that a process refused to load.", failures
        )
        champion = champion_of(self._winnow.registry)
        if champion is None:
            return
        moved = drift(self._winnow.engine, champion)
        yield InfoMetricFamily("winnow_champion", "The model that is to serve.", {"version": champion.version})
        yield GaugeMetricFamily(
            "winnow_score_drift",
            "Stability index of a week's scores against the weeks before: above 0.25 they are others (NaN: too few).",
            math.nan if moved is None else moved,
        )


def _articles(now: Status) -> Iterator[Metric]:
    states = GaugeMetricFamily("winnow_articles", "Articles by state.", labels=["state"])
    for state in ("pending", "processing", "done", "dead"):
        states.add_metric([state], getattr(now, state))
    yield states
    dead = GaugeMetricFamily("winnow_dead_letters", "Dead articles by class.", labels=["class"])
    for code, count in {**dict.fromkeys(DEADLY, 0), **now.errors}.items():
        dead.add_metric([code], count)
    yield dead
    refused = CounterMetricFamily("winnow_refusals", "Articles refused at submission, by reason.", labels=["reason"])
    for code, count in {Reason.SCHEMA.value: 0, Reason.TOO_LARGE.value: 0, **now.refusals}.items():
        refused.add_metric([code], count)
    yield refused
    last = now.last_done_at.timestamp() if now.last_done_at else 0.0
    yield GaugeMetricFamily("winnow_last_done_timestamp_seconds", "When an article was last done (0: never).", last)


def _counts(found: OperatorCounts) -> Iterator[Metric]:
    verdicts = GaugeMetricFamily(
        "winnow_comments", "Comments that are shown, by model version and its verdict.", labels=["model", "verdict"]
    )
    for (model, verdict), count in sorted(found.comments.items()):
        verdicts.add_metric([model, verdict], count)
    yield verdicts
    family = GaugeMetricFamily("winnow_labels", "Moderators' labels.", labels=["label"])
    for label in Label:
        family.add_metric([label.value], found.labels.get(label.value, 0))
    yield family
    held = GaugeMetricFamily("winnow_labels_held", "Labels that teach nothing yet, by why.", labels=["reason"])
    for why, count in found.held.items():
        held.add_metric([why.value], count)
    yield held
    webhooks = GaugeMetricFamily("winnow_webhook_deliveries", "Webhooks' deliveries not made.", labels=["state"])
    webhooks.add_metric(["waiting"], found.deliveries_waiting)
    webhooks.add_metric(["failed"], found.deliveries_failed)
    yield webhooks


def _appeals(found: Mapping[str, AppealCounts]) -> Metric:
    family = GaugeMetricFamily(
        "winnow_appeals", "Authors' appeals, by model version and what came of them.", labels=["model", "outcome"]
    )
    for model, counts in found.items():
        for outcome, count in asdict(counts).items():
            family.add_metric([model, outcome], count)
    return family


def _slices(weeks: Sequence[SliceWeek], holds: Sequence[SliceHold]) -> Iterator[Metric]:
    """Yield the newest week's estimates; ``end`` says which number of an interval it is."""
    labels = ["site", "language", "end"]
    lost = GaugeMetricFamily("winnow_ham_lost", "Share of ham judged spam, as scores tell.", labels=labels)
    passed = GaugeMetricFamily("winnow_spam_passed", "Share of spam allowed, as scores tell.", labels=labels)
    for week in weeks:
        for family, share in ((lost, week.ham_lost), (passed, week.spam_passed)):
            for end, value in (asdict(share) if share else {}).items():
                family.add_metric([week.site, week.language, end], value)
    yield lost
    yield passed
    held = GaugeMetricFamily("winnow_slices_held", "Slices whose spam waits for a person, by why.", labels=["measure"])
    for measure in Measure:
        held.add_metric([measure.value], sum(one.measure is measure for one in holds))
    yield held


async def _may_read(request: Request) -> None:
    """Let in who has a token for it: what a proxy passes on need not say so, and then seems to be this machine's."""
    token = await bearer_token(request)
    if token is None or token.sites is not None or not allows(token, Scope.METRICS):
        refusal = "send a token with the scope metrics: winnow token add NAME --scope metrics"
        raise HTTPException(401, refusal, headers={"WWW-Authenticate": "Bearer"})


@router.get("/metrics", summary="Prometheus metrics", dependencies=[Depends(_may_read)], response_class=Response)
def metrics(request: Request) -> Response:
    """Return the figures in Prometheus's text format, to who has the scope metrics."""
    registry: CollectorRegistry = request.app.state.metrics
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
