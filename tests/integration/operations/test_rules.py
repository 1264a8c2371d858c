"""Rules are made, tried and taken away alike through both doors, and count whichever door judges."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.doors import Doors
from worker.operations import rules
from worker.store.access.tokens import Scope
from worker.store.base.schema import rules as table
from worker.store.base.transactions import writing
from worker.store.flow.inbox import Inbox
from worker.store.flow.rules import active_rules
from worker.work.ruling import LOOK_S

pytestmark = pytest.mark.redis

THREAD = {
    "url": "https://orchard.example/pears/",
    "title": "Pears are ripe",
    "published": "2026-01-01T08:00:00Z",
    "body": "The pears are ripe this week, and the orchard is open to all who want to pick them.",
    "comments": [
        {"text": "Lovely pears, thank you for the afternoon.", "author": "Ida", "posted_at": "2026-01-02T08:00:00Z"},
        {"text": "Is the ladder safe for a child of nine?", "author": "Jan", "posted_at": "2026-03-02T08:00:00Z"},
    ],
}
LADDER = ("no-ladders", "words", "ladder", "spam")
Door = Callable[[Doors, tuple[str, str, str, str]], object]


def stored(way: Doors) -> None:
    """Submit the thread, and work it off as a worker does."""
    way.cli("submit", "-", stdin=json.dumps(THREAD).encode())
    way.site.winnow.service.process([id for batch in way.rung() for id in batch])


def shown(way: Doors) -> list[tuple[str, str | None, str]]:
    """Return each comment's verdict, its first reason where a rule stands behind it, and who wrote it."""
    found = []
    for one in way.api().get("/api/v1/comments").json()["items"]:
        codes = [reason["code"] for reason in one["reasons"] if reason["code"].startswith("rule:")]
        found.append((one["verdict"], codes[0] if codes else None, one["author"]))
    return found


def forms(rule: tuple[str, str, str, str]) -> dict[str, str]:
    name, kind, value, then = rule
    return {"name": name, "kind": kind, "values": value, "then": then, "act": "save"}


ADD: dict[str, Door] = {
    "cli": lambda way, rule: way.cli("rule", "add", *rule[:3], "--then", rule[3], "--by", "ida"),
    "desk": lambda way, rule: way.desk().send("/desk/rules/add", **forms(rule)),
}
REMOVE: dict[str, Callable[[Doors, str], object]] = {
    "cli": lambda way, name: way.cli("rule", "remove", name, "--by", "ida"),
    "desk": lambda way, name: way.desk().send("/desk/rules/remove", name=name),
}


def look_again(way: Doors) -> None:
    """Have the service look at the rules now and not within a second."""
    way.site.winnow.rule_book._look._begun_at = -LOOK_S


@pytest.mark.parametrize("door", ADD)
def test_a_rule_counts_from_now_on_and_says_what_it_did(opened: Callable[[], Doors], door: str) -> None:
    way = opened()
    ADD[door](way, LADDER)
    [made] = rules.listed(way.engine)
    assert (made.rule.code, made.rule.values, made.created_by, made.hits) == ("rule:no-ladders", ("ladder",), "ida", 0)
    look_again(way)
    stored(way)
    assert shown(way) == [("allow", None, "Ida"), ("spam", "rule:no-ladders", "Jan")]
    assert [one.hits for one in rules.listed(way.engine)] == [1]
    assert way.audited("rule add") == [{"rule": "no-ladders"}]
    REMOVE[door](way, "no-ladders")
    assert rules.listed(way.engine) == []
    assert way.audited("rule remove") == [{"rule": "no-ladders"}]


def test_whichever_door_judges_the_rule_counts_and_a_moderator_counts_for_more(opened: Callable[[], Doors]) -> None:
    way = opened()
    stored(way)
    ADD["cli"](way, LADDER)
    look_again(way)
    text = "The ladder by the gate is mine."
    answer = way.api(Scope.INGEST).post("/api/v1/classify", json={"comments": [{"text": text}]}).json()
    assert [(one["verdict"], one["reasons"][0]["code"]) for one in answer["comments"]] == [("spam", "rule:no-ladders")]
    form = {"api_key": way.token(Scope.BLOG), "blog": "https://orchard.example/", "comment_content": text}
    client = way.site.client()
    asked = client.post("/1.1/comment-check", data=form)
    assert (asked.text, asked.headers["X-akismet-debug-help"].split()[0]) == ("true", "rule:no-ladders")
    client.post("/1.1/submit-ham", data=form)
    assert client.post("/1.1/comment-check", data=form).text == "false"


def previews(way: Doors, rule: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(way.cli("rule", "preview", *rule[:3], "--then", rule[3], "--json").stdout)
    return found


def test_a_preview_says_what_a_rule_would_have_changed_and_changes_nothing(opened: Callable[[], Doors]) -> None:
    way = opened()
    stored(way)
    found = previews(way, LADDER)
    assert (found["looked_at"], found["found"], found["moves"]) == (2, 1, [["allow", "spam", 1]])
    page = way.desk().send("/desk/rules/add", **{**forms(LADDER), "act": "preview"}).text
    assert "Comments of the last 30 days: 2. Found: 1. Verdicts that would change: 1." in page
    assert "Is the ladder safe" in page
    assert previews(way, ("any", "words", "ladder", "allow"))["moves"] == []
    assert previews(way, ("late", "days", "30", "review"))["moves"] == [["allow", "review", 1]]
    assert rules.listed(way.engine) == []
    assert [verdict for verdict, _, _ in shown(way)] == ["allow", "allow"]


def test_what_somebody_decided_is_none_of_a_preview(opened: Callable[[], Doors]) -> None:
    way = opened()
    stored(way)
    way.cli("label", "2", "ham", "--by", "ida")
    assert previews(way, LADDER)["looked_at"] == 1


def test_a_changed_rule_touches_stored_comments_by_a_rescore_alone(opened: Callable[[], Doors]) -> None:
    way = opened()
    stored(way)
    ADD["cli"](way, LADDER)
    assert [verdict for verdict, _, _ in shown(way)] == ["allow", "allow"]
    tried = json.loads(way.cli("rescore", "--rules", "--preview", "--json").stdout)
    assert tried["moves"] == [["allow", "allow", 1], ["allow", "spam", 1]]
    assert way.audited("rescore") == []
    assert [verdict for verdict, _, _ in shown(way)] == ["allow", "allow"]
    assert json.loads(way.cli("rescore", "--json").stdout)["articles"] == 0
    assert json.loads(way.cli("rescore", "--rules", "--json").stdout)["moves"] == tried["moves"]
    assert shown(way)[1] == ("spam", "rule:no-ladders", "Jan")
    REMOVE["cli"](way, "no-ladders")
    way.cli("rescore", "--rules")
    assert shown(way)[1] == ("allow", None, "Jan")


def test_a_rule_whose_time_is_over_says_nothing(opened: Callable[[], Doors]) -> None:
    way = opened()
    way.cli("rule", "add", *LADDER[:3], "--then", "spam", "--days", "2", "--site", "orchard.example", "--note", "wet")
    [row] = [json.loads(line) for line in way.cli("rule", "list", "--json").stdout.splitlines()]
    assert (row["site"], row["note"], row["then"], row["hits"]) == ("orchard.example", "wet", "spam", 0)
    assert len(active_rules(way.engine)) == 1
    with writing(way.engine) as connection:
        connection.execute(table.update().values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert active_rules(way.engine) == []
    assert len(rules.listed(way.engine)) == 1


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (("No Ladders", "words", "x", "spam"), "name has at most 40 characters"),
        (("one", "patterns", "(", "spam"), "RE2"),
        (("one", "links", "many", "spam"), "whole number"),
    ],
)
def test_what_is_no_rule_is_said_and_what_was_typed_stays(
    opened: Callable[[], Doors], rule: tuple[str, str, str, str], sentence: str
) -> None:
    way = opened()
    command = way.cli("rule", "add", *rule[:3], "--then", rule[3])
    assert (command.exit_code, sentence in command.stderr) == (78, True)
    answer = way.desk().send("/desk/rules/add", **forms(rule))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{rule[0]}"' in answer.text
    assert rules.listed(way.engine) == []


def test_a_name_is_given_once(opened: Callable[[], Doors]) -> None:
    way = opened()
    for make in ADD.values():
        make(way, LADDER)
    assert len(rules.listed(way.engine)) == 1
    assert way.cli("rule", "remove", "another").exit_code == 66


def test_wordpress_s_lists_are_values_one_a_line(opened: Callable[[], Doors], tmp_path: Any) -> None:
    way = opened()
    path = tmp_path / "disallowed.txt"
    path.write_text("\ufeffcasino\r\n\r\nladd\r\n")
    way.cli("rule", "add", "disallowed", "texts", "--from", str(path), "--then", "spam")
    assert rules.listed(way.engine)[0].rule.values == ("casino", "ladd")
    look_again(way)
    stored(way)
    assert shown(way)[1][:2] == ("spam", "rule:disallowed")
    assert way.cli("rule", "add", "x", "texts", "--from", str(tmp_path / "none")).exit_code == 78


def test_the_last_attempt_gets_the_rules_too(opened: Callable[[], Doors]) -> None:
    way = opened()
    ADD["cli"](way, LADDER)
    look_again(way)
    way.cli("submit", "-", stdin=json.dumps(THREAD).encode())
    [[row]] = way.rung()
    inbox = Inbox(way.engine)
    for _ in range(way.site.winnow.settings.max_attempts - 1):
        inbox.claim([row], lease_s=-1)
        inbox.expire(max_attempts=99, longest_lease_s=1_000_000)
    assert way.site.winnow.service.process_last(row) == 1
    assert shown(way)[1][:2] == ("spam", "rule:no-ladders")


def test_a_rule_for_a_site_is_for_one_that_it_can_find_something_on(opened: Callable[[], Doors]) -> None:
    way = opened()
    way.cli("site", "add", "orchard.example", "--host", "pears.example")
    made = way.cli("rule", "add", "one", *LADDER[1:3], "--then", "spam", "--site", "https://WWW.Orchard.example")
    assert (made.exit_code, made.stderr) == (0, "")
    for site, told in (
        ("pears.example", "is a host of the site orchard.example"),
        ("shop.orchard.example", "is a host of the site orchard.example"),
        ("shop.meadow.example", "told apart by whole domains, such as meadow.example"),
    ):
        for act in ("add", "preview"):
            refused = way.cli("rule", act, "two", *LADDER[1:3], "--then", "spam", "--site", site)
            assert refused.exit_code != 0
            assert told in refused.stderr
    loose = way.cli("rule", "add", "two", *LADDER[1:3], "--then", "spam", "--site", "meadow.example")
    assert loose.exit_code == 0
    assert "no site is named meadow.example" in loose.stderr
    assert way.cli("rule", "add", "three", *LADDER[1:3], "--then", "spam", "--site", "default").stderr == ""
    kept = {one.rule.name: one.rule.site for one in rules.listed(way.engine)}
    assert kept == {"one": "orchard.example", "two": "meadow.example", "three": "default"}
