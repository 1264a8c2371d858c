"""Names of objects, and what is said where the extra is missing."""

from pathlib import Path

import pytest

from worker.errors import MisconfiguredError
from worker.operations import object_store
from worker.operations.object_store import is_stored, name_of


@pytest.mark.parametrize("name", ["s3://crawl/a.warc.gz", "s3://crawl/in", "s3://crawl/*/a b.warc"])
def test_an_object_s_name_is_told_from_a_path_even_where_it_was_taken_for_one(name: str) -> None:
    assert is_stored(name)
    assert name_of(Path(name)) == name


@pytest.mark.parametrize("name", ["crawl/a.warc.gz", "/s3/a.warc", "s3", "s3:a.warc"])
def test_a_path_stays_one(name: str) -> None:
    assert not is_stored(name)
    assert name_of(Path(name)) is None


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(object_store, "find_spec", lambda _: None)
    for asked in (object_store.stat, lambda name: object_store.find(name, is_stored)):
        with pytest.raises(MisconfiguredError, match=r"winnow-worker\[s3\]"):
            asked("s3://crawl/a.warc.gz")
