"""Damaged exports give rows and refusals, and nothing else is raised, wherever the damage is."""

import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import exports
from worker.errors import RefusedError
from worker.ingest.history import read_history
from worker.ingest.history.reader import Export
from worker.ingest.history.rows import HistoryArticle, HistoryAuthor, HistoryComment
from worker.ingest.thread import read_thread
from worker.operations.history.spool import Spool
from worker.operations.history.threads import threads

FILES = [name for name in exports.EXPORTS if name != "staticman"]
damage = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4)


@cache
def content(name: str) -> tuple[str, bytes, str]:
    program, make, _ = exports.EXPORTS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(folder))
        return program, path.read_bytes(), path.name


def hurt(whole: bytes, places: list[tuple[float, int, bytes]]) -> bytes:
    """Replace so many bytes at each of these shares of the whole by others."""
    for share, many, others in places:
        at = int(share * len(whole))
        whole = whole[:at] + others + whole[at + many :]
    return whole


@pytest.mark.parametrize("name", FILES)
@given(places=damage, cut=st.floats(0.5, 1))
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_read_as_far_as_it_goes(
    name: str, places: list[tuple[float, int, bytes]], cut: float
) -> None:
    program, whole, file = content(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(hurt(whole[: int(cut * len(whole))], places))
        with closing(Spool()) as spool:
            for row in read_history(program, Export(path)):
                assert isinstance(row, (HistoryArticle, HistoryAuthor, HistoryComment, RefusedError))
                assert not isinstance(row, RefusedError) or "\n" not in str(row)
                spool.add(row)
            for conversation in spool.conversations():
                for one in threads(conversation, program=program, site=exports.SITE, max_bytes=100_000):
                    assert isinstance(one, RefusedError) or read_thread(one.article.source).comments


@given(places=damage, ending=st.sampled_from(["comment-1.yml", "comment-3.json"]))
@settings(max_examples=60, deadline=None)
def test_a_damaged_comment_of_a_folder_spoils_no_other(places: list[tuple[float, int, bytes]], ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = exports.staticman(Path(folder))
        path = root / "pears" / ending
        path.write_bytes(hurt(path.read_bytes(), places))
        found = list(read_history("staticman", Export(root)))
    assert sum(isinstance(one, HistoryComment) for one in found) >= 2
