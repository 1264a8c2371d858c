"""``winnow bulk``: what comes out, that it goes on, and whose folder it is."""

import fcntl
import json
import re
from importlib.util import find_spec
from pathlib import Path

import duckdb
import orjson
import polars
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from tests.archives import parquet_file, record, response, warc
from tests.integration.bulk.corpus import crawl, files, job, rows, run, talk
from worker.cli import app
from worker.domain import Format, Page
from worker.errors import ConflictError
from worker.operations.bulk.job import Kind
from worker.operations.bulk.tables import ARTICLES, COMMENTS, SCHEMA_VERSION
from worker.separate import separate

ROOT = Path(__file__).parents[3]


def test_articles_and_comments_come_out_with_what_was_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    records = [talk(number) for number in range(5)]
    records += [record(response(b"", status="404 Not Found"), "https://a.example/gone")]
    records += [record(response(b"<p>" * 3_000_000), "https://a.example/large")]
    Path("a.warc.gz").write_bytes(warc(records, ".gz"))
    ran = CliRunner().invoke(app, ["bulk", "a.warc.gz", "--out", "corpus"])
    assert ran.exit_code == 0, ran.output
    assert "6 pages, 10 comments" in ran.stderr
    articles, comments = rows(Path("corpus"), "articles"), rows(Path("corpus"), "comments")
    *good, refused = articles
    assert (refused["refusal"], refused["url"], refused["body"]) == ("TOO_LARGE", "https://a.example/large", None)
    assert {row["file"] for row in articles} == {"a.warc.gz"}
    assert [row["url"] for row in good] == [f"https://a.example/{number}" for number in range(5)]
    assert all("The ferry number" in row["body"] and row["comments"] == 2 for row in good)
    assert [row["author"] for row in comments[:2]] == ["Ida", "Cheap Pills"]
    assert comments[1]["verdict"] == "spam"
    assert {row["article"] for row in comments} == {row["id"] for row in good}
    told = json.loads(Path("corpus/summary.json").read_text())
    assert told["counts"]["passed_over"] == {"STATUS": 1}
    assert told["counts"]["refused"] == {"TOO_LARGE": 1}


def test_other_tools_read_it(tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    run([crawl(tmp_path / "a.warc.gz", 7)], job(out), part_bytes=1_000)
    assert len(list((out / "articles").iterdir())) > 1
    for table, columns in (("articles", ARTICLES), ("comments", COMMENTS)):
        pattern = str(out / table / "*.parquet")
        assert polars.read_parquet(pattern).columns == list(columns)
        path = next((out / table).iterdir())
        assert parquet.read_schema(path).metadata[b"winnow.schema"] == SCHEMA_VERSION.encode()
        assert parquet.read_metadata(path).row_group(0).column(0).compression == "ZSTD"
    query = (
        "select count(*), count(*) filter (c.verdict = 'spam') "
        f"from '{out}/articles/*.parquet' a join '{out}/comments/*.parquet' c on c.article = a.id"
    )
    assert duckdb.sql(query).fetchall() == [(14, 7)]


def test_the_documented_queries_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run([crawl(Path("a.warc.gz"), 6), crawl(Path("b.warc.gz"), 2)], job(tmp_path / "corpus"))
    ran = CliRunner().invoke(app, ["bulk", "dedup", "corpus"])
    assert ran.exit_code == 0, ran.output
    asked = re.findall(r"```sql\n(.*?)```", (ROOT / "docs/bulk.md").read_text(), re.DOTALL)
    articles, sites, reasons, conversations = (duckdb.sql(query).fetchall() for query in asked)
    assert len(articles) == 1
    assert sites == [("a.example", 16, 0.5)]
    assert {count for _, count in reasons} == {8}
    assert [row[4] for row in conversations] == ["Ida"] * 8


def test_the_same_input_gives_the_same_bytes_however_many_work(tmp_path: Path) -> None:
    source = crawl(tmp_path / "a.warc.gz", 60)
    run([source], job(tmp_path / "one"), jobs=1)
    run([source], job(tmp_path / "two"), jobs=3)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_no_page_is_judged_by_those_before_it(tmp_path: Path) -> None:
    # Sixty pages of one site, by the same two authors: enough for a prior and a history, if there were any.
    pages = [talk(number) for number in range(60)]
    judged = []
    for name, order in (("there", pages), ("back", pages[::-1]), ("alone", pages[-1:])):
        source, out = tmp_path / f"{name}.warc.gz", tmp_path / name
        source.write_bytes(warc(order, ".gz"))
        run([source], job(out), jobs=1)
        last = next(row["id"] for row in rows(out, "articles") if row["url"] == "https://a.example/59")
        found = [row for row in rows(out, "comments") if row["article"] == last]
        judged.append([(row["author"], row["verdict"], row["probability"], row["reasons"]) for row in found])
    assert len(judged[0]) == 2
    assert judged[0] == judged[1] == judged[2]


def test_a_second_run_does_only_what_is_not_done(tmp_path: Path) -> None:
    source, out = crawl(tmp_path / "a.warc.gz", 30), tmp_path / "corpus"
    first = run([source], job(out))
    assert (first.pages_this_time, first.counts.pages) == (30, 30)
    again = run([source], job(out))
    assert (again.pages_this_time, again.counts.pages) == (0, 30)
    more = run([source, crawl(tmp_path / "b.warc.gz", 3)], job(out))
    assert (more.pages_this_time, more.counts.pages) == (3, 33)
    before = files(out)
    asked = job(out)
    newer = asked.model_copy(update={"versions": asked.versions.model_copy(update={"rules": "others"})})
    assert run([source], newer).pages_this_time == 30
    assert run([source], newer, redo=True).counts.pages == 30
    assert set(files(out)) < set(before)


def test_a_file_that_was_changed_leaves_no_rows_of_before(tmp_path: Path) -> None:
    source, out = crawl(tmp_path / "a.warc.gz", 60), tmp_path / "corpus"
    run([source], job(out))
    crawl(source, 9)
    run([source], job(out))
    assert len(rows(out, "articles")) == 9


def test_the_columns_and_the_rows_that_are_asked_for(tmp_path: Path) -> None:
    source = crawl(tmp_path / "a.warc.gz", 3)
    run([source], job(tmp_path / "ham", only_ham=True))
    ham = rows(tmp_path / "ham", "comments")
    assert {row["verdict"] for row in ham} <= {"allow"}
    assert sum(row["spam"] for row in rows(tmp_path / "ham", "articles")) == 3
    run([source], job(tmp_path / "text", text_only=True))
    [some, *_] = rows(tmp_path / "text", "comments")
    assert list(some) == ["article", "position", "parent", "text", "verdict"]
    run([source], job(tmp_path / "lines", kind=Kind.JSON_LINES))
    [path] = (tmp_path / "lines" / "comments").iterdir()
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    run([source], job(tmp_path / "whole"))
    assert sorted(lines, key=lambda row: (row["article"], row["position"])) == sorted(
        rows(tmp_path / "whole", "comments"), key=lambda row: (row["article"], row["position"])
    )


def test_parquet_is_read_by_its_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pages = [
        {"page": f"<h1>Ferry {n}</h1><p>The ferry starts in May.</p>", "where": f"https://a.example/{n}"}
        for n in range(9)
    ]
    Path("in").mkdir()
    Path("in/a.parquet").write_bytes(parquet_file(pages, group=2))
    options = ["--html-column", "page", "--url-column", "where"]
    ran = CliRunner().invoke(app, ["bulk", "in", "--out", "corpus", *options])
    assert ran.exit_code == 0, ran.output
    assert [row["url"] for row in rows(Path("corpus"), "articles")] == [row["where"] for row in pages]


@pytest.mark.parametrize("kind", list(Kind))
def test_copies_of_an_article_are_named_and_nothing_is_dropped(tmp_path: Path, kind: Kind) -> None:
    out = tmp_path / "corpus"
    said = "Whoever wants to take a bicycle along pays half a fare, and ties it to the rail behind the funnel. "
    other = "The old mill at the river burned down in the night, and nobody has seen the miller since that day. "
    pages = [
        f"<p>{said * 2}</p>",
        f"<div><p>{said}{said}</p></div>",
        f"<p>{other * 2}</p>",
        f"<p>{said * 2} See page 9.</p>",
    ]
    records = [record(response(page.encode()), f"https://{n}.example/") for n, page in enumerate(pages)]
    records += [record(response(b"<p>Short.</p>"), f"https://short.example/{n}") for n in range(2)]
    (tmp_path / "a.warc").write_bytes(warc(records))
    run([tmp_path / "a.warc"], job(out, kind=kind))
    before = files(out)
    ran = CliRunner().invoke(app, ["bulk", "dedup", str(out)])
    assert ran.exit_code == 0, ran.output
    assert "5 of 6 articles have a copy, in 2 groups" in ran.stderr
    path = out / f"duplicates.{kind.value}"
    told = polars.read_parquet(path) if kind is Kind.PARQUET else polars.read_ndjson(path)
    groups = [sorted(one["url"]) for _, one in told.group_by("same_as", maintain_order=True)]
    assert sorted(groups) == [
        ["https://0.example/", "https://1.example/", "https://3.example/"],
        ["https://short.example/0", "https://short.example/1"],
    ]
    assert files(out) == before
    run([tmp_path / "a.warc", crawl(tmp_path / "b.warc.gz", 1)], job(out, kind=kind))
    assert not path.exists()
    nowhere = CliRunner().invoke(app, ["bulk", "dedup", str(tmp_path)])
    assert nowhere.exit_code == 1
    assert "holds no corpus" in nowhere.stderr


def test_the_report_tells_people_what_the_summary_tells_machines(tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    records = [talk(number) for number in range(4)] + [
        record(response(b"", status="404 Not Found"), "https://a.example/")
    ]
    (tmp_path / "a.warc").write_bytes(warc(records))
    (tmp_path / "<b>.docx").write_bytes(b"PK")
    run([tmp_path / "a.warc", tmp_path / "<b>.docx"], job(out))
    page = separate(Page(content=(out / "report.html").read_text(), format=Format.HTML)).body
    told = "\n".join(page)
    for wanted in (
        "4 pages and 8 comments",
        "50.0% of the comments are spam",
        "Comments by verdict",
        "STATUS",
        "wordpress",
    ):
        assert wanted in told
    assert "<b>" not in (out / "report.html").read_text()


def test_a_folder_of_another_run_is_left_alone(tmp_path: Path) -> None:
    source, out = crawl(tmp_path / "a.warc.gz", 3), tmp_path / "corpus"
    run([source], job(out))
    with pytest.raises(ConflictError, match="another only ham"):
        run([source], job(out, only_ham=True))
    run([source], job(out, only_ham=True), redo=True)
    assert len(rows(out, "comments")) < 6
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("Dear Ida")
    with pytest.raises(ConflictError, match="no bulk run wrote"):
        run([source], job(tmp_path / "home"), redo=True)
    with (out / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ConflictError, match="another run is writing"):
            run([source], job(out, only_ham=True))


@pytest.mark.skipif(find_spec("ray") is not None, reason="Ray is here")
def test_a_missing_ray_is_named(tmp_path: Path) -> None:
    source = crawl(tmp_path / "a.warc.gz", 1)
    ran = CliRunner().invoke(app, ["bulk", str(source), "--out", str(tmp_path / "corpus"), "--engine", "ray"])
    assert ran.exit_code == 78
    assert "pip install 'winnow-worker[ray]'" in ran.stderr
    assert not list(tmp_path.glob("corpus/manifest/*"))


def test_what_can_t_be_read_is_named_and_the_rest_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    crawl(Path("a.warc.gz"), 2)
    Path("b.docx").write_bytes(b"PK\3\4")
    Path("list").write_text("a.warc.gz\nb.docx\nmissing.warc\n")
    ran = CliRunner().invoke(app, ["bulk", "@list", "--out", "corpus"])
    assert ran.exit_code == 65
    assert "b.docx: Winnow reads" in ran.stderr
    assert "missing.warc: it can't be read: No such file or directory [SCHEMA]" in ran.stderr
    assert len(rows(Path("corpus"), "articles")) == 2
    assert sorted(path.name for path in Path("corpus").iterdir()) == [
        ".lock",
        "articles",
        "comments",
        "manifest",
        "report.html",
        "run.json",
        "summary.json",
    ]
