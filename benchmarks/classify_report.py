"""The classifier benchmark's tables, printed and written as a page of the documentation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.evaluate import Figures

NOTES = Path(__file__).with_name("classify_notes.md")
COLUMNS = ("auc", "recall_at_1", "recall_at_01", "hm", "sm", "lam", "caught", "review_ham")
HEAD = """# The classifier, measured

`make bench-classify` prints these tables and writes this page. The terms are those of the TREC spam track: `hm` is
the share of ham judged spam, `sm` the share of spam let through, `lam` their logistic mean; `caught` the share of
spam judged spam outright, `review_ham` the share of ham held for review; `recall_at_1` and `recall_at_01` the share
of spam above the score that 1 % and 0.1 % of ham reach.

All classifiers learnt from the same rows: at most {most:,} ham and {most:,} spam of a source, {rows:,} in all with
synthetic and disguised ones. The sources were dealt into three folds, and each was judged by models that had met no
source of its fold. Cut-offs were chosen alike for each, on its held-out probabilities, for at most 0.1 % of ham lost
and 2 % of signed spam passed. What is shipped learns from up to 6,000 a source and does better; its own held-out
figures stand in its manifest.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A classifier's held-out figures by slice."""

    figures: Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class Speed:
    """CPU seconds: a comment in batches for Winnow and for the regression, one alone; opening the model."""

    ours: float
    theirs: float
    alone: float
    opening: float
    size: int
    comments: int
    memory: str


@dataclass(frozen=True, slots=True)
class Ablation:
    """Winnow's held-out figures without some of its features; ``news`` is the mean ``review_ham`` of news ham."""

    without: str
    blogs: Figures
    news: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured."""

    held: Mapping[str, Held]
    speed: Speed
    disguises: Mapping[str, float]
    ablations: Sequence[Ablation]
    rows: int
    most: int
    where: str


def write_report(path: Path, report: Report) -> None:
    head = HEAD.format(most=report.most, rows=report.rows)
    lines = [head, *_held(report.held), *_speed(report.speed), *_disguises(report.disguises)]
    lines += [*_ablations(report.ablations), "", NOTES.read_text(encoding="utf-8"), f"Measured on {report.where}."]
    text = "\n".join(lines)
    print(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def _held(held: Mapping[str, Held]) -> Iterator[str]:
    yield "## On sources never met\n"
    yield f"| source | classifier | {' | '.join(COLUMNS)} |"
    yield "|---" * (len(COLUMNS) + 2) + "|"
    for name in next(iter(held.values())).figures:
        for classifier, found in held.items():
            yield f"| {name} | {classifier} | {_cells(found.figures[name])} |"


def _cells(found: Figures) -> str:
    values = found.rounded()
    return " | ".join("" if values[column] is None else f"{values[column]:.3f}" for column in COLUMNS)


def _speed(speed: Speed) -> Iterator[str]:
    yield "\n## Speed and size\n"
    yield f"CPU time of one process, one thread, {speed.comments:,} comments in batches of 256, in turns; medians.\n"
    yield "| | comments/s | µs a comment |\n|---|---|---|"
    for name, each in (("Winnow, all features and reasons", speed.ours), ("TF-IDF regression", speed.theirs)):
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
    yield "Blogs together, held out by source; the last column is the mean share of news ham in review.\n"
    yield "| without | auc | recall_at_1 | recall_at_01 | caught | review_ham | news in review |"
    yield "|---" * 7 + "|"
    for one in ablations:
        values = one.blogs.rounded()
        cells = [f"{values[name]:.3f}" for name in ("auc", "recall_at_1", "recall_at_01", "caught", "review_ham")]
        yield f"| {one.without} | {' | '.join(cells)} | {one.news:.3f} |"
