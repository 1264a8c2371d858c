"""Labels in, a registered model out: curate, train, compare, publish. The registry is an argument."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any, Final

import numpy as np

from classifiers.data import synthetic
from classifiers.data.curation import Curated, curate, who
from classifiers.data.datasets import Example
from classifiers.data.vouching import is_import
from classifiers.errors import DatasetError, ModelIntegrityError, ModelNotFoundError
from classifiers.features.extraction import extract
from classifiers.model.drift import ScoreCounts, count_scores
from classifiers.model.judge import Judge
from classifiers.model.logistic import expit
from classifiers.model.policy import Policy, Target, read_target
from classifiers.model.site_model import SiteModel, base_of
from classifiers.registry.artifact import DataFile, Manifest, Provenance
from classifiers.registry.versions import Registry
from classifiers.training.evaluate import Evaluation, figures
from classifiers.training.gate import HELD_OUT, Gate, Judging, compare
from classifiers.training.site_cut_offs import cut_offs
from classifiers.training.site_estimator import SiteClassifier
from classifiers.training.training_table import BATCH
from classifiers.types import Verdict
from worker.errors import UnavailableError
from worker.learn.vetting import Vetted, Vetting

# Every so many-th group of labels is held out for the comparison.
_HELD_OUT_EVERY: Final = 5
# Fewer labels than this change nothing that a comparison could see.
_FEWEST: Final = 10
# Scores that tell a distribution.
_MOST_SCORED: Final = 5_000
# The golden set is the same for every site and version: clearly synthetic, of no language's training share.
_GOLDEN_SEED: Final = 20_261_123
# So many of each label that one comment of a language is less than the two points that the gate allows a slice.
_GOLDEN_PER_LANGUAGE: Final = 60

# How much a label of an import counts beside one that somebody gave by hand: what once became of a comment is not
# always what was said of it.
_IMPORTS_COUNT: Final = 0.5

# What to do about labels that are held.
_LOOK: Final = "look at them with `winnow label conflicts`, and let right ones teach with `winnow label confirm`"

# Told the step in hand, how much of it is done, and of how much where that is known.
Advance = Callable[[str, int, int | None], None]
# Makes the report of a comparison: files by their names, to stand beside the model.
Report = Callable[[Gate, Curated, Manifest], Mapping[str, str]]


class Promotion(StrEnum):
    """When a new model becomes champion."""

    NEVER = "never"
    GATE = "gate"
    FORCE = "force"


@dataclass(frozen=True, slots=True)
class Retrained:
    """What a retraining came to."""

    version: str
    champion: str
    promoted: bool
    gate: Gate
    curated: Curated
    vetted: Vetted
    at_target: Evaluation | None = None
    """What the labels that were held out come to at the cut-offs that a site's target chose."""


def ignore(step: str, done: int, total: int | None) -> None:
    """Show nobody how it goes on."""


def within(seconds: float | None, advance: Advance, *, clock: Callable[[], float] = time.monotonic) -> Advance:
    """Return an ``advance`` that raises UnavailableError once so many seconds are over; nothing is registered then."""
    if seconds is None:
        return advance
    ends = clock() + seconds

    def limited(step: str, done: int, total: int | None) -> None:
        if clock() > ends:
            raise UnavailableError(
                f"retraining was {step} when its {seconds:g} seconds were over, and nothing has changed; "
                "give it more with --time-limit, or fewer labels"
            )
        advance(step, done, total)

    return limited


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Return what to learn from and what to hold out; what stood together or is nearly the same stays together."""
    learnt: list[Example] = []
    held_out: list[Example] = []
    groups: dict[str, int] = {}
    for position, example in enumerate(examples):
        group = example.group or example.comment.page or f"#{position}"
        number = groups.setdefault(group, len(groups))
        (held_out if number % _HELD_OUT_EVERY == _HELD_OUT_EVERY - 1 else learnt).append(example)
    return learnt, held_out


def golden_set() -> list[Example]:
    """Return the comments that every model must keep judging right."""
    return synthetic.examples(_GOLDEN_PER_LANGUAGE, _GOLDEN_SEED)


def retrain(
    labels: Iterable[Example],
    registry: Registry,
    *,
    data: Sequence[DataFile] = (),
    promotion: Promotion = Promotion.GATE,
    seed: int = 0,
    report: Report | None = None,
    advance: Advance = ignore,
    promote: Callable[[str], object] | None = None,
    site: str | None = None,
    target: Target | None = None,
) -> Retrained:
    """Train labels on top of the shipped model, compare, register, and promote if the gate lets it.

    With a ``site``, they are its own, and so is the model: compared with what serves there, and champion there alone.
    Its cut-offs keep a ``target`` on its labels, else they are the shipped ones.

    ``promote`` is what promotes a version, and notes who did (`worker.operations.promote`); without it, the registry.

    A shipped model that is new here is registered first; the labels are trained on top of it. Raises
    :class:`DatasetError` where there are too few labels to learn from.

    Labels that contradict what the champion is sure of teach nothing before somebody else agrees, nor does any label of
    who gives many such (`worker.learn.vetting`).
    """
    vetting = Vetting()
    curated = curate(vetting.released(_counted(labels, advance)), seed=seed, own_past=site is not None)
    registry.welcome_base()
    champion, base = in_service(registry, site), registry.load_base()
    vetted = vetting.vet(curated.examples, champion, lambda done: advance("vetting", done, len(curated.examples)))
    learnt, held_out = split(vetted.examples)
    if len(learnt) < _FEWEST or len({example.label for example in learnt}) < 2:
        raise DatasetError(_too_few(learnt, vetted))
    policy = cut_offs(base, learnt, target, lambda done, total: advance("choosing cut-offs", done, total))
    model = _trained(base, learnt, advance)
    asked = target is not None or read_target(registry.manifest(champion.version).settings) is not None
    gate = compare(
        # Which cut-offs serve is a site's to ask: where one does, both models are compared at the shipped ones.
        replace(champion, policy=base.policy) if site is not None and asked else champion,
        Judge("challenger", model, base.policy),
        golden_set(),
        held_out,
        seed=seed,
        advance=lambda done, total: advance("comparing", done, total),
    )
    gate = replace(gate, objections=(*_objections(curated, champion), *_named(vetted)))
    advance("registering", 0, None)
    provenance = Provenance(
        data=tuple(data),
        figures={row.name: row.challenger.rounded() for row in gate.rows},
        scores=_scores(model, learnt).counts,
        parent=base.version,
        settings=_settings(curated, vetted, learnt, held_out, gate, seed) | _aim(target),
        site=site,
    )
    made = (lambda manifest: report(gate, curated, manifest)) if report else None
    version = registry.register(model, policy, provenance, made)
    promoted = promotion is Promotion.FORCE or (promotion is Promotion.GATE and gate.passed)
    if promoted:
        (promote or partial(registry.promote, site=site))(version)
    return Retrained(version, champion.version, promoted, gate, curated, vetted, _at_target(gate, policy, target))


def _too_few(learnt: Sequence[Example], vetted: Vetted) -> str:
    few = f"{len(learnt)} labels are too few to learn from; give at least {_FEWEST}, ham and spam"
    held = sum(vetted.held.values())
    return f"{few}. {held:,} more are held, as they contradict the champion: {_LOOK}" if held else few


def _named(vetted: Vetted) -> Iterator[str]:
    """Say who contradicts a sure champion too often to be believed alone."""
    for one in vetted.reviewers:
        yield (
            f"{one.name!r} contradicts what the champion is sure of in {one.held:,} of {one.given:,} labels, and none "
            f"of theirs was learnt from: {_LOOK}"
        )


def in_service(registry: Registry, site: str | None = None) -> Judge:
    """Return what serves on a site, or on all without one; else the spare.

    A site's own that is damaged gives way to the one before it, and then to the one for all.

    Retraining is the way out where the champion is damaged or reads comments in another way.
    """
    try:
        own = None if site is None else registry.sound(site)
        return registry.load(own or registry.champion())
    except (ModelIntegrityError, ModelNotFoundError):
        return registry.load_spare()


def _trained(base: Judge, learnt: Sequence[Example], advance: Advance) -> SiteModel:
    fitted = SiteClassifier(base_of(base.model)).fit(
        [example.comment for example in learnt],
        [example.is_spam for example in learnt],
        advance=lambda done, total: advance("training", done, total),
        sample_weight=[_IMPORTS_COUNT if is_import(who(example)) else 1.0 for example in learnt],
    )
    return fitted.model_


def _counted(labels: Iterable[Example], advance: Advance) -> Iterator[Example]:
    for number, example in enumerate(labels):
        advance("reading labels", number, None)
        yield example


def _objections(curated: Curated, champion: Judging) -> Iterator[str]:
    """Say what a person should look at first: spam that comes in copies, and somebody calls it ham."""
    floods = [flood for flood in curated.floods if not flood.example.is_spam]
    verdicts = [one.verdict for one in champion.judge([flood.example.comment for flood in floods])]
    for flood, verdict in zip(floods, verdicts, strict=True):
        if verdict is Verdict.SPAM:
            shown = " ".join(flood.example.comment.text.split())[:60]
            yield f"{flood.copies + 1:,} near-copies of what the champion calls spam are labelled ham: {shown!r}"


def _scores(model: SiteModel, learnt: Sequence[Example]) -> ScoreCounts:
    """Count how the labels score that were learnt from, or every so many-th of them."""
    comments = [example.comment for example in learnt[:: -(-len(learnt) // _MOST_SCORED)]]
    batches = (comments[start : start + BATCH] for start in range(0, len(comments), BATCH))
    return count_scores(np.concatenate([expit(model.log_odds(extract(batch))) for batch in batches]))


def _at_target(gate: Gate, policy: Policy, target: Target | None) -> Evaluation | None:
    held_out = next((one for one in gate.sets if one.name == HELD_OUT), None)
    if target is None or held_out is None:
        return None
    return figures(held_out.challenger.probabilities, held_out.truth, policy)


def _aim(target: Target | None) -> dict[str, Any]:
    return {} if target is None else {"target": asdict(target)}


def _settings(
    curated: Curated,
    vetted: Vetted,
    learnt: Sequence[Example],
    held_out: Sequence[Example],
    gate: Gate,
    seed: int,
) -> dict[str, Any]:
    return {
        "seed": seed,
        "labels": len(learnt),
        "held_out": len(held_out),
        "labels_sha256": curated.digest,
        "left_out": {
            "duplicates": curated.duplicates,
            "capped": curated.capped,
            "sampled": curated.sampled,
            "disputed": curated.disputed,
            **{why.value: count for why, count in vetted.held.items()},
        },
        "gate": "passed" if gate.passed else "not passed",
    }
