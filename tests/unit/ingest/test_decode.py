"""From bytes to text: compression, byte order marks, labels, detection, and what is no text at all."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain import Format
from worker.errors import UnprocessableError
from worker.ingest.decode import MAX_DECOMPRESSED_BYTES, decode
from worker.reasons import Reason

RUSSIAN = "Погода на завтра: утром дождь, днём солнце, вечером возможна гроза. Будьте осторожны на дорогах. " * 5


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\t\xc2\xa0", Reason.EMPTY),
        (b"%PDF-1.7 ...", Reason.NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n...", Reason.NOT_TEXT),
        (b"\x7fELF\x02\x01", Reason.NOT_TEXT),
        (bytes(range(1, 32)) * 20, Reason.NOT_TEXT),
        (gzip.compress(b"a" * (MAX_DECOMPRESSED_BYTES + 1), mtime=0), Reason.DECOMPRESSION),
        (b"\x1f\x8bplain text behind a gzip header", Reason.DECODE),
        (gzip.compress(b"cut short" * 1000, mtime=0)[:-20], Reason.DECODE),
    ],
)
def test_what_cant_be_read_has_its_reason(raw: bytes, reason: Reason) -> None:
    with pytest.raises(UnprocessableError) as error:
        decode(raw, Format.HTML)
    assert error.value.reason is reason


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        ("Grüße".encode(), "Grüße", "utf-8"),
        (gzip.compress("Grüße".encode(), mtime=0), "Grüße", "utf-8"),
        (b"\xff\xfe" + "<meta charset=utf-8>é".encode("utf-16-le"), "<meta charset=utf-8>é", "utf-16-le"),
        ('<meta charset="windows-1251"><p>Да'.encode("cp1251"), '<meta charset="windows-1251"><p>Да', "cp1251"),
        ("<meta charset='utf-7'><p>ü".encode(), "<meta charset='utf-7'><p>ü", "utf-8"),
        ("<meta charset='utf-16'><p>ü".encode(), "<meta charset='utf-16'><p>ü", "utf-8"),
        ("<meta charset=punycode><p>ü".encode(), "<meta charset=punycode><p>ü", "utf-8"),
    ],
)
def test_marks_and_labels_are_followed(raw: bytes, text: str, encoding: str) -> None:
    decoded = decode(raw, Format.HTML)
    assert (decoded.text, decoded.encoding, decoded.replaced) == (text, encoding, 0)


@pytest.mark.parametrize("raw", [RUSSIAN.encode(), b"\0" + RUSSIAN.encode(), RUSSIAN.encode("cp1251")])
def test_bytes_that_are_the_text_in_utf_8_are_kept(raw: bytes) -> None:
    decoded = decode(raw, Format.HTML)
    assert decoded.text == RUSSIAN
    assert decoded.utf8 == (raw if raw == RUSSIAN.encode() else None)


def test_an_unlabelled_page_is_detected() -> None:
    assert decode(RUSSIAN.encode("cp1251"), Format.TEXT).text == RUSSIAN


def test_bad_bytes_are_replaced_and_counted() -> None:
    decoded = decode(RUSSIAN.encode() + b"\xff\xfe\xfa", Format.TEXT)
    assert decoded.text.startswith(RUSSIAN)
    assert decoded.replaced == 3


def test_nul_bytes_are_dropped() -> None:
    assert decode(b"a\0b", Format.TEXT).text == "ab"


@given(st.binary(max_size=300), st.sampled_from(Format))
def test_any_bytes_are_clean_text_or_refused(raw: bytes, page_format: Format) -> None:
    try:
        text = decode(raw, page_format).text
    except UnprocessableError:
        return
    assert text.encode("utf-8")
    assert "\0" not in text


GERMAN = (
    "Der Fährmann hört früh die Möwen über den Dächern, grüßt die Bäckerin und löst die Leinen für die erste Fahrt. "
)
JAPANESE = "渡し守は朝早く鴎の声を聞き、パン屋に挨拶をして、最初の船のために綱をほどいた。" * 2
FRENCH = "Le passeur était déjà là, à côté du café fermé, et préparait sa barque pour la première traversée. "
HEAD = "<html><head><meta charset='{}'><style>" + "/* a long style sheet */ " * 80 + "</style></head><body><p>"


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "shift_jis", "big5", "utf-8", "no-such-name"])
@pytest.mark.parametrize("text", [GERMAN, JAPANESE, FRENCH, RUSSIAN])
def test_utf_8_is_read_whatever_a_stale_label_says(text: str, label: str) -> None:
    assert text in decode((HEAD.format(label) + text).encode(), Format.HTML).text


@pytest.mark.parametrize("label", ["utf-8", "no-such-name"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "windows-1252"),
        (FRENCH, "windows-1252"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
    ],
)
def test_bytes_tell_their_encoding_where_their_label_is_not_true(text: str, encoding: str, label: str) -> None:
    raw = HEAD.format(label).encode() + text.encode(encoding)
    assert text in decode(raw, Format.HTML).text
    assert text in decode(text.encode(encoding), Format.TEXT).text


@pytest.mark.parametrize("page_format", list(Format))
def test_japanese_mail_is_read_without_a_label(page_format: Format) -> None:
    assert decode(JAPANESE.encode("iso2022_jp"), page_format).text == JAPANESE


def test_a_true_label_of_another_encoding_is_believed() -> None:
    raw = HEAD.format("windows-1251").encode() + RUSSIAN.encode("windows-1251")
    assert decode(raw, Format.HTML).encoding == "cp1251"


@pytest.mark.parametrize("page_format", [Format.HTML, Format.TEXT])
def test_what_http_told_is_believed_before_the_page_and_after_its_mark(page_format: Format) -> None:
    page = f"<meta charset='utf-8'><p>{RUSSIAN}"
    assert decode(page.encode("koi8-r"), page_format, "KOI8-R").text == page
    assert decode(b"\xef\xbb\xbf" + page.encode(), page_format, "koi8-r").text == page
    for told in (None, "", "no-such-thing", "utf-7"):
        assert decode(page.encode(), page_format, told).text == page
