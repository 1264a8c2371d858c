"""The commands as a user runs them: what they print, on which stream, and with which exit code."""

import gzip
import json
import os
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from worker.cli import app

SECTION = """Comments

2 responses to “Bridge opens on Monday”

  1. Ann Avatar

    The bridge should have come first, as I said to everybody who asked me.

  2. Bob Avatar

    Who pays for all of this in the end, I wonder?

Leave a Reply
"""
TEXT = f"Bridge opens on Monday\n\nThe council opens the new bridge on Monday, after three years of work.\n\n{SECTION}"


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_DATABASE_URL", "sqlite:///here.db")
    monkeypatch.setenv("WINNOW_BROKER_URL", "redis://127.0.0.1:1/0")  # nobody listens there


def winnow(*arguments: str, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, arguments, input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def rows(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_run_then_export_gives_body_and_judged_comments() -> None:
    Path("bridge.txt").write_text(TEXT)
    ran = winnow("run", "bridge.txt")
    assert ran.exit_code == 0
    assert "1 articles, 2 comments" in ran.stdout
    (article,) = rows(winnow("export").stdout)
    assert list(article) == ["id", "external_id", "url", "source", "title", "byline", "published", "section",
                             "language", "kind", "separation", "body", "body_markdown", "declared_comments", "comments",
                             "model"]  # fmt: skip
    assert article["separation"] == "text:section"
    assert article["external_id"] == "bridge.txt"
    assert article["body"] == "The council opens the new bridge on Monday, after three years of work."
    comment, other = article["comments"]  # type: ignore[misc,attr-defined]
    assert (other["position"], other["author"]) == (1, "Bob")
    assert set(comment) == {"id", "position", "author", "author_url", "posted_at", "posted_raw", "text", "links",
                            "parent", "depth", "kind", "verdict", "probability", "reasons", "label"}  # fmt: skip
    assert (comment["position"], comment["author"]) == (0, "Ann")


def test_run_prints_json_and_a_second_run_changes_nothing() -> None:
    Path("bridge.txt").write_text(TEXT)
    first, second = winnow("run", "bridge.txt", "--json"), winnow("run", "bridge.txt", "--json")
    assert rows(first.stdout) == rows(second.stdout)
    assert json.loads(winnow("status", "--json").stdout)["done"] == 1


def test_folders_gzip_and_json_lines_are_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.html.gz").write_bytes(gzip.compress(b"<p>A page of its own, with a sentence in it.</p>"))
    (tmp_path / "in" / "many.jsonl.gz").write_bytes(gzip.compress(b'{"text": "One."}\n\n{"text": "Two."}\n'))
    (tmp_path / "in" / "other.css").write_text("p {}")
    assert "3 articles" in winnow("run", "in").stdout


BAD = {
    "empty.txt": (b"", "EMPTY"),
    "binary.html": (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, "NOT_TEXT"),
    "noise.html": (bytes((17 * n * n + 31 * n) % 256 for n in range(5000)), "NOT_TEXT"),
    "huge.html": (b"a" * 50_000_000, "TOO_LARGE"),
    "broken.jsonl": (b"{broken\n", "SCHEMA"),
    "bomb.html.gz": (gzip.compress(b"a" * 200_000_000), "DECOMPRESSION"),
    "cut.jsonl.gz": (gzip.compress(b'{"text": "a"}\n' * 1000)[:-30], "DECODE"),
    "pages.zip": (b"PK\x03\x04", "ARCHIVE"),
    "picture.png": (b"\x89PNG", "SCHEMA"),
    "deep.html": (b"<div>" * 40_000, "DEPTH"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_sentence_and_an_exit_code_and_loses_nothing_else(name: str) -> None:
    content, reason = BAD[name]
    Path(name).write_bytes(content)
    Path("good.txt").write_text(TEXT)
    ran = winnow("run", name, "good.txt")
    assert ran.exit_code == 65
    counted = json.loads(winnow("status", "--json").stdout)
    assert {**counted["errors"], **counted["refusals"]}.get(reason) == 1
    assert counted["done"] >= 1
    assert counted["pending"] == counted["processing"] == 0


def test_a_bad_line_spoils_no_other() -> None:
    Path("three.jsonl").write_bytes(b'{"text": "One."}\n{broken\n{"text": "Two."}\n')
    ran = winnow("run", "three.jsonl")
    assert ran.exit_code == 65
    assert "three.jsonl:2:" in ran.stderr
    assert json.loads(winnow("status", "--json").stdout)["done"] == 2


def test_without_a_broker_articles_are_stored_and_the_user_is_told() -> None:
    Path("bridge.txt").write_text(TEXT)
    submitted = winnow("submit", "bridge.txt")
    assert (submitted.exit_code, submitted.stdout) == (75, "1\n")
    assert "stored" in submitted.stderr
    assert json.loads(winnow("status", "--json").stdout)["pending"] == 1


def test_without_a_database_nothing_is_pretended() -> None:
    Path("bridge.txt").write_text(TEXT)
    submitted = winnow("submit", "bridge.txt", "--database", "postgresql://me:secret@127.0.0.1:1/none")
    assert (submitted.exit_code, submitted.stdout) == (75, "")
    assert "secret" not in submitted.stderr


def test_an_unknown_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_COLOUR", "red")
    result = winnow("status")
    assert (result.exit_code, result.stderr) == (78, "winnow: unknown setting WINNOW_COLOUR in the environment\n")


def test_doctor_says_what_is_wrong_and_only_that() -> None:
    winnow("db", "upgrade")
    examined = winnow("doctor")
    assert examined.exit_code == 1
    said = dict(line.split(maxsplit=1) for line in examined.stdout.splitlines())
    assert [said[name] for name in ("settings", "database", "model")] == ["ok"] * 3
    assert "can't be reached" in said["broker"]


def test_dead_letters_are_listed_shown_replayed_and_discarded() -> None:
    Path("page.html").write_bytes(b"%PDF-1.7 \x1b[31m not a page")
    assert winnow("run", "page.html").exit_code == 65
    (letter,) = rows(winnow("dead", "list", "--json").stdout)
    assert (letter["reason"], letter["external_id"]) == ("NOT_TEXT", "page.html")
    assert winnow("dead", "list", "--class", "EMPTY").stdout == ""
    assert "\x1b" not in winnow("dead", "show", str(letter["id"])).stdout
    assert winnow("dead", "show", str(letter["id"]), "--raw").stdout_bytes == b"%PDF-1.7 \x1b[31m not a page"
    assert winnow("dead", "replay", str(letter["id"])).exit_code == 75  # pending again, and no broker to tell
    assert json.loads(winnow("status", "--json").stdout)["pending"] == 1
    Path("more.txt").write_text("")
    winnow("run", "more.txt")
    (letter,) = rows(winnow("dead", "list", "--class", "EMPTY", "--json").stdout)
    assert winnow("dead", "discard", str(letter["id"])).exit_code == 0
    assert winnow("dead", "list", "--class", "EMPTY").stdout == ""


def test_dead_letters_are_chosen_by_class_age_and_source() -> None:
    Path("bad.jsonl").write_text('{"text": "", "source": "north"}\n{"text": " ", "source": "south", "id": "s"}\n')
    winnow("run", "bad.jsonl")
    (letter,) = rows(winnow("dead", "list", "--source", "south", "--class", "EMPTY", "--json").stdout)
    assert letter["external_id"] == "s"
    assert winnow("dead", "list", "--older-than", "1h").stdout == ""
    assert winnow("dead", "list", "--older-than", "soon").exit_code == 78
    tried = winnow("dead", "replay", "--source", "south", "--dry-run")
    assert (tried.exit_code, tried.stdout) == (0, "1 articles would be pending again.\n")
    assert json.loads(winnow("status", "--json").stdout)["dead"] == 2
    assert winnow("dead", "replay").exit_code == 78
    assert winnow("dead", "replay", "1", "--source", "south").exit_code == 78
    assert winnow("dead", "discard").exit_code == 78
    tried = winnow("dead", "discard", "--source", "south", "--dry-run")
    assert (tried.exit_code, tried.stdout) == (0, "1 dead letters would be discarded.\n")
    assert winnow("dead", "discard", "--source", "south").stdout == "1 dead letters discarded.\n"
    assert json.loads(winnow("status", "--json").stdout)["dead"] == 1


def test_probes_name_what_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    beat = tmp_path / "beat"
    monkeypatch.setenv("WINNOW_HEARTBEAT_FILE", str(beat))
    assert winnow("health", "live").exit_code == 1
    beat.touch()
    assert winnow("health", "live").stdout == "ok\n"
    os.utime(beat, (0, time.time() - 31))
    assert "31 s ago" in winnow("health", "live").stdout
    assert "There is no database at here.db" in winnow("health", "ready").stdout
    winnow("db", "upgrade")
    asked = winnow("health", "ready")
    assert asked.exit_code == 1
    said = dict(line.split(maxsplit=1) for line in asked.stdout.splitlines())
    assert [name for name, fault in said.items() if fault != "ok"] == ["broker"]


def test_articles_are_put_off_while_the_limit_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_MAX_PENDING", "1")
    Path("two.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    put_off = winnow("submit", "two.jsonl")
    assert (put_off.exit_code, put_off.stdout) == (75, "")
    assert "try again" in put_off.stderr
    assert json.loads(winnow("status", "--json").stdout)["pending"] == 0


def test_export_leaves_out_what_is_asked_to() -> None:
    told = "The bridge should have come first, as I said to everybody who asked me."
    assert told in TEXT
    Path("bridge.txt").write_text(TEXT.replace(told, "Buy cheap viagra and casino slots at http://win.example now"))
    winnow("run", "bridge.txt")
    (article,) = rows(winnow("export").stdout)
    kept = [one["text"] for one in article["comments"] if one["verdict"] == "allow"]  # type: ignore[attr-defined]
    (ham_only,) = rows(winnow("export", "--only-ham").stdout)
    assert [one["text"] for one in ham_only["comments"]] == kept  # type: ignore[attr-defined]
    assert len(kept) < 2
    assert rows(winnow("export", "--since", "2999-01-01").stdout) == []


COMMANDS = [
    *("label add", "label undo", "label import", "label export", "label conflicts"),
    *("retrain", "rescore", "model list", "model show", "model diff", "model compare", "model sign", "model promote"),
    *("model rollback", "model verify"),
    *("run", "submit", "worker", "status", "export", "separate", "classify", "doctor"),
    *("dead list", "dead show", "dead replay", "dead discard", "db upgrade", "db check"),
    *("health live", "health ready"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    shown = winnow(*command.split(), "--help")
    assert shown.exit_code == 0
    assert "Example" in shown.stdout


def test_a_feed_and_its_comments_are_one_article() -> None:
    item = "<item><title>{}</title><link>https://orchard.example/pears/{}</link><description>{}</description></item>"
    feed = '<rss version="2.0"><channel><title>Orchard</title>{}</channel></rss>'
    body = "The pears are ripe this week, and the orchard is open to all who want to pick them."
    Path("feed.xml").write_text(feed.format(item.format("Pears", "", body)))
    Path("comments.rss").write_text(feed.format(item.format("By: Ida", "#comment-1", "Lovely pears, thank you.")))
    ran = winnow("run", "feed.xml", "comments.rss")
    assert ran.exit_code == 0
    assert "1 articles, 1 comments" in ran.stdout
    (article,) = rows(winnow("export").stdout)
    assert (article["title"], article["body"]) == ("Pears", body)
    (comment,) = article["comments"]  # type: ignore[misc]
    assert (comment["text"], comment["verdict"]) == ("Lovely pears, thank you.", "allow")
