"""One decision on many comments: what it takes, what it leaves, and how it is taken back."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from classifiers.types import Label, Verdict
from tests.factories import judged, new_article, processed
from worker.errors import NotFoundError
from worker.operations.label import decide_all, undo_all
from worker.store.base.audit import entries
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.bulk_decisions import bulk_decision, filters_of, preview, records
from worker.store.moderation.erasure import erase_author
from worker.store.moderation.labels import Labels
from worker.store.moderation.review_cards import cards
from worker.store.moderation.search import Query, search

OAKS = "oak-ladders.example"


def stored(engine: Engine, *shown: object, name: str = "page", source: str = "mill") -> list[int]:
    """Store an article with these comments; return their ids."""
    inbox = Inbox(engine)
    [new] = inbox.submit([new_article(name, f"<p>{name}</p>", source=source)])
    claim = inbox.claim([new.id], lease_s=60)
    Results(engine).commit(claim.token, [processed(new.id, *shown)])  # type: ignore[arg-type]
    return sorted(
        card.id for card in search(engine, Query(source=source, limit=100)).cards if card.article_id == new.id
    )


def waiting(text: str, author: str = "Oak", **more: object) -> object:
    return judged(text, author=author, verdict=Verdict.REVIEW, probability=0.5, **more)  # type: ignore[arg-type]


def stands(engine: Engine, ids: Sequence[int]) -> list[str]:
    return [card.stands.value for card in cards(engine, ids)]


def test_all_of_an_author_are_decided_as_far_as_they_were_seen(engine: Engine, labels: Labels) -> None:
    first = stored(engine, waiting("One."), waiting("Two."), waiting("Three."), waiting("Other.", author="Ida"))
    allowed = stored(engine, judged("Four.", author="Oak"), name="allowed", source="orchard")
    labels.add(first[2], Label.HAM, "jan")
    query = Query(author="Oak", waiting=True)

    seen = preview(engine, query)
    assert (seen.count, dict(seen.verdicts), seen.sources) == (2, {Verdict.REVIEW: 2}, 1)
    assert [card.id for card in seen.samples] == [first[1], first[0]]
    late = stored(engine, waiting("Five."), name="late")

    made = decide_all(engine, query, Label.SPAM, newest=seen.newest, by="ida")

    assert (made.count, made.filters, made.by) == (2, {"author": "Oak", "waiting": "1"}, "ida")
    assert stands(engine, [*first, *allowed, *late]) == ["spam", "spam", "allow", "review", "allow", "review"]
    assert entries(engine, limit=1)[0].details == {"decision": made.id, "label": "spam", "comments": 2}
    # Without "waiting" what the model allowed is taken too, and still nobody's decision.
    assert preview(engine, Query(author="Oak")).count == 2


def test_one_undo_takes_all_of_it_back_but_not_what_was_said_since(engine: Engine, labels: Labels) -> None:
    ids = stored(engine, waiting("One."), waiting("Two."), waiting("Three."))
    seen = preview(engine, Query(source="mill"))
    made = decide_all(engine, Query(source="mill"), Label.SPAM, newest=seen.newest, by="ida")
    labels.add(ids[0], Label.HAM, "jan")

    assert undo_all(engine, made.id, by="jan") == 2
    assert stands(engine, ids) == ["allow", "review", "review"]
    assert undo_all(engine, made.id, by="jan") == 0
    record = bulk_decision(engine, made.id)
    assert (record.undone_by, record.count) == ("jan", 3)
    assert [one.id for one in records(engine)] == [made.id]
    with pytest.raises(NotFoundError):
        undo_all(engine, made.id + 1, by="jan")


@pytest.mark.parametrize(
    ("url", "points"),
    [
        (f"https://{OAKS}/sale", True),
        (f"http://shop.{OAKS.upper()}", True),
        (f"https://{OAKS}:8080/", True),
        (f"https://{OAKS}?a=1", True),
        (f"https://ida@{OAKS}/", True),
        (f"https://not{OAKS}/", False),
        (f"https://{OAKS}.evil.example/", False),
        ("https://pears.example/", False),
    ],
)
@pytest.mark.parametrize("where", ["links", "author_url"])
def test_a_host_is_found_in_links_and_behind_names(engine: Engine, url: str, points: bool, where: str) -> None:
    more = {"links": (url,)} if where == "links" else {"author_url": url}
    stored(engine, waiting("One.", **more), waiting("Two.", links=("https://plums.example/",)))
    assert preview(engine, Query(host=OAKS)).count == points


def test_a_record_says_what_was_asked_for() -> None:
    assert filters_of(Query(words="oak", verdict=Verdict.SPAM, limit=7, before=9)) == {"q": "oak", "verdict": "spam"}


def test_an_erased_author_is_in_no_record(engine: Engine) -> None:
    stored(engine, waiting("One."))
    for query in (Query(author="Oak", source="mill"), Query(words="one")):
        decide_all(engine, query, Label.SPAM, newest=10**6, by="ida")
    erase_author(engine, "OAK", actor="test")
    assert [one.filters for one in records(engine)] == [{"q": "one"}, {"source": "mill"}]
