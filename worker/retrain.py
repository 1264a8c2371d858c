"""Labels in, a registered model out: curate, train, compare, publish. The registry is an argument."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from classifiers import synthetic
from classifiers.artifact import DataFile, Provenance
from classifiers.datasets import Example
from classifiers.errors import DatasetError
from classifiers.gate import Gate, compare
from classifiers.judge import Judge
from classifiers.models import CommentClassifier
from classifiers.normalise import canonical_string
from classifiers.registry import Registry
from classifiers.site import SiteClassifier

# Of the labels, those of one reviewer count for at most this share, where there are others.
_ONE_REVIEWERS_SHARE: Final = 0.5
# Every so many-th group of labels is held out for the comparison.
_HELD_OUT_EVERY: Final = 5
# Fewer labels than this change nothing that a comparison could see.
_FEWEST: Final = 10
# The golden set is the same for every site and version: clearly synthetic, of no language's training share.
_GOLDEN_SEED: Final = 20_261_123
_GOLDEN_PER_LANGUAGE: Final = 40


class Promotion(StrEnum):
    """When a new model becomes champion."""

    NEVER = "never"
    GATE = "gate"
    FORCE = "force"


@dataclass(frozen=True, slots=True)
class Curated:
    """Labels that can be learnt from, and what was left out; ``conflicts`` need a second look."""

    examples: tuple[Example, ...]
    conflicts: tuple[str, ...]
    duplicates: int
    capped: int


@dataclass(frozen=True, slots=True)
class Retrained:
    """What a retraining came to."""

    version: str
    champion: str
    promoted: bool
    gate: Gate
    curated: Curated


def curate(examples: Iterable[Example]) -> Curated:
    """Return labels with near-duplicates once, conflicts left out, and no reviewer outvoting the others."""
    first: dict[str, Example] = {}
    disputed: dict[str, str] = {}
    duplicates = 0
    for example in examples:
        key = canonical_string(f"{example.comment.text} {example.comment.author or ''}")
        known = first.setdefault(key, example)
        if known is example:
            continue
        duplicates += 1
        if known.label is not example.label:
            disputed[key] = example.comment.text
    agreed = [example for key, example in first.items() if key not in disputed]
    kept = _capped(agreed)
    return Curated(tuple(kept), tuple(disputed.values()), duplicates, len(agreed) - len(kept))


def _capped(examples: Sequence[Example]) -> list[Example]:
    """Keep at most half of the labels from one reviewer (else source), where there are others."""
    counts = Counter(_who(example) for example in examples)
    if len(counts) < 2:
        return list(examples)
    most, many = counts.most_common(1)[0]
    room = max(int((len(examples) - many) * _ONE_REVIEWERS_SHARE / (1 - _ONE_REVIEWERS_SHARE)), 1)
    kept = []
    for example in examples:
        if _who(example) == most:
            if not room:
                continue
            room -= 1
        kept.append(example)
    return kept


def _who(example: Example) -> str:
    return example.by or example.source


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
    advance: Callable[[str], None] = lambda _: None,
) -> Retrained:
    """Train a site's labels on top of the shipped model, compare, register, and promote if the gate lets it.

    Raises :class:`DatasetError` where there are too few labels to learn from.
    """
    advance("reading labels")
    curated = curate(labels)
    learnt, held_out = split(curated.examples)
    if len(learnt) < _FEWEST or len({example.label for example in learnt}) < 2:
        raise DatasetError(f"{len(learnt)} labels are too few to learn from; give at least {_FEWEST}, ham and spam")
    champion = registry.load()
    advance("training")
    base = registry.load_base()
    model = SiteClassifier(_shipped(base.model)).fit(
        [example.comment for example in learnt], [example.is_spam for example in learnt]
    )
    challenger = Judge("challenger", model, base.policy)
    advance("comparing")
    gate = compare(champion, challenger, golden_set(), held_out, seed=seed)
    provenance = Provenance(
        data=tuple(data),
        figures={row.name: row.challenger.rounded() for row in gate.rows},
        parent=base.version,
        settings={"seed": seed, "labels": len(learnt)},
    )
    version = registry.register(model, base.policy, provenance)
    promoted = promotion is Promotion.FORCE or (promotion is Promotion.GATE and gate.passed)
    if promoted:
        registry.promote(version)
    return Retrained(version, champion.version, promoted, gate, curated)


def _shipped(model: Any) -> CommentClassifier:
    """Return the model below a site's correction."""
    return model.base if isinstance(model, SiteClassifier) else model
