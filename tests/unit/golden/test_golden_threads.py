"""What separation finds in threads of many shapes stays as it was (`make golden`)."""

from pathlib import Path

from tests.golden import HTML, TEXTS
from tests.golden.threads import found_in_pages, found_in_texts


def test_texts_of_many_shapes_are_separated_as_they_were() -> None:
    assert found_in_texts() == _lines(TEXTS)


def test_pages_of_many_shapes_are_separated_as_they_were() -> None:
    assert found_in_pages() == _lines(HTML)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
