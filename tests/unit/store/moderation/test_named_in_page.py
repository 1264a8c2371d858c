"""A page names somebody in whatever encoding, escapes and spelling its bytes have; and nobody else's page does."""

import gzip
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain import Format
from worker.store.moderation.named_in_page import names
from worker.work.folded_text import folded

NAME = "Zoë Brandvoß"
PAGE = "<html><head><meta charset='{}'></head><body><p>On damsons.</p><cite>{}</cite><p>Fine jam.</p></body></html>"
ENCODINGS = ["utf-8", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "iso8859-15"]


def page(name: str, encoding: str = "utf-8", label: str | None = None) -> bytes:
    return PAGE.format(label or encoding, name).encode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("label", ["utf-8", "shift_jis", "no-such-name", None])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_every_encoding_and_label(encoding: str, label: str | None, pack: type[bytes]) -> None:
    assert names(pack(page(NAME, encoding, label)), Format.HTML, None, folded(NAME))


SPELLINGS = {
    "upper case": NAME.upper(),
    "decomposed": unicodedata.normalize("NFD", NAME),
    "compatibility letters": "Ｚｏë Brandvoß",
    "zero-width characters": "Zo\u200bë Bra\u200dndvoß\ufeff",
    "marks of direction": "\u202eZoë\u202c Brandvoß",
    "a soft hyphen": "Zoë Brand\xadvoß",
    "spaces": "Zoë \u00a0\n Brandvoß",
    "entities": "Zo&euml; Brandvo&#xdf;",
    "entities twice": "Zo&amp;euml; Brandvo&amp;szlig;",
    "JSON's escapes": "Zo\\u00eb Brandvo\\u00df",
    "tags within a word": "Zoë Brand<b>voß</b>",
    "tags between the words": "<span>Zoë</span><span>Brandvoß</span>",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("page_format", list(Format))
def test_every_spelling(spelling: str, page_format: Format) -> None:
    assert names(page(SPELLINGS[spelling]), page_format, None, folded(NAME))


def test_a_page_that_cant_be_read_is_looked_at_as_it_is() -> None:
    assert names(gzip.compress(page(NAME) * 50, mtime=0)[:-9], Format.HTML, None, folded(NAME))
    assert names(b"%PDF-1.7 " + NAME.encode(), Format.HTML, None, folded(NAME))


@pytest.mark.parametrize("other", ["Zoe Brand", "Zoë Brandt", "Brandvoß", "Z. Brandvoß"])
def test_another_name_is_another_person(other: str) -> None:
    assert not names(page(other), Format.HTML, None, folded(NAME))


@given(st.text(st.characters(categories=["L", "Nd"]), min_size=2, max_size=20))
def test_any_name_is_found_in_its_own_page(name: str) -> None:
    assert names(page(name), Format.HTML, None, folded(name))
