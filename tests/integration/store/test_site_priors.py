"""The priors of sites, told from stored scores and handed out with claims, over each kind of database."""

from collections.abc import Sequence
from dataclasses import replace
from math import log

import pytest
from sqlalchemy import Engine, select

from classifiers.model.site_prior import FEWEST
from classifiers.types import Prediction, Verdict
from tests.factories import digest, judged, new_article, processed
from worker.domain import JudgedComment
from worker.store.base.schema import comments
from worker.store.base.transactions import reading
from worker.store.figures.site_priors import KnownPrior, known_priors, prior_counts, settle_priors
from worker.store.flow.inbox import Inbox
from worker.store.flow.rescoring import Rescoring
from worker.store.flow.results import Results

SITE = "orchard.example"
HAM, SPAM = 0.02, 0.99


def scored(name: str, probabilities: Sequence[float], shift: float | None = None) -> tuple[JudgedComment, ...]:
    """Return a page's comments with these probabilities, which a shift has moved."""
    found = []
    for number, probability in enumerate(probabilities):
        one = judged(f"{name}, comment {number}.")
        found.append(replace(one, prediction=Prediction(probability, Verdict.ALLOW, (), 1.25, shift)))
    return tuple(found)


def come_in(inbox: Inbox, results: Results, pages: dict[str, Sequence[float]], shift: float | None = None) -> None:
    stored = inbox.submit([new_article(name, f"<p>{name}</p>") for name in pages])
    claim = inbox.claim([one.id for one in stored], lease_s=60)
    outcomes = [
        replace(processed(one.id, *scored(name, pages[name], shift)), url=f"https://www.orchard.example/{name}")
        for one, name in zip(stored, pages, strict=True)
    ]
    assert results.commit(claim.token, outcomes) == len(pages)


def ham_pages(prefix: str, pages: int = 10, each: int = 10) -> dict[str, Sequence[float]]:
    return {f"{prefix}{number}": [HAM] * each for number in range(pages)}


def known(engine: Engine) -> KnownPrior:
    [prior] = known_priors(engine, 10)
    return prior


def shift_of_next(inbox: Inbox, name: str = "next") -> float | None:
    [stored] = inbox.submit([new_article(name, f"<p>{name}</p>")])
    [article] = inbox.claim([stored.id], lease_s=60).articles
    return article.shift


def test_a_site_of_readers_has_its_next_comments_judged_by_it(inbox: Inbox, results: Results, engine: Engine) -> None:
    assert settle_priors(engine) == 0
    come_in(inbox, results, ham_pages("a"))
    assert shift_of_next(inbox, "before") is None

    assert settle_priors(engine) == 1

    prior = known(engine)
    assert (prior.site, prior.comments, prior.frozen) == (SITE, 100, False)
    assert prior.spam < 0.15
    assert prior.shift < -0.5
    assert shift_of_next(inbox) == prior.shift


def test_nothing_new_is_not_looked_at_again(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, ham_pages("a"))

    assert [settle_priors(engine), settle_priors(engine)] == [1, 0]


def test_the_same_comments_under_a_shift_tell_the_same_prior(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, ham_pages("a"))
    settle_priors(engine)
    before = known(engine)
    shifted = 1 / (1 + 1 / (HAM / (1 - HAM)) * 2.718281828459045**-before.shift)
    assert log(shifted / (1 - shifted)) == pytest.approx(log(HAM / (1 - HAM)) + before.shift)

    come_in(inbox, results, {name: [shifted] * 10 for name in ham_pages("b", 40)}, before.shift)
    settle_priors(engine)

    assert known(engine).comments == 500
    assert known(engine).spam < before.spam  # more of the same, less shrunk; and not more and more


def test_few_comments_have_no_prior(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, ham_pages("a", 1, 20) | ham_pages("b", 1, FEWEST - 21))
    settle_priors(engine)

    assert known_priors(engine, 10) == []
    assert shift_of_next(inbox) is None
    with reading(engine) as connection:
        assert prior_counts(connection) == {"known": 0, "few": 1, "frozen": 0}


def test_a_flood_on_one_page_moves_nothing(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, ham_pages("a"))
    settle_priors(engine)
    before = known(engine)

    come_in(inbox, results, {"flooded": [SPAM] * 101})
    settle_priors(engine)

    assert known(engine) == replace(before, comments=201, frozen=True)
    assert shift_of_next(inbox) == before.shift
    with reading(engine) as connection:
        assert prior_counts(connection) == {"known": 1, "few": 0, "frozen": 1}


def test_after_a_flood_the_prior_is_told_anew(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, {"flooded": [SPAM] * 101})
    settle_priors(engine)
    assert known_priors(engine, 10) == []

    come_in(inbox, results, ham_pages("a", 12))
    settle_priors(engine)

    assert not known(engine).frozen
    assert 0.3 < known(engine).spam < 0.6


def test_one_site_says_nothing_of_another(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, ham_pages("a"))
    settle_priors(engine)
    elsewhere = new_article("elsewhere", "<p>elsewhere</p>")
    there = replace(elsewhere, source=replace(elsewhere.source, url="https://vineyard.example/"), key=digest("there"))

    [stored] = inbox.submit([there])
    [article] = inbox.claim([stored.id], lease_s=60).articles

    assert article.shift is None


def test_what_a_verdict_came_from_is_stored_and_judged_again(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, ham_pages("a"), shift=-0.25)
    with reading(engine) as connection:
        row = connection.execute(select(comments.c.site, comments.c.words, comments.c.shift, comments.c.model)).first()
    assert row == (SITE, 1.25, -0.25, "base-1")
    settle_priors(engine)

    again = [article for batch in Rescoring(engine, "base-2").batches() for article in batch]

    # The article that was stored has the address that was submitted, on the same site.
    assert {comment.shift for article in again for _, comment in article.comments} == {known(engine).shift}
