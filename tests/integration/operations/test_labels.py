"""Labels are given, taken back, handed on and read back alike through every door."""

import csv
import io
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from classifiers.data.datasets import read_examples
from classifiers.types import Label
from tests.doors import NAME, Doors, Visitor
from tests.factories import judged, new_article, processed
from worker.client.http import ApiError, Client
from worker.errors import MisconfiguredError
from worker.operations.export import COMMENTS, LABELS
from worker.operations.label import label, unlabel
from worker.store.access.tokens import Scope
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels

pytestmark = pytest.mark.redis

HOSTILE = '=HYPERLINK("https://e.example","pears")'
TEXTS = ("Lovely pears.", HOSTILE, "'=not a formula, but like one", "- a list\n- of two", "plain, with a comma")


def stored(way: Doors) -> list[int]:
    """Store an article with those comments; return their ids."""
    inbox = Inbox(way.engine)
    [new] = inbox.submit([new_article("pears", title="@pears")])
    claim = inbox.claim([new.id], lease_s=60)
    shown = [judged(text, author=f"+reader {number}") for number, text in enumerate(TEXTS)]
    Results(way.engine).commit(claim.token, [processed(new.id, *shown)])
    return [comment.id for [article] in [list(Results(way.engine).export())] for comment in article.comments]


def with_client(way: Doors, act: Callable[[Client], object]) -> None:
    with way.client(Scope.MODERATE) as client, suppress(ApiError):
        act(client)


def at_desk(way: Doors, comment: int, said: str) -> None:
    visitor: Visitor = way.desk()
    visitor.send("/desk/decide", one=f"{said}:{comment}", seen=[f"{comment}:{newest(way, comment)}"])


def newest(way: Doors, comment: int) -> int:
    with way.engine.connect() as connection:
        statement = "SELECT coalesce(max(id), 0) FROM labels WHERE comment_id = ?"
        return int(connection.exec_driver_sql(statement, (comment,)).scalar_one())


GIVE: dict[str, Callable[[Doors, int, str], object]] = {
    "cli": lambda way, comment, said: way.cli("label", str(comment), said, "--by", NAME),
    "api": lambda way, comment, said: way.api(Scope.MODERATE).post(
        f"/api/v1/comments/{comment}/labels", json={"label": said}
    ),
    "client": lambda way, comment, said: with_client(way, lambda client: client.label(comment, Label(said))),
    "desk": at_desk,
}
TAKE_BACK: dict[str, Callable[[Doors, int], object]] = {
    "cli": lambda way, comment: way.cli("label", "undo", str(comment)),
    "api": lambda way, comment: way.api(Scope.MODERATE).delete(f"/api/v1/comments/{comment}/labels"),
    "client": lambda way, comment: with_client(way, lambda client: client.unlabel(comment)),
    "desk": lambda way, comment: way.desk().send("/desk/decide", one=f"undo:{comment}"),
}


@pytest.mark.parametrize("door", GIVE)
def test_a_label_counts_at_once_is_noted_and_can_be_taken_back(opened: Callable[[], Doors], door: str) -> None:
    way = opened()
    one, *_ = stored(way)
    for said in ("spam", "ham", "ham"):
        GIVE[door](way, one, said)
    assert stands(way, one) == "ham"
    TAKE_BACK[door](way, one)
    assert stands(way, one) == "spam"
    TAKE_BACK[door](way, one)
    TAKE_BACK[door](way, one)
    assert stands(way, one) is None
    # Who says the same again says nothing new.
    assert way.audited("label") == [
        {"comment": one, "before": None, "after": "spam"},
        {"comment": one, "before": "spam", "after": "ham"},
    ]
    assert way.audited("unlabel") == [
        {"comment": one, "before": "ham", "after": "spam"},
        {"comment": one, "before": "spam", "after": None},
    ]


def stands(way: Doors, comment: int) -> str | None:
    shown = json.loads(way.cli("export").stdout)["comments"]
    return next(one["label"] for one in shown if one["id"] == comment)


CONFIRM: dict[str, Callable[[Doors, int], object]] = {
    "cli": lambda way, comment: way.cli("label", "confirm", str(comment), "--by", NAME),
    "api": lambda way, comment: way.api().post(f"/api/v1/comments/{comment}/labels/confirm"),
    "client": lambda way, comment: with_admin(way, lambda client: client.confirm(comment)),
    "desk": lambda way, comment: way.desk().send("/desk/held/confirm", id=comment),
}


def with_admin(way: Doors, act: Callable[[Client], object]) -> None:
    with way.client(Scope.ADMIN) as client:
        act(client)


@pytest.mark.parametrize("door", CONFIRM)
def test_what_contradicts_a_sure_model_is_shown_and_teaches_on_an_admins_word(
    opened: Callable[[], Doors], door: str
) -> None:
    way = opened()
    inbox = Inbox(way.engine)
    [new] = inbox.submit([new_article("sure")])
    sure = judged("Cheap pills, said nobody.", probability=0.99)
    Results(way.engine).commit(inbox.claim([new.id], lease_s=60).token, [processed(new.id, sure)])
    GIVE["cli"](way, 1, "ham")
    assert stands(way, 1) == "ham"
    conflicts = way.cli("label", "conflicts").stdout
    assert conflicts.split("\t")[:4] == ["1", "ham", NAME, "against-champion"]
    assert json.loads(way.cli("status", "--json").stdout)["held"] == {"against-champion": 1, "held-reviewer": 0}
    with way.client(Scope.MODERATE) as client:
        [given] = client.labels()
        assert (given.held, given.probability) == ("against-champion", 0.99)
        with pytest.raises(ApiError):
            client.confirm(1)
    shown = way.desk().get("/desk/held").text
    assert "Cheap pills, said nobody." in shown
    assert "99.0%" in shown
    CONFIRM[door](way, 1)
    assert way.cli("label", "conflicts").stdout == ""
    assert way.audited("label confirm") == [{"comment": 1, "label": "ham", "reviewer": NAME}]
    with way.client(Scope.MODERATE) as client:
        [given] = client.labels()
    assert given.held is None
    assert given.confirmed_by is not None
    assert (given.confirmed_by == NAME) == (door in ("cli", "desk"))
    # What is wrong is taken back at the same place.
    way.cli("label", "undo", "1")
    GIVE["cli"](way, 1, "ham")
    way.desk().send("/desk/held/discard", id=1)
    assert stands(way, 1) is None


def test_a_label_is_somebodys(opened: Callable[[], Doors]) -> None:
    way = opened()
    one, *_ = stored(way)
    for act in (lambda: label(way.engine, one, Label.HAM, by=" "), lambda: unlabel(way.engine, one, by="")):
        with pytest.raises(MisconfiguredError, match="--by"):
            act()
    assert way.cli("label", str(one), "ham", "--by", " ").exit_code == 78
    assert Labels(way.engine).count() == 0


def csv_rows(text: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_no_door_writes_what_a_spreadsheet_runs(opened: Callable[[], Doors]) -> None:
    way = opened()
    ids = stored(way)
    for one in ids:
        way.cli("label", str(one), "ham", "--by", "@ida")
    exported = csv_rows(way.cli("label", "export", "--csv").stdout)
    searched = csv_rows(way.desk().get("/desk/search.csv").text)
    assert list(exported[0]) == list(LABELS.names)
    assert list(searched[0]) == list(COMMENTS.names)
    for rows in (exported, searched):
        cells = [cell for row in rows for cell in row.values()]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_an_empty_file_names_its_columns_through_every_door(opened: Callable[[], Doors]) -> None:
    way = opened()
    assert way.cli("label", "export", "--csv").stdout.strip().split(",") == list(LABELS.names)
    assert way.desk().get("/desk/search.csv").text.strip().split(",") == list(COMMENTS.names)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_what_is_exported_is_read_back_word_for_word(opened: Callable[[], Doors], tmp_path: Path, kind: str) -> None:
    way = opened()
    ids = stored(way)
    for one in ids:
        way.cli("label", str(one), "spam", "--by", "@ida")
    path = tmp_path / f"labels.{kind}"
    path.write_bytes(way.cli("label", "export", *(["--csv"] if kind == "csv" else [])).stdout_bytes)
    for one in ids:
        way.cli("label", "undo", str(one))
    taken = way.cli("label", "import", str(path), "--by", "@jan")
    assert taken.stdout == f"{len(ids)} labels taken, 0 rows refused\n"
    # Whatever the file says of that: it is the word of who brought it.
    assert {row.reviewer for row in Labels(way.engine).training_rows()} == {"import:@jan"}
    examples = list(read_examples([path]))
    assert [one.comment.text for one in examples] == list(TEXTS)
    assert [one.comment.author for one in examples] == [f"+reader {number}" for number in range(len(TEXTS))]
    assert {one.comment.article.title for one in examples if one.comment.article} == {"@pears"}
