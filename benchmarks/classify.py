"""How well and how fast Winnow judges comments, beside what everybody starts with.

    python benchmarks/classify.py [--data ../shared/data/spam] [--most 300] [--per-language 40] [--ablate]
                                  [--report docs/benchmarks/classifier.md]

Every classifier learns from the same rows, and judges only sources that it never met; its cut-offs are chosen as
Winnow's are. Without the data folder there is nothing to measure.
"""

import argparse
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import bogofilter
import classify_alike
import numpy as np
import sklearn
from classify_report import Ablation, Held, Report, Speed, write_report
from numpy.typing import NDArray

from classifiers.data.datasets import Example, read_examples
from classifiers.data.disguises import KINDS, disguise
from classifiers.data.kinds import collected
from classifiers.data.synthetic import SOURCE as SYNTHETIC
from classifiers.features.evidence import columns
from classifiers.features.extraction import GROUPS, VIEWS
from classifiers.model import policy
from classifiers.model.judge import Judge
from classifiers.model.logistic import expit
from classifiers.registry import artifact
from classifiers.registry.versions import Registry
from classifiers.training import train
from classifiers.training.estimators import CommentClassifier, deal_real, dummy, kinds_of, tfidf
from classifiers.training.evaluate import Evaluation, figures
from classifiers.training.evidence_estimator import EvidenceEstimator
from classifiers.training.grams_estimator import GramsEstimator
from classifiers.training.stacking import HeldOut, hold_out
from classifiers.training.training_table import FeatureTable, count_unsigned
from classifiers.types import Comment, Verdict

# Research-only and copyleft sources measure what is shipped but don't train it; text messages are not comments.
LEFT_OUT = ("bangla_news_bn", "vispam_reviews", "turkish_sms")
MOST_LEFT_OUT = 3_000
# Fewer than in training: the regression takes minutes a fold.
FOLDS = 3
BATCH = 256
TIMED = 4 * BATCH
ALONE = 200
ROUNDS = 5
DISGUISED = 1_000
Floats = NDArray[np.float64]


class Rows:
    """The rows that all classifiers share."""

    def __init__(self, data: Path, most: int, per_language: int, folds: int = FOLDS) -> None:
        files = [path for path in sorted(data.glob("*.jsonl.gz")) if path.name.split(".")[0] not in LEFT_OUT]
        if not files:
            sys.exit(f"{data} holds no labelled comments; name the folder with --data")
        shared = train.share(read_examples(files), dice(0), most)
        self.examples, self.again = train.prepare(shared, 0, per_language)
        # As they came: some of the examples wear a disguise already.
        self.plain: Sequence[Example] = train.with_bodies(shared)
        self.comments = [example.comment for example in self.examples]
        self.labels = np.array([example.is_spam for example in self.examples], np.int64)
        dealt = np.array([example.source for example in self.examples])
        again = np.array(self.again)
        self.folds = deal_real(dealt, self.labels, again, folds)
        # What figures are of: neither kinds nor what is shown again under another name.
        self.tried = np.flatnonzero(~kinds_of(dealt) & ~again)
        self.sources = np.array(collected(dealt.tolist()))
        signed = np.array([comment.author is not None for comment in self.comments])
        self.counts = count_unsigned(self.labels, self.sources, signed & ~again)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data/spam"))
    parser.add_argument("--most", type=int, default=300, help="ham and spam of a source, each")
    parser.add_argument("--per-language", type=int, default=40, help="synthetic ham and spam of a language, each")
    parser.add_argument("--ablate", action="store_true", help="leave features out, too")
    parser.add_argument("--report", type=Path, default=Path("docs/benchmarks/classifier.md"))
    options = parser.parse_args()
    rows = Rows(options.data, options.most, options.per_language)
    say(f"{len(rows.comments):,} rows")
    table = FeatureTable.of(rows.comments, rows.again)
    first = hold_out(table, rows.labels, rows.sources, rows.folds, GramsEstimator)
    held = {"Winnow": judged(first, table, rows)}
    peers = {"TF-IDF regression": tfidf, "bogofilter": bogofilter.Bogofilter, "dummy": dummy}
    if not bogofilter.installed():
        del peers["bogofilter"]
    fitted: dict[str, Any] = {}
    for name, make in peers.items():
        say(f"training {name} ...")
        held[name], fitted[name] = cross_judged(make, rows)
    reduced = ablations(everything(options.data)) if options.ablate else []
    say("timing ...")
    shipped = Registry(Path(tempfile.mkdtemp())).load_base()
    speed = timed(shipped, fitted["TF-IDF regression"], rows)
    report = Report(
        held={name: summary(found, rows) for name, found in held.items()},
        speed=speed,
        disguises=disguised(shipped, rows),
        ablations=reduced,
        left_out=left_out(shipped, options.data),
        alike=classify_alike.probe(shipped),
        rows=len(rows.comments),
        most=options.most,
        shipped=artifact.read_manifest(Registry(Path(tempfile.mkdtemp())).base),
        where=f"{platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}, "
        f"scikit-learn {sklearn.__version__}, {date.today().isoformat()}; shipped model {shipped.version}",
    )
    write_report(options.report, report)


def dice(seed: int) -> random.Random:
    return random.Random(seed)


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def cross_judged(make: Callable[[], Any], rows: Rows) -> tuple[Floats, Any]:
    """Return each row's probability from a model that did not meet its source, and the last of these models."""
    found = np.zeros(rows.labels.size)
    for fold in range(FOLDS):
        part, rest = np.flatnonzero(rows.folds == fold), np.flatnonzero(rows.folds != fold)
        model = make().fit([rows.comments[i] for i in rest], rows.labels[rest])
        found[part] = model.predict_proba([rows.comments[i] for i in part])[:, 1]
    return found, model


def slices(rows: Rows) -> dict[str, NDArray[np.bool_]]:
    """Return what is reported apart: blogs together, blogs and other sources with enough of both, news ham."""
    tried = np.zeros(rows.labels.size, np.bool_)
    tried[rows.tried] = True
    blog = tried & np.array([name.startswith(("blog_", "staticman_")) for name in rows.sources])
    found = {"all blogs": blog}
    for name in np.unique(rows.sources[rows.tried]):
        chosen = tried & (rows.sources == name)
        spam = int(rows.labels[chosen].sum())
        if min(spam, int(chosen.sum()) - spam) >= 50:
            found[str(name)] = chosen
        elif spam == 0 and not blog[chosen].any():
            found[f"{name} (ham)"] = chosen
    return found


def summary(probabilities: Floats, rows: Rows) -> Held:
    """Return the cut-offs that a classifier's own held-out probabilities give, and its figures by slice."""
    counted = (rows.sources != SYNTHETIC) & train.counted_for_cuts(rows.examples, rows.labels)
    counted = rows.tried[counted[rows.tried]]
    chosen = policy.choose(probabilities[counted], rows.labels[counted], policy.SHIPPED_TARGET)
    return Held({name: figures(probabilities[at], rows.labels[at], chosen) for name, at in slices(rows).items()})


def timed(shipped: Judge, regression: Any, rows: Rows) -> Speed:
    """Time both on the same comments, in turns, and one comment alone; how long opening the model takes."""
    chance = dice(1)
    real = [c for c, source in zip(rows.comments, rows.sources, strict=True) if source != SYNTHETIC]
    standing = chance.sample(real, TIMED)
    comments = [as_read(comment) for comment in standing]
    batches, beside = cut(comments), cut(standing)
    ours, bodies, theirs = [], [], []
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: [shipped.judge(batch) for batch in batches]))
        theirs.append(seconds(lambda: [regression.predict_proba(batch) for batch in batches]))
        bodies.append(seconds(lambda: [shipped.judge(batch) for batch in beside]))
    alone = statistics.median(seconds(lambda c=comment: shipped.judge([c])) for comment in comments[:ALONE])
    registry = Registry(Path(tempfile.mkdtemp()))
    opening = statistics.median(seconds(registry.load_base) for _ in range(ROUNDS))
    size = (registry.base / "model.joblib").stat().st_size
    return Speed(
        ours=statistics.median(ours) / TIMED,
        theirs=statistics.median(theirs) / TIMED,
        with_bodies=statistics.median(bodies) / TIMED,
        alone=alone,
        opening=opening,
        size=size,
        comments=TIMED,
        memory=memory(),
    )


def as_read(comment: Comment) -> Comment:
    """Return a comment without the body that training made up for its article."""
    return replace(comment, article=replace(comment.article, body=None) if comment.article else None)


def cut(comments: Sequence[Comment]) -> list[Sequence[Comment]]:
    return [comments[start : start + BATCH] for start in range(0, len(comments), BATCH)]


def memory() -> str:
    """Return what a worker's further child needs of its own, as a sentence's end."""
    script = Path(__file__).with_name("child_memory.py")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    opened, judged = done.stdout.split()
    return f"{opened} MB to open it, {judged} MB with a batch in hand"


def seconds(action: Callable[[], Any]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def disguised(shipped: Judge, rows: Rows) -> dict[str, float]:
    """Return, by disguise, the share of caught blog spam that is still caught when it wears it."""
    chance = dice(2)
    blog = [e.comment for e in rows.plain if e.is_spam and e.source.startswith("staticman_")]
    alone = [replace(comment, page=None) for comment in chance.sample(blog, min(DISGUISED, len(blog)))]
    caught = [c for c, p in zip(alone, shipped.judge(alone), strict=True) if p.verdict is Verdict.SPAM]
    found = {}
    for kind in KINDS:
        worn = [replace(comment, text=disguise(comment.text, kind, chance)) for comment in caught]
        found[kind] = sum(p.verdict is Verdict.SPAM for p in shipped.judge(worn)) / len(caught)
    return found


def left_out(shipped: Judge, data: Path) -> dict[str, Evaluation]:
    """Return the shipped model's figures on sources that never train it."""
    found = {}
    for name in LEFT_OUT:
        examples = train.share(read_examples([data / f"{name}.jsonl.gz"]), dice(3), MOST_LEFT_OUT)
        probabilities = [one.probability for one in shipped.judge([example.comment for example in examples])]
        found[name] = figures(probabilities, [example.is_spam for example in examples], shipped.policy)
    return found


def everything(data: Path) -> Rows:
    """Return all rows, in the folds of the shipped model: what few rows say of a feature, more of them may deny."""
    return Rows(data, train.MOST_OF_A_SOURCE, train.SYNTHETIC_PER_LANGUAGE, CommentClassifier().folds)


def ablations(rows: Rows) -> list[Ablation]:
    """Return Winnow's held-out figures without each view of the words and each group of named numbers."""
    say(f"leaving features out of {len(rows.comments):,} rows ...")
    table = FeatureTable.of(rows.comments, rows.again)
    first = hold_out(table, rows.labels, rows.sources, rows.folds, GramsEstimator)
    # Networks need no n-grams, and processes of their own no copy of them.
    table = replace(table, grams=())
    tried = [("everything", first, table), ("the page", first, replace(table, pages=()))]
    for view, name in enumerate(VIEWS):
        alone, paired = first.alone.copy(), first.paired.copy()
        alone[:, view], paired[:, :, view] = 0, 0
        tried.append((f"words: {name}", HeldOut(alone, paired, first.folds), table))
    for name, group in GROUPS.items():
        shape = table.shape.copy()
        shape[:, [column - len(VIEWS) for column in columns(*group)]] = 0
        tried.append((f"numbers: {name}", first, replace(table, shape=shape)))
    with ProcessPoolExecutor() as pool:
        return list(pool.map(ablated, *zip(*tried, strict=True), [rows] * len(tried)))


def judged(first: HeldOut, table: FeatureTable, rows: Rows) -> Floats:
    """Return each row's probability from models that did not meet its source."""
    return expit(first.judged(table, rows.labels, rows.sources, rows.counts, EvidenceEstimator))


def ablated(name: str, first: HeldOut, table: FeatureTable, rows: Rows) -> Ablation:
    held = summary(judged(first, table, rows), rows)
    news = [value.review_ham for key, value in held.figures.items() if key.endswith("(ham)")]
    return Ablation(name, held.figures["all blogs"], statistics.mean(value or 0.0 for value in news))


if __name__ == "__main__":
    main()
