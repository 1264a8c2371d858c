"""How items become batches, and shards what there is to do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.errors import RefusedError
from worker.ingest.formats import Incoming
from worker.ingest.formats.reader import Part
from worker.operations.bulk.counts import Counts
from worker.operations.bulk.job import Row, Shard, Versions
from worker.operations.bulk.pages import PAGES_AT_ONCE, batches
from worker.operations.bulk.plan import outdated, plan, to_do
from worker.reasons import Reason

VERSIONS = Versions(code="1", rules="2", model="3")


def items(count: int) -> list[Incoming]:
    return [Incoming(f"a.warc:{number}", RefusedError(Reason.SCHEMA, str(number))) for number in range(count)]


@given(st.integers(0, 80), st.integers(0, 80), st.integers(0, 80))
def test_batches_hold_each_item_once_and_end_where_they_always_do(count: int, start: int, alone_until: int) -> None:
    heard: list[int] = []
    found = list(batches(iter(items(count)), start=start, alone_until=alone_until, on_read=heard.append))
    assert [one.origin for batch in found for one in batch.items] == [one.origin for one in items(count)[start:]]
    assert heard[0] == start
    assert all(len(batch.items) == 1 for batch in found if batch.first < alone_until)
    assert all(batch.behind % PAGES_AT_ONCE == 0 for batch in found[:-1] if batch.first >= alone_until)
    assert [batch.first for batch in found] == heard[: len(found)]


def shard(name: str, start: int = 0, end: int | None = None, version: str = "1") -> Shard:
    return Shard(name=name, location=name, part=Part(start, end), size=9, version=version)


def done(*shards: Shard, versions: Versions = VERSIONS) -> dict[str, Row]:
    return {one.id: Row(shard=one, input="", versions=versions, counts=Counts(), seconds=0.0) for one in shards}


def test_what_is_done_by_the_same_versions_of_the_same_file_is_not_done_again() -> None:
    wanted = [shard("a", 0, 5), shard("a", 5), shard("b")]
    assert to_do(wanted, done(), VERSIONS) == wanted
    assert to_do(wanted, done(*wanted), VERSIONS) == []
    assert to_do(wanted, done(*wanted), VERSIONS.model_copy(update={"model": "4"})) == wanted
    assert to_do([shard("b", version="2")], done(*wanted), VERSIONS) == [shard("b", version="2")]


def test_parts_of_a_file_that_is_cut_otherwise_now_are_outdated_and_other_files_are_not() -> None:
    before = done(shard("a", 0, 5), shard("a", 5), shard("b"))
    assert outdated([shard("a", 0, 5), shard("a", 5, 7), shard("a", 7)], before) == [shard("a", 5).id]


@pytest.mark.parametrize("named", ["in", "in/*", "in/**/a.html"])
def test_files_folders_and_patterns_are_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.html").write_text("<p>The ferry</p>")
    Path("in/notes").write_text("nothing")
    found = plan([named, "in/a.html"], part_bytes=10_000, read_as=None)
    assert [one.name for one in found.shards] == ["in/a.html"]
