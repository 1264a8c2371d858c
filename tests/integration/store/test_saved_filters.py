"""Searches that are kept under a name: one's own, shared ones, what an erasure takes of them."""

import pytest
from sqlalchemy import Engine

from classifiers.types import Verdict
from tests.integration.store.test_bulk_decisions import stored, waiting
from worker.errors import ConflictError, MisconfiguredError, NotFoundError
from worker.store.access.users import Users
from worker.store.base.audit import entries
from worker.store.moderation.bulk_decisions import filters_of
from worker.store.moderation.erasure import erase_author
from worker.store.moderation.saved_filters import MOST_FILTERS, drop_filter, filters_for, save_filter
from worker.store.moderation.search import Query, count_found


def names(engine: Engine, user: str) -> list[str]:
    return [one.name for one in filters_for(engine, user)]


def test_own_and_shared_filters_are_seen(engine: Engine) -> None:
    wanted = filters_of(Query(words="ladders", verdict=Verdict.REVIEW, waiting=True))
    save_filter(engine, " Ladders ", wanted, by="ida")
    save_filter(engine, "Clocks", {"q": "clock"}, by="jan", shared=True)
    save_filter(engine, "Mine", {"assignee": "jan"}, by="jan")

    assert names(engine, "ida") == ["Clocks", "Ladders"]
    assert names(engine, "jan") == ["Clocks", "Mine"]
    [clocks, ladders] = filters_for(engine, "ida")
    assert (ladders.filters, ladders.owner, ladders.shared) == (wanted, "ida", False)
    assert (clocks.owner, clocks.shared) == ("jan", True)
    assert [entry.action for entry in entries(engine)] == ["filter save"] * 3


def test_the_same_name_again_takes_its_place(engine: Engine) -> None:
    save_filter(engine, "Clocks", {"q": "clock"}, by="ida")
    save_filter(engine, "Clocks", {"q": "watch"}, by="ida", shared=True)
    save_filter(engine, "Clocks", {"q": "bell"}, by="jan")
    assert [(one.filters, one.owner) for one in filters_for(engine, "ida")] == [({"q": "watch"}, "ida")]
    assert len(filters_for(engine, "jan")) == 2


def test_only_so_many_are_kept(engine: Engine) -> None:
    for number in range(MOST_FILTERS):
        save_filter(engine, f"Filter {number}", {"q": "clock"}, by="ida")
    with pytest.raises(ConflictError, match="at most"):
        save_filter(engine, "One more", {"q": "clock"}, by="ida")
    save_filter(engine, "Filter 0", {"q": "watch"}, by="ida")  # in its place
    save_filter(engine, "One more", {"q": "clock"}, by="jan")


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "two\nlines"])
def test_what_is_no_name_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(MisconfiguredError, match="1 to 60 printable"):
        save_filter(engine, name, {"q": "clock"}, by="ida")


def test_own_ones_are_dropped_and_an_admin_drops_shared_ones(engine: Engine) -> None:
    save_filter(engine, "Shared", {"q": "clock"}, by="jan", shared=True)
    save_filter(engine, "Own", {"q": "clock"}, by="jan")
    own, shared = (one.id for one in filters_for(engine, "jan"))
    for one, is_admin in ((own, False), (shared, False), (own, True), (99, True)):
        with pytest.raises(NotFoundError, match="no filter"):
            drop_filter(engine, one, by="ida", is_admin=is_admin)
    drop_filter(engine, shared, by="ida", is_admin=True)
    drop_filter(engine, own, by="jan")
    assert names(engine, "jan") == []


def test_who_leaves_leaves_what_is_shared(engine: Engine) -> None:
    Users(engine).add("jan", "correct horse battery", actor="test")
    save_filter(engine, "Shared", {"q": "clock"}, by="jan", shared=True)
    save_filter(engine, "Own", {"q": "clock"}, by="jan")
    Users(engine).remove("jan", actor="test")
    assert names(engine, "jan") == ["Shared"]


def test_a_filter_that_names_who_is_erased_goes(engine: Engine) -> None:
    stored(engine, waiting("One.", "Ann Oak"))
    save_filter(engine, "By name", {"author": "ann  OAK"}, by="ida")
    save_filter(engine, "All of Ann Oak", {"q": "ladders"}, by="ida", shared=True)
    save_filter(engine, "Clocks", {"q": "clock"}, by="ida")
    erase_author(engine, "Ann Oak", actor="dpo")
    assert names(engine, "ida") == ["Clocks"]
    assert "Ann" not in str(entries(engine))


def test_what_a_filter_finds_is_counted(engine: Engine) -> None:
    stored(engine, waiting("A slow clock."), waiting("A ladder."), waiting("A clock."))
    assert count_found(engine, Query(words="clock", waiting=True)) == 2
    assert count_found(engine, Query(words="clock", waiting=True, before=1)) == 2  # on all pages
