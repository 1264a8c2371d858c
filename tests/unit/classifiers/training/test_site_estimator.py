"""What a site's labels come to: one kind of comments, and none of the others."""

import random
from pathlib import Path

from classifiers.data import synthetic
from classifiers.model.judge import Judge
from classifiers.registry.versions import Registry
from classifiers.training.site_estimator import SiteClassifier
from classifiers.types import Comment, Label, Verdict
from tests.labelled import texts

# What readers of a village's paper point one another to: the shipped model holds all of it for people.
POINTERS = (
    "The new times are here:",
    "They moved it to the second Sunday, see",
    "The map of the walk is at",
    "The minutes say otherwise:",
    "The club keeps a list of them at",
    "Our own count is on",
    "The recipe my aunt used is on",
    "Last year's results:",
    "The council answered, see",
    "A photo of it before the fire:",
)


def pointers(count: int, seed: int) -> list[Comment]:
    dice = random.Random(seed)

    def word(letters: int) -> str:
        return "".join(dice.choices("abdefgiklmnoprstu", k=letters))

    return [
        Comment(f"{dice.choice(POINTERS)} https://{word(7)}-{word(5)}.org/{word(4)}/{word(6)}", author=f"Reader {n}")
        for n in range(count)
    ]


def share(judge: Judge, comments: list[Comment], verdict: Verdict) -> float:
    return sum(one.verdict is verdict for one in judge.judge(comments)) / len(comments)


def test_twenty_labels_of_one_kind_turn_that_kind(tmp_path: Path) -> None:
    base = Registry(tmp_path).load_base()
    lures = [Comment(text) for text in texts(Label.SPAM, 20)]
    fitted = SiteClassifier(base.model).fit([*pointers(20, 1), *lures], [0] * 20 + [1] * 20)
    taught = Judge("taught", fitted.model_, base.policy)
    others = pointers(60, 2)
    assert share(base, others, Verdict.ALLOW) < 0.1
    assert share(taught, others, Verdict.ALLOW) > 0.9
    # Promotion with an address stays what it was: that was never called ham.
    sold = [one.comment for one in synthetic.examples(12, 5) if one.is_spam and one.comment.author_url]
    assert share(base, sold, Verdict.ALLOW) <= share(taught, sold, Verdict.ALLOW) < 0.02
