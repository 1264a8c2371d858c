"""The gate in both directions: what passes, and what does not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest

from classifiers.data.datasets import Example
from classifiers.model.policy import Policy
from classifiers.training.gate import Gate, compare
from classifiers.types import Comment, Label, Prediction

POLICY = Policy(0.3, 0.9)


@dataclass(frozen=True)
class Rule:
    """A model that is one rule: a comment's number and truth to its probability of spam."""

    probability: Callable[[int, bool], float]
    policy: Policy = POLICY

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        found = []
        for comment in comments:
            number, kind = comment.text.split()
            value = self.probability(int(number), kind == "spam")
            found.append(Prediction(value, self.policy.verdict(value)))
        return found


def rows(count: int, *, source: str = "golden", language: str = "en", by: str | None = None) -> list[Example]:
    return [
        Example(Comment(f"{n} {label}"), label, source, language=language, by=by)
        for n in range(count)
        for label in Label
    ]


def good(number: int, spam: bool) -> float:
    """Judge right but for each twentieth, with scores of many sizes."""
    right = (0.91 + number % 80 / 1000) if spam else (number % 200 / 1000)
    return right if number % 20 else (0.5 if spam else 0.95)


CHAMPION = Rule(good)


def worse(gate: Gate) -> set[str]:
    return {f"{row.name}/{name}" for row in gate.rows for name in row.worse}


def test_the_same_model_passes() -> None:
    assert compare(CHAMPION, CHAMPION, rows(300), rows(100, source="site")).passed


def test_a_better_one_passes() -> None:
    better = Rule(lambda number, spam: 0.99 if spam else 0.01)
    assert compare(CHAMPION, better, rows(300), rows(100, source="site")).passed


def test_a_loss_within_noise_passes() -> None:
    unlucky = Rule(lambda number, spam: 0.95 if (number, spam) == (7, False) else good(number, spam))
    assert compare(CHAMPION, unlucky, rows(300), []).passed


@pytest.mark.parametrize(
    ("figure", "rule"),
    [
        ("hm", lambda n, spam: 0.95 if not spam and n % 10 == 1 else good(n, spam)),
        ("sm", lambda n, spam: 0.1 if spam and n % 10 == 1 else good(n, spam)),
        ("review", lambda n, spam: 0.6 if not spam and n % 10 == 1 else good(n, spam)),
        ("caught", lambda n, spam: 0.6 if spam and n % 10 == 1 else good(n, spam)),
        ("brier", lambda n, spam: 0.29 if not spam else good(n, spam)),
        ("lam", lambda n, spam: 0.95 if not spam and n % 10 == 1 else good(n, spam)),
        ("auc", lambda n, spam: (n * 7919 % 1000) / 1000),
        ("recall at 1 %", lambda n, spam: 0.995 if not spam and n % 20 == 1 else good(n, spam)),
    ],
)
def test_a_figure_of_the_golden_set_that_falls_beyond_noise_stops_it(
    figure: str, rule: Callable[[int, bool], float]
) -> None:
    gate = compare(CHAMPION, Rule(rule), rows(300), rows(100, source="site"))
    assert f"golden/{figure}" in worse(gate)
    assert not gate.passed


def test_a_slice_that_loses_more_than_two_points_stops_it() -> None:
    mixed = [*rows(200, source="north"), *rows(30, source="south", language="fr", by="jan")]
    hurt = Rule(lambda number, spam: 0.05 if spam and number in (3, 4) else good(number, spam))
    gate = compare(CHAMPION, hurt, rows(300), mixed)
    assert worse(gate) == {f"held-out labels: {name}/sm" for name in ("source south", "language fr", "reviewer jan")}


def test_one_comment_of_a_small_slice_is_chance_and_most_of_it_is_not() -> None:
    mixed = [*rows(100, source="north"), *rows(10, source="south")]
    one = Rule(lambda number, spam: 0.05 if spam and number == 3 else good(number, spam))
    many = Rule(lambda number, spam: 0.05 if spam and number < 10 else good(number, spam))
    assert compare(CHAMPION, one, [], mixed).passed
    assert "held-out labels: source south/sm" in worse(compare(CHAMPION, many, [], mixed))


def test_an_objection_stops_what_the_figures_let_pass() -> None:
    gate = compare(CHAMPION, CHAMPION, rows(100), [])
    assert not replace(gate, objections=("Look at it.",)).passed


def test_progress_is_told_until_the_end() -> None:
    told: list[tuple[int, int]] = []
    compare(CHAMPION, CHAMPION, rows(300), rows(100), advance=lambda done, total: told.append((done, total)))
    assert told == [(n, 8) for n in range(1, 9)]
