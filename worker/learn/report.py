"""The report of a retraining: one page that needs nothing beside it, for people who look rather than read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from jinja2 import Environment, FileSystemLoader, select_autoescape
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve, roc_curve

from classifiers.data.curation import Curated
from classifiers.data.datasets import Example
from classifiers.model.logistic import logit
from classifiers.registry.artifact import Manifest
from classifiers.registry.versions import CHARTS_NAME, REPORT_NAME
from classifiers.training.evaluate import Evaluation
from classifiers.training.gate import Compared, Gate, JudgedSet
from worker.learn.charts import Axes, Chart, ChartSet, Heap, curve, draw, to_json
from worker.learn.site_history import SiteHistory, sentences

_TEMPLATES: Final = Path(__file__).parent
_TEMPLATE: Final = "report.html.jinja"
# Probabilities crowd at both ends, so their axis is of log-odds; beyond these ends nothing differs to the eye.
_LOG_ODDS: Final = 10.0
_BINS: Final = 20
_RELIABILITY_BINS: Final = 10
# Errors that are shown of each kind.
_WORST: Final = 15
_LISTED: Final = 50

COLUMNS: Final = (
    ("hm", "hm"),
    ("sm", "sm"),
    ("lam", "lam"),
    ("auc", "AUC"),
    ("recall_at_1", "recall at 1 %"),
    ("review", "review"),
    ("brier", "Brier"),
)

Truth = NDArray[np.bool_]
Models = Sequence[tuple[str, JudgedSet]]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A label that the challenger contradicts; the comment is named and not quoted, since the page outlives erasure."""

    label: str
    probability: float
    origin: str
    source: str


def render(gate: Gate, curated: Curated, manifest: Manifest, *, history: SiteHistory | None = None) -> dict[str, str]:
    """Return the files that stand beside the model: the page, and its charts as JSON."""
    sets = [ChartSet(one.name, tuple(_charts(one))) for one in gate.sets]
    return {REPORT_NAME: _page(gate, curated, manifest, sets, history), CHARTS_NAME: to_json(sets)}


def _page(
    gate: Gate, curated: Curated, manifest: Manifest, sets: Sequence[ChartSet], history: SiteHistory | None
) -> str:
    """Return the page: verdict, table, curves and worst errors of a comparison."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=select_autoescape(("jinja",)), trim_blocks=True
    )
    return environment.get_template(_TEMPLATE).render(
        manifest=manifest,
        gate=gate,
        curated=curated,
        columns=[title for _, title in COLUMNS],
        rows=[(row.name, row.challenger, list(pairs(row.champion, row.challenger)), row.worse) for row in gate.rows],
        charts=[(one.name, [draw(chart) for chart in one.charts]) for one in sets],
        mistakes=[(one.name, _mistakes(one)) for one in gate.sets],
        conflicts=curated.conflicts[:_LISTED],
        history=list(sentences(history)) if history else [],
        suspects=history.suspects[:_LISTED] if history else (),
    )


def pairs(champion: Evaluation, challenger: Evaluation) -> Iterator[tuple[str, str]]:
    """Yield both models' figures for people, a column each."""
    for name, _ in COLUMNS:
        yield _shown(getattr(champion, name)), _shown(getattr(challenger, name))


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _charts(compared: Compared) -> Iterator[Chart]:
    """Yield the charts of one set; curves of ham against spam need both."""
    truth = compared.truth
    models = (("champion", compared.champion), ("challenger", compared.challenger))
    if truth.any() and not truth.all():
        yield _roc(truth, models)
        yield _precision_recall(truth, models)
    yield _reliability(truth, models)
    yield _histogram(compared.challenger, truth)
    yield _cut_offs(compared.challenger, truth)


def _roc(truth: Truth, models: Models) -> Chart:
    lines = []
    for name, judged in models:
        lost, caught, _ = roc_curve(truth, judged.probabilities, drop_intermediate=False)
        lines.append(curve(name, name, lost, caught))
    return Chart(Axes("ROC", "ham above the cut", "spam above the cut"), tuple(lines))


def _precision_recall(truth: Truth, models: Models) -> Chart:
    lines = []
    for name, judged in models:
        precision, recall, _ = precision_recall_curve(truth, judged.probabilities)
        lines.append(curve(name, name, recall, precision))
    return Chart(Axes("Precision and recall", "recall: spam found", "precision"), tuple(lines))


def _reliability(truth: Truth, models: Models) -> Chart:
    lines = [curve("as it should be", "grid", [0, 1], [0, 1])]
    for name, judged in models:
        places = np.minimum((judged.probabilities * _RELIABILITY_BINS).astype(int), _RELIABILITY_BINS - 1)
        filled = np.unique(places)
        given = [judged.probabilities[places == place].mean() for place in filled]
        lines.append(curve(name, name, given, [truth[places == place].mean() for place in filled]))
    return Chart(Axes("Reliability", "probability of spam that was given", "share that is spam"), tuple(lines))


def _histogram(judged: JudgedSet, truth: Truth) -> Chart:
    edges = np.linspace(-_LOG_ODDS, _LOG_ODDS, _BINS + 1)
    heaps = []
    for name, chosen in (("ham", ~truth), ("spam", truth)):
        inside = np.clip(_log_odds(judged.probabilities[chosen]), -_LOG_ODDS, _LOG_ODDS)
        counts = np.histogram(inside, edges)[0]
        heaps.append(Heap(name, name, tuple((counts / max(counts.sum(), 1)).tolist())))
    return Chart(_score_axes("Scores of the challenger"), heaps=tuple(heaps), marks=_cuts(judged))


def _cut_offs(judged: JudgedSet, truth: Truth) -> Chart:
    places = np.linspace(-_LOG_ODDS, _LOG_ODDS, 101)
    odds = _log_odds(judged.probabilities)
    lines = []
    for name, style, chosen, above in (
        ("ham at or above: lost if the cut is here", "ham", ~truth, True),
        ("spam below: passed if the cut is here", "spam", truth, False),
    ):
        if chosen.any():
            lines.append(curve(name, style, places, [((odds[chosen] >= at) == above).mean() for at in places]))
    return Chart(_score_axes("Cut-offs of the challenger"), tuple(lines), marks=_cuts(judged))


def _score_axes(title: str) -> Axes:
    return Axes(title, "log-odds of spam", "share", -_LOG_ODDS, _LOG_ODDS)


def _cuts(judged: JudgedSet) -> tuple[tuple[str, float], ...]:
    cuts = np.array([judged.policy.review, judged.policy.spam])
    return tuple(zip(("review", "spam"), _log_odds(cuts).tolist(), strict=True))


def _log_odds(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    return logit(np.clip(probabilities, 1e-12, 1 - 1e-12))


def _mistakes(compared: Compared) -> list[Mistake]:
    """Return the challenger's worst errors: the ham that scores highest and the spam that scores lowest."""
    scores, truth = compared.challenger.probabilities, compared.truth
    found: list[int] = []
    for wrong, order in ((~truth & (scores > 0.5), -scores), (truth & (scores < 0.5), scores)):
        places = np.flatnonzero(wrong)
        found += places[np.argsort(order[places], kind="stable")][:_WORST].tolist()
    return [_mistake(compared.examples[place], float(scores[place])) for place in found]


def _mistake(example: Example, probability: float) -> Mistake:
    return Mistake(example.label.value, probability, example.origin, example.source)
