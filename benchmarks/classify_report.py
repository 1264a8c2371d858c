"""The classifier benchmark's tables, printed and written as a page of the documentation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import classify_alike
import classify_targets

from classifiers.registry.artifact import Manifest
from classifiers.training.evaluate import Evaluation

NOTES = Path(__file__).with_name("classify_notes.md")
SHOWN = ("auc", "recall_at_1", "recall_at_01", "caught", "sm", "review_ham")
BESIDE = ("auc", "recall_at_1")
OURS = "Winnow"
HEAD = """# The classifier, measured

`make bench-classify` prints these tables and writes this page. The terms are those of the TREC spam track: `hm` is
the share of ham judged spam, `sm` the share of spam let through; `caught` the share of spam judged spam outright,
`review_ham` the share of ham held for review; `recall_at_1` and `recall_at_01` the share of spam above the score that
1 % and 0.1 % of ham reach.

## Targets

Quality is that of the shipped model, {version}, on sources that its held-out twins never met, from all rows in
eight folds (`classifiers/base/manifest.json`); speed, size and disguises were measured in this run.
"""
MEASURED = """
## On sources never met, beside others

All classifiers learnt from the same rows: at most {most:,} ham and {most:,} spam of a source, {rows:,} in all with
synthetic and disguised ones. The sources were dealt into three folds, and each was judged by models that had met no
source of its fold. Cut-offs were chosen alike for each, on its held-out probabilities, for at most 0.05 % of ham lost
and 4 % of spam passed. What is shipped learns from up to 6,000 a source in eight folds: its own figures stand above.
With so few rows far more ham is held for review.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A classifier's held-out figures by slice."""

    figures: Mapping[str, Evaluation]


@dataclass(frozen=True, slots=True)
class Speed:
    """CPU seconds: a comment in batches for Winnow and for the regression, one alone; opening the model.

    ``with_bodies`` is Winnow's where each comment's article is read, too.
    """

    ours: float
    theirs: float
    with_bodies: float
    alone: float
    opening: float
    size: int
    comments: int
    memory: str


@dataclass(frozen=True, slots=True)
class Ablation:
    """Winnow's held-out figures without some of its features; ``news`` is the mean ``review_ham`` of news ham."""

    without: str
    blogs: Evaluation
    news: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured."""

    held: Mapping[str, Held]
    speed: Speed
    disguises: Mapping[str, float]
    ablations: Sequence[Ablation]
    left_out: Mapping[str, Evaluation]
    alike: classify_alike.Alike
    rows: int
    most: int
    where: str
    shipped: Manifest


def write_report(path: Path, report: Report) -> None:
    """Print the page and write it; what was tried is kept in a file of its own, which no run overwrites."""
    speed = report.speed
    pace = f"{speed.theirs / speed.ours:.1f} x; {speed.alone * 1e3:.2f} ms"
    size = f"{speed.size / 1e6:.1f} MB; {speed.opening * 1e3:.0f} ms; {speed.memory}"
    lines = [HEAD.format(version=report.shipped.version)]
    lines += classify_targets.rows(report.shipped.figures, report.disguises, pace, size)
    lines += classify_targets.with_priors(report.shipped.figures)
    lines += classify_targets.with_history(report.shipped.figures)
    lines += [MEASURED.format(most=report.most, rows=report.rows), *_held(report.held), *_news(report.held)]
    lines += [
        *classify_alike.lines(report.alike),
        *_left_out(report.left_out),
        *_speed(speed),
        *_disguises(report.disguises),
        *_ablations(report.ablations),
    ]
    lines += ["", NOTES.read_text(encoding="utf-8"), f"Measured on {report.where}."]
    text = "\n".join(lines)
    print(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def _held(held: Mapping[str, Held]) -> Iterator[str]:
    """Yield one row for each source with ham and spam: Winnow's figures, then the peers'."""
    peers = [name for name in held if name != OURS]
    titles = [*SHOWN, *(f"{name}: {column}" for name in peers for column in BESIDE)]
    yield f"| source | {' | '.join(titles)} |"
    yield "|---" * (len(titles) + 1) + "|"
    for name, found in held[OURS].figures.items():
        if found.spam:
            cells = [_cells(found, SHOWN), *(_cells(held[peer].figures[name], BESIDE) for peer in peers)]
            yield f"| {name} | {' | '.join(cells)} |"


def _news(held: Mapping[str, Held]) -> Iterator[str]:
    yield "\nWhere a source has ham only, the share of it lost (`hm`) and held for review:\n"
    yield f"| source | {' | '.join(held)} |"
    yield "|---" * (len(held) + 1) + "|"
    for name, found in held[OURS].figures.items():
        if not found.spam:
            cells = [_cells(one.figures[name], ("hm", "review_ham")).replace(" |", ",") for one in held.values()]
            yield f"| {name} | {' | '.join(cells)} |"


def _left_out(left_out: Mapping[str, Evaluation]) -> Iterator[str]:
    yield "\nThe shipped model on sources that no Winnow learns from: comments on news in Bengali, text messages in"
    yield "Turkish, and product reviews in Vietnamese, whose spam is paid praise or blame; up to 3,000 of each label.\n"
    yield "| source | ham | hm | review_ham | spam | sm | caught | auc |"
    yield "|---" * 8 + "|"
    for name, found in left_out.items():
        lost, passed = _cells(found, ("hm", "review_ham")), _cells(found, ("sm", "caught", "auc"))
        yield f"| {name} | {found.ham:,} | {lost} | {found.spam:,} | {passed} |"


def _cells(found: Evaluation, columns: Sequence[str]) -> str:
    values = found.rounded()
    return " | ".join("" if values[column] is None else f"{values[column]:.3f}" for column in columns)


def _speed(speed: Speed) -> Iterator[str]:
    yield "\n## Speed and size\n"
    yield f"CPU time of one process, one thread, {speed.comments:,} comments as they were read, in batches of 256, in"
    yield "turns; medians. The regression does not read articles; where one is known, Winnow does.\n"
    yield "| | comments/s | µs a comment |\n|---|---|---|"
    ours = ("Winnow, all features and reasons", speed.ours)
    bodies = ("... each beside an article of its own", speed.with_bodies)
    for name, each in (ours, bodies, ("TF-IDF regression", speed.theirs)):
        yield f"| {name} | {1 / each:,.0f} | {each * 1e6:.0f} |"
    yield f"\nWinnow is {speed.theirs / speed.ours:.1f} x as fast as the regression. One comment alone takes it"
    yield f"{speed.alone * 1e3:.2f} ms. The model's file has {speed.size / 1e6:.1f} MB and is verified and opened in"
    yield f"{speed.opening * 1e3:.0f} ms. A worker's further child needs of its own: {speed.memory}."


def _disguises(disguises: Mapping[str, float]) -> Iterator[str]:
    yield "\n## Disguises\n"
    yield "Of blog spam that the shipped model catches (it learnt from some of it), the share that it still catches"
    yield "when the text wears a disguise.\n"
    yield "| disguise | still caught |\n|---|---|"
    for kind, share in disguises.items():
        yield f"| {kind.replace('_', ' ')} | {share:.3f} |"


def _ablations(ablations: Sequence[Ablation]) -> Iterator[str]:
    if not ablations:
        return
    yield "\n## Without some of the features\n"
    yield "All rows, in the folds of the shipped model. Blogs together, held out by source; the last column is the mean"
    yield "share of news ham in review.\n"
    yield "| without | auc | recall_at_1 | recall_at_01 | caught | review_ham | news in review |"
    yield "|---" * 7 + "|"
    for one in ablations:
        values = one.blogs.rounded()
        cells = [f"{values[name]:.3f}" for name in ("auc", "recall_at_1", "recall_at_01", "caught", "review_ham")]
        yield f"| {one.without} | {' | '.join(cells)} | {one.news:.3f} |"
