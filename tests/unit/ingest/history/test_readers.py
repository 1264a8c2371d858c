"""Every program's export says the same of the same comments, whatever it is written in."""

import json
import sqlite3
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests import exports
from worker.domain import CommentKind
from worker.errors import MisconfiguredError, RefusedError
from worker.ingest.history import read_history, readers
from worker.ingest.history.reader import Export
from worker.ingest.history.rows import HistoryArticle, HistoryComment, Row, Status
from worker.ingest.thread import read_thread
from worker.operations.history.spool import Spool
from worker.operations.history.threads import HistoryThread, threads

DOCS = Path(__file__).parents[4] / "docs"


def rows(program: str, path: Path, **columns: str) -> list[Row]:
    return list(read_history(program, Export(path, columns)))


def taken_apart(program: str, path: Path, max_bytes: int = 1_000_000) -> Iterator[HistoryThread | RefusedError]:
    with closing(Spool()) as spool:
        for row in rows(program, path):
            spool.add(row)
        for conversation in spool.conversations():
            yield from threads(conversation, program=program, site=f"{exports.SITE}/", max_bytes=max_bytes)


def refusals(found: list[Row]) -> list[tuple[str, str]]:
    return [(one.reason.value, str(one)) for one in found if isinstance(one, RefusedError)]


def comments(found: list[Row]) -> list[HistoryComment]:
    return [one for one in found if isinstance(one, HistoryComment)]


@pytest.mark.parametrize("name", exports.EXPORTS)
def test_threads_times_authors_addresses_and_statuses_come_alike(name: str, tmp_path: Path) -> None:
    program, make, status = exports.EXPORTS[name]
    [thread] = taken_apart(program, make(tmp_path))
    assert isinstance(thread, HistoryThread)
    separation = read_thread(thread.article.source)
    ida, jan, pills = separation.comments
    assert ida.text == "We were there.\n\nLovely ones, thank you."
    assert [one.author for one in separation.comments] == ["Ida", "Jan", "Pills"]
    assert (jan.parent, jan.depth, ida.parent, pills.parent) == (0, 1, None, None)
    assert ida.posted_at is not None
    assert ida.posted_at.startswith("2026-03-0")
    assert pills.links == ("http://pills.example/buy",)
    assert "<" not in pills.text
    assert str(thread.article.source.url).startswith(exports.SITE)
    assert list(thread.statuses.values()) == [Status.APPROVED, Status.APPROVED, Status(status)]


@pytest.mark.parametrize("name", exports.EXPORTS)
def test_no_email_and_no_ip_address_comes_in(name: str, tmp_path: Path) -> None:
    program, make, _ = exports.EXPORTS[name]
    for thread in taken_apart(program, make(tmp_path)):
        assert isinstance(thread, HistoryThread)
        assert b"mail.example" not in thread.article.source.raw
        assert b"203.0.113" not in thread.article.source.raw


def test_the_article_comes_with_its_comments_where_the_export_has_it(tmp_path: Path) -> None:
    for name in ("wordpress", "discourse"):
        [thread] = taken_apart(name, exports.EXPORTS[name][1](tmp_path))
        assert isinstance(thread, HistoryThread)
        separation = read_thread(thread.article.source)
        assert separation.body == ("The pears are ripe.", "Bring a basket.")
        assert (separation.title, str(separation.byline).lower()) == ("Pears are ripe", "ottoline")


def test_every_reader_is_documented_and_tried(tmp_path: Path) -> None:
    assert {program for program, _, _ in exports.EXPORTS.values()} == set(readers())
    text = (DOCS / "history.md").read_text()
    assert [name for name in readers() if f"| `{name}` |" not in text] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("/export/1.2/", "/export/1.0/"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("<item>", "<!-- a note --><item><wp:is_sticky>0</wp:is_sticky>"),
        lambda text: text.replace("We were", "We\x0b were\x08"),
        lambda text: "\ufeff" + text,
    ],
    ids=["an older version", "another system's line ends", "more fields", "control characters", "a byte order mark"],
)  # fmt: skip
def test_quirks_of_wordpress_change_nothing(change: object, tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    path.write_bytes(exports.three_in_wxr().encode())
    plain = list(taken_apart("wordpress", path))
    path.write_bytes(change(exports.three_in_wxr()).encode())  # type: ignore[operator]
    assert list(taken_apart("wordpress", path)) == plain


def test_kinds_come_with_the_comment(tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    kinds = ("", "comment", "pingback", "trackback", "order_note")
    inner = "".join(exports.wxr_comment(number, "Linked.", kind=kind) for number, kind in enumerate(kinds, 1))
    path.write_text(exports.wxr(exports.wxr_item(inner)))
    plain = CommentKind.COMMENT
    assert [one.kind for one in comments(rows("wordpress", path))] == [
        plain, plain, CommentKind.PINGBACK, CommentKind.TRACKBACK, plain,
    ]  # fmt: skip


def test_an_article_without_comments_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    path.write_text(exports.wxr(exports.wxr_item("")))
    assert rows("wordpress", path) == []


@pytest.mark.parametrize("bomb", ['<!DOCTYPE r [<!ENTITY a "b">]>', '<!DOCTYPE r SYSTEM "http://evil.example/x.dtd">'])
def test_a_bomb_of_entities_is_refused(bomb: str, tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    path.write_text(exports.three_in_wxr().replace("<rss", f"{bomb}<rss", 1))
    assert [code for code, _ in refusals(rows("wordpress", path))] == ["XML_FORBIDDEN"]


@pytest.mark.parametrize("program", ["wordpress", "disqus"])
def test_what_stood_before_the_cut_comes_in(program: str, tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    whole = exports.wxr(*(exports.wxr_item(exports.wxr_comment(n, "Fine."), post=n) for n in range(1, 4)))
    if program == "disqus":
        whole = "<disqus>" + "".join(exports.disqus_post(n, "Ida", "Fine.") for n in range(1, 4)).replace("dsq:", "")
    path.write_text(whole[: whole.rindex("Fine.")])
    found = rows(program, path)
    assert len(comments(found)) == 2
    [(code, sentence)] = refusals(found)
    assert code == "DECODE"
    assert "cut short" in sentence
    assert "imported" in sentence


def test_a_cut_packed_file_is_one_sentence(tmp_path: Path) -> None:
    path = exports.disqus(tmp_path)
    path.write_bytes(path.read_bytes()[:-30])
    assert [code for code, _ in refusals(rows("disqus", path))] == ["DECODE"]


def test_encodings_are_read_and_wrong_ones_are_told(tmp_path: Path) -> None:
    text = exports.three_in_wxr().replace("Lovely ones", "Schöne, señora")
    path = tmp_path / "blog.xml"
    for encoding in ("utf-8", "iso-8859-1", "utf-16", "windows-1252"):
        path.write_bytes(text.replace("UTF-8", encoding).encode(encoding))
        assert "Schöne, señora" in comments(rows("wordpress", path))[0].text
        assert refusals(rows("wordpress", path)) == []
    path.write_bytes(text.encode("iso-8859-1"))  # while it says UTF-8
    found = rows("wordpress", path)
    assert "Sch\ufffdne" in comments(found)[0].text
    assert refusals(found) == [("DECODE", "2 characters are not UTF-8, and were read as \ufffd")]


def test_json_may_be_a_list_or_lines_or_cut(tmp_path: Path) -> None:
    path = exports.wp_comments(tmp_path)
    plain = rows("wp-comments", path)
    path.write_text("\n".join(json.dumps(row) for row in exports.WP_ROWS))
    assert rows("wp-comments", path) == plain
    path.write_text(json.dumps(exports.WP_ROWS, indent=4), encoding="utf-16")
    assert rows("wp-comments", path) == plain
    path.write_text(json.dumps(exports.WP_ROWS)[:-40])
    found = rows("wp-comments", path)
    assert len(comments(found)) == 2
    assert [code for code, _ in refusals(found)] == ["DECODE"]


def test_what_is_wrong_with_one_row_spoils_no_other(tmp_path: Path) -> None:
    path = exports.wp_comments(tmp_path)
    without = {name: value for name, value in exports.WP_ROWS[0].items() if name != "comment_content"}
    path.write_text(json.dumps([without, 17, *exports.WP_ROWS[1:]]))
    found = rows("wp-comments", path)
    assert len(comments(found)) == 2
    assert refusals(found) == [
        ("SCHEMA", "comment 1 has no comment_content; name it in --fields"),
        ("SCHEMA", "a row is a JSON object, not '17'"),
    ]


def test_deep_or_endless_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "comments.json"
    path.write_text('[{"a":' + "[" * 100_000)
    assert [code for code, _ in refusals(rows("wp-comments", path))] == ["DEPTH"]
    path.write_text('[{"a":"' + "x" * 17_000_000)
    assert [code for code, _ in refusals(rows("wp-comments", path))] == ["TOO_LARGE"]


def test_an_xml_record_without_end_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.ingest.history.xml_records._RECORD_CHARS", 20_000)
    path = tmp_path / "blog.xml"
    long = exports.wxr_item(exports.wxr_comment(1, "x" * 30_000))
    path.write_text(exports.wxr(long, exports.wxr_item(exports.wxr_comment(2, "Fine."), post=8)))
    found = rows("wordpress", path)
    assert [one.text for one in comments(found)] == ["Fine."]
    assert [code for code, _ in refusals(found)] == ["TOO_LARGE"]


@pytest.mark.parametrize(
    "program", ["wordpress", "disqus", "isso", "remark42", "commento", "staticman", "coral", "csv"]
)
@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe\x00", b"<html><p>no export", b'{"other": 1}'])
def test_what_is_no_export_is_said_or_empty(program: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "no.export"
    path.write_bytes(content)
    assert [one for one in rows(program, path) if isinstance(one, (HistoryComment, HistoryArticle))] == []


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert [code for code, _ in refusals(rows("wordpress", tmp_path / "none.xml"))] == ["SCHEMA"]


def test_yaml_reads_text_and_no_alias(tmp_path: Path) -> None:
    root = exports.staticman(tmp_path)
    (root / "pears" / "bomb.yml").write_text("a: &a [x, x]\nmessage: *a\n")
    (root / "pears" / "deep.yml").write_text("a: " + "[" * 5_000)
    (root / "pears" / "yes.yml").write_text("_id: d\nmessage: yes\nname: 007\ndate: 2026-03-05\n")
    found = rows("staticman", root)
    assert [code for code, _ in refusals(found)] in (["DECODE", "DEPTH"], ["DECODE", "DECODE"])
    assert [(one.text, one.author) for one in comments(found) if one.ref == "d"] == [("yes", "007")]


def test_a_csv_file_has_the_names_that_its_user_gives(tmp_path: Path) -> None:
    path = exports.csv_file(tmp_path)
    plain = rows("csv", path)
    path.write_text(path.read_text().replace("text\n", "body\n", 1).replace("url;", "page;", 1))
    assert rows("csv", path, text="body", url="page") == plain
    with pytest.raises(MisconfiguredError, match="--column takes id, url"):
        rows("csv", path, words="body")


def test_a_csv_row_without_text_or_with_an_unknown_status_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "text,status,url\n,spam,https://a.example/\nFine.,maybe,https://a.example/\nFine.,,https://a.example/\n"
    )
    found = rows("csv", path)
    assert [code for code, _ in refusals(found)] == ["SCHEMA", "SCHEMA"]
    assert [one.status for one in comments(found)] == [Status.APPROVED]


def test_no_view_of_a_stranger_s_database_is_run(tmp_path: Path) -> None:
    path = tmp_path / "comments.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE VIEW threads AS SELECT 1 AS id, 'x' AS uri, 'y' AS title; CREATE VIEW comments AS SELECT 1"
        )
    connection.close()
    assert [code for code, _ in refusals(rows("isso", path))] == ["SCHEMA"]


def test_a_file_s_size_is_none_of_the_memory_s(tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    peaks = []
    for articles in (300, 1_500):
        with path.open("w") as file:
            file.write(exports.WXR_HEAD)
            for number in range(articles):
                file.write(exports.wxr_item(exports.wxr_comment(1, "The pears. " * 300), post=number))
            file.write(exports.WXR_FOOT)
        tracemalloc.start()
        assert sum(1 for _ in read_history("wordpress", Export(path))) == 2 * articles
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
