"""`winnow import` as a site's owner uses it, over each kind of database."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner, Result

from classifiers.types import Label
from tests import exports
from worker.cli import app
from worker.reasons import Reason
from worker.store.base.schema import articles, comments, labels
from worker.store.base.transactions import reading
from worker.store.moderation.labels import Labels

# What no database has a part in.
SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_DATABASE_URL", database_url)


def winnow(*arguments: str) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def brought(program: str, path: Path, *arguments: str) -> dict[str, Any]:
    ran = winnow("import", program, str(path), "--by", "ida", "--json", *arguments)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found | {"exit": ran.exit_code}


def given(engine: Engine) -> list[tuple[str, str | None, str | None]]:
    """Return each comment's author with its newest label and who gave it."""
    newest = select(comments.c.author, comments.c.decided, labels.c.reviewer).select_from(comments.outerjoin(labels))
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(newest.order_by(comments.c.id, labels.c.id))]


def test_comments_come_in_with_their_threads_and_what_became_of_them(engine: Engine, tmp_path: Path) -> None:
    found = brought("wordpress", exports.wordpress(tmp_path))
    assert (found["exit"], found["articles"], found["refused"]) == (0, {"new": 1}, {})
    assert found["comments"] == {"approved": 2, "spam": 1}
    assert found["labels"] == {"ham": 2, "spam": 1}
    assert found["model"]["ham"]["allow"] == 2
    assert given(engine) == [
        ("Ida", "ham", "import:ida"),
        ("Jan", "ham", "import:ida"),
        ("Pills", "spam", "import:ida"),
    ]
    [article] = [json.loads(line) for line in winnow("export").stdout.splitlines()]
    assert (article["title"], article["url"]) == ("Pears are ripe", f"{exports.SITE}/pears/")
    assert article["body"] == "The pears are ripe.\n\nBring a basket."
    assert [(one["parent"], one["label"]) for one in article["comments"]] == [(None, "ham"), (0, "ham"), (None, "spam")]


def test_twice_is_once_and_a_grown_export_brings_what_is_new(engine: Engine, tmp_path: Path) -> None:
    path = exports.wordpress(tmp_path)
    brought("wordpress", path)
    before = given(engine)
    again = brought("wordpress", path)
    assert (again["articles"], again["labels"]) == ({"unchanged": 1}, {})
    assert given(engine) == before
    path.write_text(
        path.read_text()
        .replace("</item>", exports.wxr_comment(9, "Are there plums, too?", author="Eva") + "</item>")
        .replace("<![CDATA[spam]]>", "<![CDATA[1]]>")
    )
    grown = brought("wordpress", path)
    assert (grown["articles"], grown["labels"]) == ({"revised": 1}, {"ham": 2})
    assert [author for author, _, _ in given(engine)] == ["Ida", "Jan", "Pills", "Pills", "Eva"]


def test_a_moderator_outweighs_an_import_whichever_comes_first(engine: Engine, tmp_path: Path) -> None:
    path = exports.wordpress(tmp_path)
    brought("wordpress", path)
    with reading(engine) as connection:
        pills = connection.scalars(select(comments.c.id).where(comments.c.author == "Pills")).one()
    Labels(engine).add(pills, Label.HAM, "max")
    again = brought("wordpress", path)
    assert again["outweighed"] == 1
    assert [row for row in given(engine) if row[0] == "Pills"] == [
        ("Pills", "ham", "import:ida"),
        ("Pills", "ham", "max"),
    ]


def test_pending_and_trash_are_no_labels_unless_the_site_says_so(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    statuses = ("0", "trash", "post-trashed", "hold")
    inner = "".join(exports.wxr_comment(n, f"Fine, number {n}.", status) for n, status in enumerate(statuses, 1))
    path.write_text(exports.wxr(exports.wxr_item(inner)))
    assert brought("wordpress", path)["labels"] == {}
    assert [label for _, label, _ in given(engine)] == [None] * 4
    assert brought("wordpress", path, "--trash-is-spam")["labels"] == {"spam": 2}


def test_a_dry_run_says_the_same_and_stores_nothing(engine: Engine, tmp_path: Path) -> None:
    found = brought("wordpress", exports.wordpress(tmp_path), "--dry-run")
    assert (found["articles"], found["labels"], found["model"]) == ({"would be stored": 1}, {"ham": 2, "spam": 1}, None)
    assert given(engine) == []


def test_what_is_wrong_is_said_and_counted_and_the_rest_comes_in(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "orchard.xml"
    stray = exports.disqus_post(4, "Eva", "Where am I?").replace('<thread dsq:id="70"/>', '<thread dsq:id="71"/>')
    exports.disqus(tmp_path)
    whole = gzip.decompress((tmp_path / "orchard.xml.gz").read_bytes()).decode()
    path.write_text(whole.replace("</disqus>", stray + "<post><message>cut"))
    found = brought("disqus", path)
    assert (found["exit"], found["refused"]) == (65, {"DECODE": 1, "NO_ARTICLE": 1})
    assert [author for author, _, _ in given(engine)] == ["Ida", "Jan", "Pills"]
    refusals = json.loads(winnow("status", "--json").stdout)["refusals"]
    assert refusals == {Reason.DECODE: 1, Reason.NO_ARTICLE: 1}


def test_an_address_that_is_none_is_refused_with_its_comments_alone(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    bad = exports.wxr_item(exports.wxr_comment(4, "Lost."), post=8, link="mailto:ida@mail.example")
    path.write_text(exports.three_in_wxr().replace(exports.WXR_FOOT, bad + exports.WXR_FOOT))
    found = brought("wordpress", path)
    assert (found["refused"], len(given(engine))) == ({"BAD_URL": 1}, 3)


@SQLITE
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("isso", "x.db"), "--site https://"),
        (("wordpess", "x.xml"), "there are commento, coral, csv"),
        (("csv", "x.csv", "--column", "text"), "--column text=comment_body"),
        (("csv", "x.csv", "--by", " "), "--by NAME"),
    ],
)
def test_wrong_use_is_said_in_a_sentence(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    Path(arguments[1]).write_text("text,url\nFine.,https://a.example/\n")
    ran = winnow("import", *arguments)
    assert ran.exit_code == 78
    assert sentence in ran.stderr


def test_a_long_thread_is_several_pages_of_one_article(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WINNOW_MAX_PAGE_BYTES", "30000")
    path = tmp_path / "blog.xml"
    texts = [f"Number {number}. " + "The pears are ripe. " * 40 for number in range(60)]
    inner = "".join(exports.wxr_comment(n, text, author=f"Reader {n}") for n, text in enumerate(texts, 1))
    path.write_text(exports.wxr(exports.wxr_item(inner)))
    found = brought("wordpress", path)
    assert found["articles"]["new"] > 2
    assert found["labels"] == {"ham": 60}
    with reading(engine) as connection:
        pages = list(connection.scalars(select(articles.c.page).order_by(articles.c.page)))
    assert pages == list(range(1, len(pages) + 1))
    assert brought("wordpress", path)["articles"] == {"unchanged": len(pages)}


def test_what_was_erased_does_not_come_in_again(engine: Engine, tmp_path: Path) -> None:
    path = exports.wordpress(tmp_path)
    brought("wordpress", path)
    assert winnow("erase", "--url", f"{exports.SITE}/pears/", "--yes").exit_code == 0
    assert given(engine) == []
    assert brought("wordpress", path)["articles"] == {"erased": 1}
    assert given(engine) == []


def test_a_crawled_page_is_another_article(engine: Engine, tmp_path: Path) -> None:
    Path("page.jsonl").write_text(json.dumps({"text": "The pears are ripe.", "url": f"{exports.SITE}/pears/"}))
    winnow("run", "page.jsonl")
    assert brought("wordpress", exports.wordpress(tmp_path))["articles"] == {"new": 1}


@SQLITE
def test_a_model_is_trained_of_what_came_in(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    words = (
        "ladder",
        "basket",
        "orchard",
        "cider",
        "hedge",
        "spade",
        "barrow",
        "wasp",
        "plum",
        "quince",
        "frost",
        "moss",
    )
    fine = [
        exports.wxr_comment(n, f"The {one} by the {two} was as my aunt left it.", author=f"Reader {n}")
        for n, (one, two) in enumerate(((one, two) for one in words for two in words if one < two), 1)
    ]
    bad = [
        exports.wxr_comment(500 + n, f"Best {word} casino bonus http://{word}.example/win sign up", "spam", author=word)
        for n, word in enumerate(words)
    ]
    items = [exports.wxr_item(one, post=n, link=f"{exports.SITE}/{n}/") for n, one in enumerate([*fine, *bad])]
    path.write_text(exports.wxr(*items))
    found = brought("wordpress", path)
    assert found["labels"]["spam"] == len(words)
    ran = winnow("retrain", "--promote", "never")
    assert ran.exit_code in (0, 3), ran.output
    assert len(winnow("model", "list", "--json").stdout.splitlines()) == 2  # the base, and the site's
