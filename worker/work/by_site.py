"""Which model judges what: comments of several sites, each by the model in service on its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from classifiers.types import Comment, Prediction
from worker.work.pipeline import JudgePort


class JudgeOf(Protocol):
    """Tells the model in service."""

    def __call__(self, site: str | None = None, /) -> JudgePort:
        """Return the model in service on a site; None stands for all that have none of their own."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of a comment, and the model that said it."""

    prediction: Prediction
    model: str


def by_model(judge: JudgeOf, sites: Sequence[str | None]) -> Iterator[tuple[JudgePort, list[int]]]:
    """Yield each model that is in service on some of these sites with the places of those, in order.

    A site's own model is asked for when it is its turn: of many, no more are held than one by one.
    """
    places: dict[str | None, list[int]] = {}
    for place, site in enumerate(sites):
        places.setdefault(site, []).append(place)
    shared, without_own = judge(), []
    for site, of_it in places.items():
        model = judge(site)
        if model.version == shared.version:
            without_own += of_it
        else:
            yield model, of_it
    if without_own:
        yield shared, sorted(without_own)


def judge_by_site(judge: JudgeOf, comments: Sequence[Comment]) -> list[Judgement]:
    """Judge comments, each by the model of the site that owns it; in order."""
    found: dict[int, Judgement] = {}
    for model, places in by_model(judge, [comment.owner for comment in comments]):
        predictions = model.judge([comments[place] for place in places])
        for place, prediction in zip(places, predictions, strict=True):
            found[place] = Judgement(prediction, model.version)
    return [found[place] for place in range(len(comments))]
