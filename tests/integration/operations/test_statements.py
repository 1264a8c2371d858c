"""Statements of reasons: one for each decision that a comment is spam, in the form that the EU's database publishes."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from classifiers.reasons import ReasonCode
from classifiers.types import Label, ScoreReason, Verdict
from tests.factories import judged, new_article, processed
from worker.cli import app
from worker.domain import JudgedComment
from worker.operations.statement import BY_A_PERSON, BY_RULE, BY_THE_PROGRAM, REDRESS, Terms, statements
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels
from worker.store.moderation.search import Query, search
from worker.web.desk.strings import to_author

PRIVATE = "Ottoline Zzyzx sells pills at http://pills.example"
# The fields of a statement as the Transparency Database publishes them for its API, as far as Winnow fills them in.
DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
FIELDS: dict[str, Any] = {
    "decision_visibility": {
        "type": "array",
        "minItems": 1,
        "items": {
            "enum": [
                f"DECISION_VISIBILITY_{name}"
                for name in (
                    "CONTENT_REMOVED",
                    "CONTENT_DISABLED",
                    "CONTENT_DEMOTED",
                    "CONTENT_AGE_RESTRICTED",
                    "CONTENT_INTERACTION_RESTRICTED",
                    "CONTENT_LABELLED",
                    "OTHER",
                )
            ]
        },
    },
    "decision_ground": {"enum": ["DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"]},
    "decision_ground_reference_url": {"type": "string", "format": "uri", "maxLength": 500},
    "incompatible_content_ground": {"type": "string", "minLength": 1, "maxLength": 500},
    "incompatible_content_explanation": {"type": "string", "minLength": 1, "maxLength": 2000},
    "incompatible_content_illegal": {"enum": ["Yes", "No"]},
    "category": {"enum": ["STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"]},
    "category_specification": {"type": "array", "items": {"type": "string", "pattern": "^KEYWORD_[A-Z_]+$"}},
    "category_specification_other": {"type": "string", "maxLength": 500},
    "content_type": {"type": "array", "minItems": 1, "items": {"enum": ["CONTENT_TYPE_TEXT", "CONTENT_TYPE_OTHER"]}},
    "content_date": DAY,
    "content_language": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "application_date": DAY,
    "territorial_scope": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}, "uniqueItems": True},
    "decision_facts": {"type": "string", "minLength": 1, "maxLength": 5000},
    "source_type": {
        "enum": ["SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY"]
    },
    "automated_detection": {"enum": ["Yes", "No"]},
    "automated_decision": {"enum": [f"AUTOMATED_DECISION_{name}" for name in ("FULLY", "PARTIALLY", "NOT_AUTOMATED")]},
    "puid": {"type": "string", "maxLength": 500, "pattern": "^[a-zA-Z0-9_-]+$"},
}
OPTIONAL = {"content_language", "decision_ground_reference_url"}
SCHEMA = {
    "type": "object",
    "properties": FIELDS,
    "required": sorted(set(FIELDS) - OPTIONAL),
    "additionalProperties": False,
}
VALID = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def comment(text: str, verdict: Verdict, *codes: str, **more: Any) -> JudgedComment:
    one = judged(text, author=None, verdict=verdict, probability=0.99 if verdict is Verdict.SPAM else 0.5)
    reasons = tuple(ScoreReason(code, f"Of {PRIVATE}.") for code in codes)
    prediction = replace(one.prediction, reasons=reasons)
    return JudgedComment(one.identity, replace(one.comment, **more), prediction)


def store(engine: Engine, *comments: JudgedComment, language: str | None = None) -> dict[str, int]:
    """Store an article with these comments; return their ids by their texts."""
    [new] = Inbox(engine).submit([new_article(language=language)])
    claim = Inbox(engine).claim([new.id], lease_s=60)
    Results(engine).commit(claim.token, [processed(new.id, *comments)])
    return {card.text: card.id for card in search(engine, Query(limit=100)).cards}


def told(engine: Engine, terms: Terms = Terms()) -> list[dict[str, Any]]:  # noqa: B008
    found = [dict(one) for one in statements(engine, Query(), terms, to_author)]
    for one in found:
        VALID.validate(json.loads(json.dumps(one)))
    return found


def test_a_models_decision_is_told_as_automatic(engine: Engine) -> None:
    codes = (ReasonCode.WORDS, ReasonCode.LINKS)
    posted = "2026-09-30T23:59:59+02:00"
    ids = store(engine, comment(PRIVATE, Verdict.SPAM, *codes, posted_at=posted), language="de-AT")
    [one] = told(engine)
    assert (one["automated_detection"], one["automated_decision"]) == ("Yes", "AUTOMATED_DECISION_FULLY")
    assert (one["content_date"], one["application_date"]) == ("2026-09-30", datetime.now(UTC).date().isoformat())
    assert (one["puid"], one["content_language"]) == (f"winnow-{ids[PRIVATE]}-0", "DE")
    expected = [to_author("de", message) for message in (*codes, BY_THE_PROGRAM, REDRESS)]
    assert one["incompatible_content_explanation"] == " ".join(expected)
    assert len(one["territorial_scope"]) == 30


def test_what_moderators_decided_is_told_as_theirs(engine: Engine) -> None:
    ids = store(
        engine,
        comment("held", Verdict.REVIEW, ReasonCode.SHAPE),
        comment("passed", Verdict.ALLOW),
        comment("rescued", Verdict.SPAM, ReasonCode.LINKS),
        comment("fine", Verdict.ALLOW),
        comment("waits", Verdict.REVIEW),
    )
    for text, label in (("held", Label.SPAM), ("passed", Label.SPAM), ("rescued", Label.HAM)):
        Labels(engine).add(ids[text], label, "ida")
    found = {one["puid"].split("-")[1]: one for one in told(engine)}
    assert set(found) == {str(ids["held"]), str(ids["passed"])}
    held, passed = found[str(ids["held"])], found[str(ids["passed"])]
    assert (held["automated_detection"], held["automated_decision"]) == ("Yes", "AUTOMATED_DECISION_PARTIALLY")
    assert (passed["automated_detection"], passed["automated_decision"]) == ("No", "AUTOMATED_DECISION_NOT_AUTOMATED")
    assert all(to_author("en", BY_A_PERSON) in one["incompatible_content_explanation"] for one in found.values())
    assert "found by a moderator" in passed["decision_facts"]


def test_a_new_decision_on_a_comment_is_a_statement_of_its_own(engine: Engine) -> None:
    ids = store(engine, comment("x", Verdict.SPAM))
    before = told(engine)[0]["puid"]
    Labels(engine).add(ids["x"], Label.HAM, "ida")
    assert told(engine) == []
    Labels(engine).add(ids["x"], Label.SPAM, "ida")
    assert told(engine)[0]["puid"] != before


def test_nothing_that_the_author_wrote_is_published(engine: Engine) -> None:
    """The database is public: neither his words nor his name nor an address of his is in it."""
    store(
        engine, comment(PRIVATE, Verdict.SPAM, *ReasonCode, author="Ottoline Zzyzx", author_url="http://zzyzx.example")
    )
    written = json.dumps(told(engine))
    assert not [word for word in ("Zzyzx", "zzyzx", "pills") if word in written]


@pytest.mark.parametrize("posted", ["yesterday", "2026-02-31", "1970-01-01T00:00:00Z", "", None])
def test_a_day_that_is_none_is_the_decisions(engine: Engine, posted: str | None) -> None:
    store(engine, comment("x", Verdict.SPAM, posted_at=posted))
    [one] = told(engine)
    assert one["content_date"] in (one["application_date"], "2000-01-01")
    assert date.fromisoformat(one["content_date"]) >= date(2000, 1, 1)


def test_a_rules_reason_has_a_sentence_and_long_terms_are_cut(engine: Engine) -> None:
    store(engine, comment("x", Verdict.SPAM, "rule:pills", "rule:casino"), language="klingon")
    [one] = told(engine, Terms(ground="g" * 600, url="https://orchard.example/rules", redress="r" * 3000))
    by_rule, by_program = (to_author("en", message) for message in (BY_RULE, BY_THE_PROGRAM))
    assert one["incompatible_content_explanation"].startswith(f"{by_rule} {by_program} rrr")
    assert one["decision_ground_reference_url"] == "https://orchard.example/rules"
    assert "content_language" not in one


def run(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["export", *arguments, "--database", f"sqlite:///{tmp_path}/s.db"])


def test_the_command_prints_one_a_line(tmp_path: Path) -> None:
    spam = "Buy cheap pills online http://pills.example/buy viagra cialis casino http://casino.example"
    thread = tmp_path / "in.jsonl"
    rows = {"id": "1", "body": "Pears.", "comments": [{"text": spam}, {"text": "Lovely pears, thank you."}]}
    thread.write_text(json.dumps(rows))
    database = ["--database", f"sqlite:///{tmp_path}/s.db"]
    assert CliRunner().invoke(app, ["run", str(thread), *database]).exit_code == 0
    terms = ("--ground", "No ads.", "--terms", "https://orchard.example/rules", "--redress", "Write to us.")
    [line] = run(tmp_path, "--statements", *terms).stdout.splitlines()
    one = json.loads(line)
    VALID.validate(one)
    assert one["incompatible_content_ground"] == "No ads."
    assert one["incompatible_content_explanation"].endswith("Write to us.")
    assert run(tmp_path, "--statements", "--source", "elsewhere").stdout == ""
    for wrong in (["--ground", "x"], ["--statements", "--rows", "comments"], ["--statements", "--only-ham"]):
        assert run(tmp_path, *wrong).exit_code == 2
