"""Choosing the cut-offs of a site's own model."""

from collections.abc import Sequence
from math import ceil

from classifiers.data.datasets import Example
from classifiers.errors import DatasetError
from classifiers.model.judge import Judge
from classifiers.model.policy import Policy, Target, choose
from classifiers.model.site_model import base_of
from classifiers.training.site_estimator import Advance, held_out, ignore


def cut_offs(base: Judge, learnt: Sequence[Example], target: Target | None, advance: Advance = ignore) -> Policy:
    """Return the cut-offs that keep a target on a site's own labels, each judged by what the others taught.

    Without a target they are the shipped ones. No prior shifts what they are for: the labels tell more of the site.
    Raises DatasetError where the labels are too few for shares as small to be seen in them.
    """
    if target is None:
        return base.policy
    is_spam = [example.is_spam for example in learnt]
    there = is_spam.count(False), is_spam.count(True)
    needed = ceil(1 / target.hm), ceil(1 / target.sm)
    if there[0] < needed[0] or there[1] < needed[1]:
        raise DatasetError(
            f"hm={target.hm:g} shows in {needed[0]:,} ham labels, sm={target.sm:g} in {needed[1]:,} spam labels, and "
            f"{there[0]:,} and {there[1]:,} are there to learn from: give larger shares, or --target default"
        )
    found = held_out(base_of(base.model), [example.comment for example in learnt], is_spam, advance=advance)
    return choose(found, is_spam, target)
