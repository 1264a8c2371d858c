"""Files and folders: read by name or by content, what is passed over is said, and nothing is fetched."""

import gzip
import json
from pathlib import Path

import pytest

from tests.archives import page, record, response, warc
from tests.integration.cli.test_commands import TEXT, _folder, rows, winnow  # noqa: F401  - the fixture that sets up

PAGE = b"<!DOCTYPE html><html><body><h1>Mill</h1><p>The mill stands where the river bends.</p></body>"
ONE, TWO = {"text": "The tide is out."}, {"text": "The tide is in."}


def done() -> int:
    return int(json.loads(winnow("status", "--json").stdout)["done"])


def test_what_a_folder_holds_beside_articles_is_said_and_as_reads_it() -> None:
    folder = Path("in")
    folder.mkdir()
    (folder / "one.html").write_bytes(PAGE)
    for number in range(3):
        (folder / f"page{number}.php").write_bytes(b"<?php echo 1; ?>" + bytes([65 + number]))
    for number in range(12):
        (folder / f"note{number}").write_text(f"The tide table, part {number}, for those who sail.")
    ran = winnow("run", "in")
    assert ran.exit_code == 0
    assert "12 without ending, 3 .php were passed over; --as html (or txt, jsonl, json) reads them" in ran.stderr
    assert done() == 1
    assert winnow("run", "in", "--as", "txt").exit_code == 0
    assert done() == 16


def test_a_page_is_known_by_its_first_bytes() -> None:
    folder = Path("in")
    folder.mkdir()
    (folder / "index.php").write_bytes(b"\n<!-- made by hand -->" + PAGE)
    (folder / "about").write_bytes(b"\xef\xbb\xbf" + PAGE + b"<p>About us.</p>")
    (folder / "style.css").write_text("p { color: red }")
    ran = winnow("run", "in")
    assert "1 .css was passed over" in ran.stderr
    assert done() == 2


def test_a_folder_without_articles_is_an_error() -> None:
    Path("in").mkdir()
    Path("in/style.css").write_text("p {}")
    ran = winnow("run", "in")
    assert ran.exit_code == 65
    assert "in: the folder holds no file that Winnow reads" in ran.stderr


def test_a_named_file_of_no_known_kind_is_refused_and_as_reads_it() -> None:
    Path("notes").write_text(TEXT)
    refused = winnow("run", "notes")
    assert refused.exit_code == 65
    assert "--as html, txt or jsonl reads it" in refused.stderr
    assert winnow("run", "notes", "--as", "txt").exit_code == 0


JSON_FILES = {
    "array.json": json.dumps([ONE, TWO]).encode(),
    "pretty.json": b"\xef\xbb\xbf" + json.dumps([ONE, TWO], indent=2).encode(),
    "lines.json": b"\n".join(json.dumps(one).encode() for one in (ONE, TWO)),
    "array.json.gz": gzip.compress(json.dumps([ONE, TWO]).encode()),
    "UPPER.JSONL.GZ": gzip.compress(b"\n".join(json.dumps(one).encode() for one in (ONE, TWO))),
    "mark.jsonl": b"\xef\xbb\xbf" + b"\n".join(json.dumps(one).encode() for one in (ONE, TWO)),
    "unnamed": json.dumps([ONE, TWO]).encode(),
}


@pytest.mark.parametrize("name", JSON_FILES)
def test_json_is_read_however_it_is_laid_out(name: str) -> None:
    Path(name).write_bytes(JSON_FILES[name])
    assert winnow("run", name).exit_code == 0
    assert sorted(str(row["body"]) for row in rows(winnow("export").stdout)) == [TWO["text"], ONE["text"]]


def test_one_object_is_one_article() -> None:
    Path("one.json").write_text(json.dumps({"id": "tide", **ONE}, indent=2))
    assert winnow("run", "one.json").exit_code == 0
    [article] = rows(winnow("export").stdout)
    assert article["external_id"] == "tide"


def test_a_bad_element_spoils_no_other_and_is_named() -> None:
    Path("three.json").write_text(json.dumps([ONE, {"title": "nothing else"}, TWO]))
    ran = winnow("run", "three.json")
    assert ran.exit_code == 65
    assert "three.json:2:" in ran.stderr
    assert done() == 2


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("broken.json", b'{\n  "text": "cut', "not JSON"),
        ("wide.jsonl", json.dumps(ONE).encode("utf-16"), "UTF-16; save the file as UTF-8"),
        ("empty.json", b"", "not JSON"),
        ("number.json", b"7", "SCHEMA"),
    ],
)
def test_bad_json_is_one_sentence(name: str, content: bytes, told: str) -> None:
    Path(name).write_bytes(content)
    ran = winnow("run", name)
    assert ran.exit_code == 65
    assert ran.stderr.count("winnow: ") == 1
    assert told in ran.stderr


@pytest.mark.parametrize("address", ["https://example.org/article", "http://example.org", "HTTPS://EXAMPLE.ORG/a.html"])
def test_an_address_is_not_fetched(address: str) -> None:
    ran = winnow("submit", address)
    assert ran.exit_code == 65
    assert "is an address, and Winnow fetches nothing; download it, and give its file" in ran.stderr


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n\r\n"])
def test_a_list_of_addresses_is_no_article(mark: bytes, end: bytes) -> None:
    Path("list.txt").write_bytes(mark + end.join([b"https://example.org/a", b" http://example.org/b?c=1", b""]))
    ran = winnow("run", "list.txt")
    assert ran.exit_code == 65
    assert "it is a list of 2 addresses and no article" in ran.stderr


def test_a_text_that_names_addresses_is_an_article() -> None:
    Path("text.txt").write_text(f"https://example.org/a\nhttps://example.org/b\n{TEXT}")
    assert winnow("run", "text.txt").exit_code == 0


def test_dead_list_says_how_many_more_there_are() -> None:
    for number in range(5):
        Path(f"{number}.txt").write_text(" " * number)
    winnow("run", *(f"{number}.txt" for number in range(1, 5)))
    assert "there are 2 more; --limit 4 lists all" in winnow("dead", "list", "--limit", "2").stderr
    assert winnow("dead", "list").stderr == ""


def test_the_version_is_said() -> None:
    said = winnow("--version")
    assert said.exit_code == 0
    assert said.stdout.startswith("winnow 0.")


def test_an_ending_that_nothing_reads_is_said() -> None:
    Path("notes").write_text(TEXT)
    ran = winnow("run", "notes", "--as", "pdf")
    assert ran.exit_code == 78
    assert "nothing is read as 'pdf'; --as takes " in ran.stderr


def test_an_archive_of_the_web_is_read_record_by_record() -> None:
    Path("in").mkdir()
    gone = record(response(b"<p>Gone</p>", status="404 Not Found"), "https://a.example/gone")
    Path("in/crawl.warc.gz").write_bytes(warc([page(1), gone, page(2)], ".gz"))
    ran = winnow("run", "in")
    assert ran.exit_code == 0
    assert "records that are no pages were passed over: 1 STATUS" in ran.stderr
    assert done() == 2
