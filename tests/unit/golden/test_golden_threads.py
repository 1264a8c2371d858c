"""What separation finds in threads of many shapes stays as it was (`make golden`)."""

from pathlib import Path

from tests.golden import EDGE_HTML, EDGE_TEXTS, HTML, TEXTS
from tests.golden.edges import edges_of_pages, edges_of_texts
from tests.golden.threads import found_in_pages, found_in_texts


def test_texts_of_many_shapes_are_separated_as_they_were() -> None:
    assert found_in_texts() == _lines(TEXTS)


def test_pages_of_many_shapes_are_separated_as_they_were() -> None:
    assert found_in_pages() == _lines(HTML)


def test_texts_of_drawn_sizes_are_separated_as_they_were() -> None:
    assert edges_of_texts() == _lines(EDGE_TEXTS)


def test_pages_of_drawn_sizes_are_separated_as_they_were() -> None:
    assert edges_of_pages() == _lines(EDGE_HTML)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
