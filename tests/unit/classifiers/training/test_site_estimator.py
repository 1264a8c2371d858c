"""What few labels of a site teach: a kind of comments turns, and what is no business of the site's stays."""

import random
from itertools import product

import numpy as np
import pytest

from classifiers.data import synthetic
from classifiers.features.extraction import extract
from classifiers.model.logistic import logit
from classifiers.registry.versions import Registry
from classifiers.training.site_estimator import SiteClassifier
from classifiers.types import Comment, Verdict

# Small advertisements, which the site's readers are welcome to place.
GOODS = ("a child's bicycle", "two garden chairs", "a pram", "my old piano", "six jam jars", "a rabbit hutch", "a desk")
TERMS = (
    "collection only",
    "delivery possible",
    "hardly used",
    "from a house without smokers",
    "the paint is scratched",
)
WANTED = "Selling {good}, {price} pounds, {terms}. Call {name} on 01{n:03} {m:06}."
# What a campaign posts under every article, without an address.
CLAIMS = (
    "lower rates",
    "a new bypass",
    "free parking",
    "more police",
    "no more cyclists",
    "cheaper buses",
    "honest work",
)
CALLS = ("Vote for list four on Sunday!", "List four, who else?", "Only list four will bring it.", "Sunday: list four!")
READERS = (
    "My grandfather helped to build that pier.",
    "Is the ferry still running in winter?",
    "The photograph must be older, the second tower is missing.",
    "Thanks, I had wondered about that for years.",
    "We went there last week and the path was closed.",
    "I disagree, the old timetable was worse.",
    "Could you add the map that you mention?",
    "There is a typing error in the third paragraph.",
    "It rained all day and we loved it.",
    "The museum has a model of it on the first floor.",
)
SPAM = tuple(f"Best {good} shop, cheap {good} online http://{good}-{n}.shop" for n, good in enumerate(
    ("casino", "viagra", "jerseys", "handbags", "watches", "loans", "backlinks", "followers", "diplomas", "pills")
))  # fmt: skip


def advertisements():
    dice = random.Random(4)
    return [
        Comment(
            WANTED.format(
                good=good, price=dice.randint(5, 90), terms=terms, name=dice.choice(("Jo", "Sam", "Ida")),
                n=dice.randint(100, 999), m=dice.randint(100_000, 999_999),
            )
        )
        for good, terms in product(GOODS, TERMS)
    ]  # fmt: skip


def slogans():
    return [Comment(f"{call} {claim.capitalize()} for this town.") for claim, call in product(CLAIMS, CALLS)]


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    return Registry(tmp_path_factory.mktemp("models")).load_base()


def taught(judge, kind, others, is_spam, seed=1):
    """Return how the rest of a kind is judged before and after 20 labels of it, beside others that agree."""
    kind = random.Random(seed).sample(kind, len(kind))
    learnt, rest = kind[:20], kind[20:]
    labels = [is_spam] * len(learnt) + [not is_spam] * len(others)
    model = SiteClassifier(judge.model).fit([*learnt, *map(Comment, others)], labels).model_
    batch = extract(rest)
    return model, judge.model.log_odds(batch), model.log_odds(batch)


@pytest.mark.parametrize("seed", [1, 2])
def test_twenty_labels_let_a_kind_through_that_was_held(judge, seed):
    _, before, after = taught(judge, advertisements(), SPAM, is_spam=False, seed=seed)
    cut = logit(np.array(judge.policy.review))
    held = before >= cut
    assert held.sum() >= 5
    assert (after[held] < cut).mean() > 0.8
    assert (after[~held] < cut).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_twenty_labels_hold_a_kind_that_was_let_through(judge, seed):
    _, before, after = taught(judge, slogans(), READERS, is_spam=True, seed=seed)
    cut = logit(np.array(judge.policy.review))
    assert (before < cut).mean() > 0.8
    assert (after >= cut).mean() > 0.8
    assert (after > before).all()


@pytest.mark.parametrize("is_spam", [False, True])
def test_other_comments_in_many_languages_keep_their_verdicts(judge, is_spam):
    kind, others = (slogans(), READERS) if is_spam else (advertisements(), SPAM)
    model, _, _ = taught(judge, kind, others, is_spam=is_spam)
    examples = synthetic.examples(10, seed=77)
    batch = extract([example.comment for example in examples])
    was, now = (
        np.array([judge.policy.verdict(one) for one in 1 / (1 + np.exp(-each.log_odds(batch)))])
        for each in (judge.model, model)
    )
    spam = np.array([example.is_spam for example in examples])
    assert ((now == Verdict.SPAM) & ~spam).sum() <= ((was == Verdict.SPAM) & ~spam).sum()
    assert (now != was).mean() < 0.05


def test_the_same_label_many_times_is_one_label(judge):
    comments, labels = [*slogans()[:12], *map(Comment, READERS)], [True] * 12 + [False] * 10
    once = SiteClassifier(judge.model).fit(comments, labels).model_
    often = SiteClassifier(judge.model).fit([*comments, *[comments[0]] * 30], [*labels, *[True] * 30]).model_
    assert np.allclose(once.leanings, often.leanings, atol=1e-2)


def test_few_labels_lean_on_no_evidence(judge):
    model = SiteClassifier(judge.model).fit([*slogans()[:5], *map(Comment, READERS[:5])], [True] * 5 + [False] * 5)
    assert not model.model_.leanings.any()
    assert model.model_.weights.any()
