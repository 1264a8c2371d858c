"""SHA-256 of texts, bytes and files: one digest for one content, however it comes."""

from io import BytesIO
from pathlib import Path

import pytest

from classifiers.digests import digest, digest_of_file

# FIPS 180-2, appendix B.1.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_text_bytes_and_file_have_one_digest(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert digest("abc") == digest(b"abc") == digest_of_file(path) == digest_of_file(BytesIO(b"abc")) == ABC


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 21) + 1])
def test_a_file_is_read_to_its_end(size: int) -> None:
    content = b"\x07" * size
    assert digest_of_file(BytesIO(content)) == digest(content)


def test_an_open_file_counts_from_where_it_stands() -> None:
    file = BytesIO(b"xabc")
    file.read(1)
    assert digest_of_file(file) == ABC


def test_no_text_is_refused_and_lone_surrogates_are_told_apart() -> None:
    assert digest("\ud800") != digest("\udfff") != digest("?")
