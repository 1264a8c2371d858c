"""What a site's own labels are worth: the shipped recipe trained without a source, then retrained with its labels.

    python benchmarks/retrain.py [--data ../shared/data/spam] [--report docs/benchmarks/retrain.md]
    python benchmarks/retrain.py --memory 1000000

For each held-out source: half of it is never learnt from and measures, the other half lends 50, 200 and 1,000 labels,
twice each by other dice. Every retraining is the one that `winnow retrain` does, gate included.
"""

import argparse
import json
import platform
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from classifiers.data.datasets import Example, read_examples
from classifiers.model.judge import Judge
from classifiers.registry import artifact
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from classifiers.training.evaluate import Evaluation, figures
from classifiers.training.train import share, train_base
from classifiers.types import Comment, Label
from worker.learn.charts import Axes, Chart, draw
from worker.learn.charts import curve as line
from worker.learn.retrain import golden_set, retrain

HELD_OUT = ("youtube_uci", "judol_youtube_id", "staticman_yasoob")
# Measured elsewhere, or not comments: see classifiers/base/MODEL_CARD.md.
NOT_TRAINED_ON = ("bangla_news_bn", "vispam_reviews", "turkish_sms")
LABELS = (50, 200, 1_000)
DICE = (1, 2)
# A smaller base trains in minutes; what labels add to it is the question here, not how good it is.
MOST_OF_A_SOURCE = 2_000
MOST_MEASURED = 1_000
COLOURS = ("#0b62c4", "#b3261e", "#1b7f3b", "#7a5f00")
STYLE = "rect.page{fill:#fff}polyline{fill:none;stroke-width:2}.grid{stroke:#ccc;stroke-width:.7}text{fill:#222}"
HEAD = """\
# What a site's own labels are worth

`make bench-retrain` writes this page. A base is trained by the shipped recipe without the sources below (at most 2,000
ham and 2,000 spam of any other). Of each source, one half lends labels, and the other half, which shares no group of
near-duplicates with it, measures. Each line is the mean of two draws of that many labels, before → after what
`winnow retrain` makes of them: a fifth is held out for the gate. The cut-offs are the base's own. The golden set is the
one of the gate: 3,360 synthetic comments in 28 languages.

* recall at 1 %: spam above the score that 1 % of ham reach; caught: spam judged spam; hm: ham judged spam; sm: spam
  allowed; review: share left to people.
* Where the gate said no, more than two points of the held-out spam, or of the golden set's Japanese spam, had moved
  from review to allowed, while far more ham had left review. That is what the gate is for: a person may well promote
  such a model by hand.
* A source with fewer labels than asked for lends all that it has.""".splitlines()


@dataclass(frozen=True, slots=True)
class Run:
    """One retraining of one source."""

    source: str
    labels: int
    before: Evaluation
    after: Evaluation
    golden_before: Evaluation
    golden_after: Evaluation
    promoted: bool
    seconds: float


def trained_base(data: Path, folder: Path) -> Path:
    """Return the folder of a base that never met the held-out sources; trained once, then kept."""
    if not (folder / artifact.MANIFEST_NAME).exists():
        files = [path for path in sorted(data.glob("*.jsonl.gz")) if name_of(path) not in (*HELD_OUT, *NOT_TRAINED_ON)]
        examples = share(read_examples(files), random.Random(0), MOST_OF_A_SOURCE)
        trained = train_base(examples)
        folder.mkdir(parents=True, exist_ok=True)
        artifact.write(folder, trained.model, trained.policy, Provenance())
    return folder


def name_of(path: Path) -> str:
    return path.name.removesuffix(".jsonl.gz")


def halves(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Return what lends labels and what measures; near-duplicates and a page's comments stay on one side."""
    dice, side, found = random.Random(0), {}, ([], [])
    for position, example in enumerate(examples):
        group = example.group or example.comment.page or str(position)
        found[side.setdefault(group, dice.random() < 0.5)].append(example)
    dice.shuffle(found[1])
    return found[0], found[1][:MOST_MEASURED]


def measured(judge: Judge, examples: Sequence[Example]) -> Evaluation:
    found = judge.judge([example.comment for example in examples])
    truth = np.array([example.is_spam for example in examples])
    return figures([one.probability for one in found], truth, judge.policy)


def run(base: Path, source: str, labels: Sequence[Example], measuring: Sequence[Example], seed: int) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        registry = Registry(Path(folder), base)
        old, golden, begun = registry.load(), golden_set(), time.perf_counter()
        outcome = retrain(labels, registry, seed=seed)
        seconds = time.perf_counter() - begun
        new = registry.load(outcome.version)
        return Run(
            source, len(labels), measured(old, measuring), measured(new, measuring),
            measured(old, golden), measured(new, golden), outcome.promoted, seconds,
        )  # fmt: skip


def runs(base: Path, data: Path, source: str) -> list[Run]:
    lending, measuring = halves(list(read_examples([data / f"{source}.jsonl.gz"])))
    found = []
    for count in LABELS:
        for dice in DICE:
            labels = random.Random(dice).sample(lending, min(count, len(lending)))
            # As somebody has confirmed them: what one voice says against a sure champion teaches nothing.
            labels = [replace(example, by="benchmark", held=False) for example in labels]
            found.append(run(base, source, labels, measuring, dice))
            print(source, count, found[-1].before.auc, found[-1].after.auc, found[-1].promoted, flush=True)
    return found


def made_up(count: int) -> Iterator[Example]:
    """Comments of words that nobody said, 300 characters on average, from five moderators; every tenth is a copy."""
    dice, last = random.Random(7), ""
    words = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randint(2, 9))) for _ in range(30_000)]
    for number in range(count):
        text = last if number % 10 == 9 else " ".join(dice.choices(words, k=dice.randint(10, 80)))
        label, last = (Label.SPAM if number % 3 == 0 else Label.HAM), text
        author = words[number % 5_000]
        yield Example(
            Comment(text, author=author), label, "made up", language="en", by=f"moderator {number % 5}", held=False
        )


def measure_memory(base: Path, count: int, path: Path) -> None:
    """Retrain from so many comments in this process; note its peak memory and its time for the report."""
    with tempfile.TemporaryDirectory() as folder:
        begun, outcome = time.perf_counter(), retrain(made_up(count), Registry(Path(folder), base))
        seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = json.loads(path.read_text()) if path.exists() else {}
    found[str(count)] = {"MB": round(peak), "seconds": round(seconds), "learnt from": len(outcome.curated.examples)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=2, sort_keys=True))
    print(count, found[str(count)])


def memory_lines(path: Path) -> list[str]:
    """What was measured of memory, a line a number of comments."""
    if not path.exists():
        return []
    told = "The target is 2 GB for a million. Made-up comments of 300 characters, streamed; the peak of the process."
    lines = ["## Memory", "", told, "", "| comments | learnt from | peak, MB | seconds |", "|---|---|---|---|"]
    for count, one in sorted(json.loads(path.read_text()).items(), key=lambda pair: int(pair[0])):
        lines.append(f"| {int(count):,} | {one['learnt from']:,} | {one['MB']:,} | {one['seconds']:,} |")
    return lines


def mean(found: Sequence[Run], side: str, figure: str) -> float:
    values = [getattr(getattr(one, side), figure) for one in found]
    return statistics.mean(0.0 if value is None else value for value in values)


def table(found: Sequence[Run]) -> list[str]:
    """One line a source and number of labels: the mean of its runs, before and after."""
    shown = (("AUC", "auc"), ("recall at 1 %", "recall_at_1"), ("caught", "caught"), ("hm", "hm"), ("sm", "sm"),
             ("review", "review"), ("Brier", "brier"))  # fmt: skip
    titles = [*(name for name, _ in shown), "golden: AUC", "golden: caught", "golden: hm", "promoted", "seconds"]
    lines = [f"| source | labels | {' | '.join(titles)} |", "|" + "---|" * (len(titles) + 2)]
    for source in dict.fromkeys(one.source for one in found):
        for count in dict.fromkeys(one.labels for one in found if one.source == source):
            some = [one for one in found if (one.source, one.labels) == (source, count)]
            cells = [f"{mean(some, 'before', name):.3f} → {mean(some, 'after', name):.3f}" for _, name in shown]
            for name in ("auc", "caught", "hm"):
                cells.append(f"{mean(some, 'golden_before', name):.4f} → {mean(some, 'golden_after', name):.4f}")
            cells.append(f"{sum(one.promoted for one in some)} of {len(some)}")
            cells.append(f"{statistics.mean(one.seconds for one in some):.0f}")
            lines.append(f"| {source} | {count:,} | {' | '.join(cells)} |")
    return lines


def curve(found: Sequence[Run]) -> str:
    """The recall at 1 % of ham lost by the number of labels, a line a source, and that of the golden set."""
    lines = []
    for place, source in enumerate(dict.fromkeys(one.source for one in found)):
        of_it = [one for one in found if one.source == source]
        counts = list(dict.fromkeys(one.labels for one in of_it))
        ys = [mean([one for one in of_it if one.labels == count], "after", "recall_at_1") for count in counts]
        lines.append(line(source, f"c{place}", [0, *counts], [mean(of_it, "before", "recall_at_1"), *ys]))
    counts = sorted({one.labels for one in found})
    golden = [mean([one for one in found if one.labels == count], "golden_after", "recall_at_1") for count in counts]
    lines.append(line("golden set", "golden", [0, *counts], [mean(found, "golden_before", "recall_at_1"), *golden]))
    axes = Axes("What labels are worth", "labels of the source", "recall at 1 % of ham lost", 0, max(counts))
    style = "".join(f".{line.kind}{{stroke:{colour}}}" for line, colour in zip(lines, COLOURS, strict=False))
    drawn = re.search("<svg.*</svg>", draw(Chart(axes, tuple(lines))), re.DOTALL)[0]
    names = "".join(
        f'<text x="350" y="{150 + 14 * n}" text-anchor="end" fill="{colour}">{line.name}</text>'
        for n, (line, colour) in enumerate(zip(lines, COLOURS, strict=False))
    )
    inner = drawn.partition(">")[2].removesuffix("</svg>")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 280" font-family="sans-serif" font-size="9">'
        f'<style>{STYLE}{style}</style><rect class="page" width="360" height="280"/>{inner}{names}</svg>'
    )


def write_report(found: Sequence[Run], memory: Path, path: Path) -> None:
    path.with_suffix(".svg").write_text(curve(found) + "\n")
    measured_on = f"Measured {date.today().isoformat()} with Python {platform.python_version()}, one core."
    lines = [*HEAD, "", *table(found), "", "![The curve](retrain.svg)", "", *memory_lines(memory), "", measured_on, ""]
    path.write_text("\n".join(lines))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/spam"))
    parser.add_argument("--report", type=Path, default=Path("docs/benchmarks/retrain.md"))
    parser.add_argument("--work", type=Path, default=Path("build/bench-retrain"))
    parser.add_argument("--memory", type=int, metavar="COMMENTS", help="measure the memory of so many, nothing else")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        sys.exit(f"{arguments.data} holds no labelled comments; name their folder with --data")
    folder, memory = trained_base(arguments.data, arguments.work / "base"), arguments.work / "memory.json"
    if arguments.memory:
        measure_memory(folder, arguments.memory, memory)
    else:
        found = [one for source in HELD_OUT for one in runs(folder, arguments.data, source)]
        write_report(found, memory, arguments.report)
