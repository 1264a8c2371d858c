"""Whether what the filter says of its own mistakes holds the truth, on simulated weeks of sources that it never met.

    python benchmarks/truth.py [--data ../shared/data/spam] [--most 2000] [--report docs/benchmarks/truth.md]

The shipped recipe is trained without each source in turn. The intervals of a source's weeks are drawn from the errors
that calibration has on the weeks of all others.
"""

import argparse
import random
import statistics
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.data.datasets import read_examples
from classifiers.data.synthetic import SOURCE as SYNTHETIC
from classifiers.model.logistic import expit, logit
from classifiers.model.own_errors import (
    SHIPPED_SPREAD,
    Estimate,
    JudgedScores,
    OwnErrors,
    Spread,
    own_errors,
    with_errors,
    with_share,
)
from classifiers.model.policy import SHIPPED_TARGET, Policy
from classifiers.model.site_prior import FEWEST, site_prior
from classifiers.registry import artifact
from classifiers.registry.versions import Registry
from classifiers.training.train import share, train_base

# Measured elsewhere, or not comments: see classifiers/base/MODEL_CARD.md.
NOT_TRAINED_ON = ("bangla_news_bn", "vispam_reviews", "turkish_sms")
# Comments of a week, and the shares of spam in it, where a source has both kinds.
SIZES = (100, 400, 1_600)
SHARES = (0.02, 0.05, 0.2, 0.5, 0.8)
# Weeks of each size and share.
WEEKS = 8
# Fewer of a kind are no kind of a source's.
FEWEST_OF_A_KIND = 40
# Comments of a week that tell its errors: more would leave one error possible, and no other.
TOLD_FROM = 400
# Errors that are tried: shifts, and logarithms of stretches.
GRID = np.array([(shift, stretch) for shift in np.linspace(-7, 7, 57) for stretch in np.linspace(-2.5, 1.5, 41)])
ROUNDS = 60
# An interval that takes calibrated scores for exact.
EXACT = Spread((0.0, 0.0), ((0.0, 0.0), (0.0, 0.0)), 1)
MEASURES = {"ham_lost": SHIPPED_TARGET.hm, "spam_passed": SHIPPED_TARGET.sm}
Floats = NDArray[np.float64]

HEAD = """\
# Whether the filter's own truth is true

`make bench-truth` writes this page. [What the filter says of its own mistakes](../truth.md) is held against labels: the
shipped recipe is trained without each source in turn (at most {most:,} ham and {most:,} spam of any), and weeks of that
source are simulated: 100, 400 and 1,600 comments, 2, 5, 20, 50 and 80 % of them spam where it has both kinds, drawn
without replacement, never more than half of a kind. Each week is judged as a site's is, with the prior that its own
scores tell and the shipped cut-offs. The errors of calibration come from the weeks of all other sources.

* Covered: of the weeks that had an interval, those whose labelled share lies in it.
* Exact: the same, were calibrated scores taken for exact (Poisson-binomial alone).
* Width: how far the ends of an interval are apart, the median. With an interval: the share of weeks that had one. Where
  more than a twentieth of the draws have none of a kind, nothing is told of it.
* Held: weeks with a share that had left its target ({hm:g} of the ham, {sm:g} of the spam), and how many of them truly
  had.

A mean counts each source alike. A source without one of the kinds has no share of it.
""".splitlines()


@dataclass(frozen=True)
class Source:
    """A source's calibrated log-odds, from models that never met it, and which of it is spam."""

    name: str
    log_odds: Floats
    spam: NDArray[np.bool_]


@dataclass(frozen=True)
class Week:
    """A simulated week as it was judged, and the true share of each mistake, None where there is none of its kind."""

    judged: JudgedScores
    spam: NDArray[np.bool_]
    true: Mapping[str, float | None]


@dataclass(frozen=True)
class Held:
    """What was told of one week's share, with errors and as if there were none, and what was true."""

    told: Estimate | None
    exact: Estimate | None
    true: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data/spam"))
    parser.add_argument("--most", type=int, default=2_000, help="ham and spam of a source, each")
    parser.add_argument("--report", type=Path, default=Path("docs/benchmarks/truth.md"))
    options = parser.parse_args()
    files = [path for path in sorted(options.data.glob("*.jsonl.gz")) if path.name.split(".")[0] not in NOT_TRAINED_ON]
    if not files:
        sys.exit(f"{options.data} holds no labelled comments; name the folder with --data")
    trained = train_base(share(read_examples(files), random.Random(0), options.most))
    sources = cut_by_source(
        np.array([example.source for example in trained.examples]),
        logit(np.clip(trained.held_out, 1e-12, 1 - 1e-12)),
        np.array([example.is_spam for example in trained.examples]),
    )
    head = "\n".join(HEAD).format(most=options.most, hm=SHIPPED_TARGET.hm, sm=SHIPPED_TARGET.sm)
    text = "\n".join([head, *report(sources, shipped_policy())]) + "\n"
    options.report.write_text(text, encoding="utf-8")
    print(text)


def shipped_policy() -> Policy:
    found = artifact.read_manifest(Registry(Path("no-such-folder")).base)
    return Policy(found.review_cut, found.spam_cut, Policy(*found.shifted_cuts) if found.shifted_cuts else None)


def cut_by_source(names: NDArray[np.str_], log_odds: Floats, spam: NDArray[np.bool_]) -> list[Source]:
    kept = [name for name in np.unique(names) if name != SYNTHETIC and (names == name).sum() >= 4 * FEWEST]
    return [Source(str(name), log_odds[names == name], spam[names == name]) for name in kept]


def report(sources: Sequence[Source], policy: Policy) -> Iterator[str]:
    """Yield the page's tables, and the errors that are to be shipped."""
    weeks = {source.name: list(weeks_of(source, policy)) for source in sources}
    weeks = {name: some for name, some in weeks.items() if some}
    both = {name for name, some in weeks.items() if None not in some[0].true.values()}
    likelihoods = {name: [likelihood(week) for week in some] for name, some in weeks.items()}
    found: dict[str, dict[str, list[Held]]] = {measure: {} for measure in MEASURES}
    for name, some in weeks.items():
        spread = spread_of([told for other, told in likelihoods.items() if other != name], len(both - {name}) - 2)
        for measure, held in told_of(some, spread).items():
            if held:
                found[measure][name] = held
    for measure, by_source in found.items():
        yield from table(measure, by_source)
    spread = spread_of(list(likelihoods.values()), len(both) - 2)
    yield f"\nErrors of calibration on all sources: {shown(spread)}; shipped are {shown(SHIPPED_SPREAD)}."


def weeks_of(source: Source, policy: Policy) -> Iterator[Week]:
    """Yield simulated weeks of a source, the same each time."""
    dice = np.random.default_rng(1)
    spam, ham = np.flatnonzero(source.spam), np.flatnonzero(~source.spam)
    has_both = min(ham.size, spam.size) >= FEWEST_OF_A_KIND
    for size in SIZES:
        for part in SHARES if has_both else (float(source.spam.mean().round()),):
            wanted = {True: round(size * part), False: size - round(size * part)}
            if any(2 * wanted[kind] > some.size for kind, some in ((True, spam), (False, ham)) if wanted[kind]):
                continue
            for _ in range(WEEKS):
                drawn = [dice.choice(some, wanted[kind], replace=False) for kind, some in ((True, spam), (False, ham))]
                chosen = dice.permutation(np.concatenate(drawn))
                yield week(source.log_odds[chosen], source.spam[chosen], policy)


def week(log_odds: Floats, spam: NDArray[np.bool_], policy: Policy) -> Week:
    """Judge comments as a service does that has told the prior of their site from them."""
    prior = site_prior(log_odds)
    cuts = policy.shifted or policy if prior else policy
    likely = expit(log_odds + (prior.shift if prior else 0.0))
    is_spam, is_allowed = likely >= cuts.spam, likely < cuts.review
    judged = JudgedScores(log_odds, *(one.astype(np.int64) for one in (is_spam, ~is_spam & ~is_allowed, is_allowed)))
    return Week(judged, spam, {"ham_lost": mean(is_spam[~spam]), "spam_passed": mean(is_allowed[spam])})


def mean(found: NDArray[np.bool_]) -> float | None:
    return float(found.mean()) if found.size else None


def likelihood(week: Week) -> Floats:
    """Return the log-likelihood of a week's labels under each error of the grid."""
    known = with_share(week.judged.log_odds, week.judged.counts)[:TOLD_FROM]
    spam = week.spam[:TOLD_FROM]
    likely = np.clip(with_errors(known, GRID), 1e-9, 1 - 1e-9)
    found: Floats = np.log(likely[:, spam]).sum(axis=1) + np.log(1 - likely[:, ~spam]).sum(axis=1)
    return found


def spread_of(likelihoods: Sequence[Sequence[Floats]], freedom: int) -> Spread:
    """Return the spread of errors that makes the labels of all sources likeliest, each counting alike.

    EM over the grid: how likely each error is of a week, given its labels and the normal; then the normal anew.
    """
    table = np.array([one for of_source in likelihoods for one in of_source])
    weights = np.concatenate([np.full(len(some), 1 / len(some)) for some in likelihoods])[:, None] / len(likelihoods)
    middle, covariance = np.zeros(2), np.diag([4.0, 0.5])
    for _ in range(ROUNDS):
        off = GRID - middle
        odds = table - 0.5 * np.einsum("gi,ij,gj->g", off, np.linalg.inv(covariance), off)
        likely = np.exp(odds - odds.max(axis=1, keepdims=True))
        each = (weights * likely / likely.sum(axis=1, keepdims=True)).sum(axis=0)
        middle = each @ GRID
        off = GRID - middle
        covariance = (off * each[:, None]).T @ off + 1e-3 * np.eye(2)
    root = np.linalg.cholesky(covariance).round(3).tolist()
    shift, stretch = middle.round(3).tolist()
    return Spread((shift, stretch), ((root[0][0], 0.0), (root[1][0], root[1][1])), freedom)


def told_of(weeks: Iterable[Week], spread: Spread) -> dict[str, list[Held]]:
    """Return what was told of each share of these weeks, and what was true."""
    found: dict[str, list[Held]] = {measure: [] for measure in MEASURES}
    for one in weeks:
        told, exact = (grouped(one.judged, errors) for errors in (spread, EXACT))
        for measure, held in found.items():
            true = one.true[measure]
            if true is not None:
                held.append(Held(getattr(told, measure), getattr(exact, measure), true))
    return found


def grouped(judged: JudgedScores, spread: Spread) -> OwnErrors:
    """Return what is told of a week whose like scores are counted together, as the store does."""
    verdicts = np.stack([judged.spam, judged.review, judged.allow])
    odds, places = np.unique(np.round(judged.log_odds * 4) / 4, return_inverse=True)
    counts = np.zeros((3, odds.size), np.int64)
    np.add.at(counts, (slice(None), places), verdicts)
    found = own_errors(JudgedScores(odds, *counts), SHIPPED_TARGET, spread)
    assert found is not None
    return found


def table(measure: str, by_source: Mapping[str, Sequence[Held]]) -> Iterator[str]:
    """Yield a table of one share, a line a source."""
    target = MEASURES[measure]
    yield f"\n## {measure.replace('_', ' ').capitalize()}\n"
    yield "| source | weeks | covered | exact | width | with an interval | told | true | held, truly |"
    yield "|---|---|---|---|---|---|---|---|---|"
    rows = []
    for name, held in by_source.items():
        values = figures(held)
        rows.append(values)
        left = [one.true > target for one in held if one.told and one.told.has_left]
        yield f"| {name} | {len(held)} | {' | '.join(map(number, values))} | {len(left)}, {sum(left)} |"
    means = [statistics.mean(value for value in column if value is not None) for column in zip(*rows, strict=True)]
    everything = [one for held in by_source.values() for one in held]
    left = [one.true > target for one in everything if one.told and one.told.has_left]
    out = sum(one.true > target for one in everything)
    yield f"| **mean** | {len(everything)} | {' | '.join(map(number, means))} | {len(left)}, {sum(left)} |"
    yield f"\nOf {len(everything)} weeks {out} were beyond the target."


def figures(held: Sequence[Held]) -> tuple[float | None, ...]:
    """Return the shares of covered weeks, with errors and without, and what the intervals are like."""
    widths = [one.told.high - one.told.low for one in held if one.told]
    return (
        statistics.mean(covers(one.told, one.true) for one in held if one.told) if widths else None,
        statistics.mean(covers(one.exact, one.true) for one in held),
        statistics.median(widths) if widths else None,
        len(widths) / len(held),
        statistics.mean(one.told.value for one in held if one.told) if widths else None,
        statistics.mean(one.true for one in held),
    )


def covers(told: Estimate | None, true: float) -> bool:
    return told is not None and told.low - 1e-9 <= true <= told.high + 1e-9


def number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def shown(spread: Spread) -> str:
    return f"middle {spread.middle}, root {spread.root}, freedom {spread.freedom}"


if __name__ == "__main__":
    main()
