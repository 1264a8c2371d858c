"""The reference pages are complete and true: each is held against the code that it describes."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from classifiers.data.vouching import Hold
from classifiers.reasons import ReasonCode
from worker.cli import app
from worker.errors import RefusedError
from worker.ingest.envelope import MAX_FIELD_CHARS, Envelope, parse_envelope
from worker.reasons import Reason
from worker.settings import PREFIX, Settings

DOCS = Path(__file__).parents[3] / "docs"
SCHEMA = json.loads((DOCS / "envelope.schema.json").read_text())


def codes_in_tables(page: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", (DOCS / page).read_text(), re.MULTILINE)


def commands(group: Any, *names: str) -> Iterator[str]:
    for name, command in getattr(group, "commands", {}).items():
        if hasattr(command, "commands"):
            yield from commands(command, *names, name)
        else:
            yield " ".join([*names, name])


def test_every_reason_code_is_explained_once() -> None:
    assert sorted(codes_in_tables("reasons.md")) == sorted([*Reason, *ReasonCode, *Hold])


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_listed_with_its_default(name: str) -> None:
    field = Settings.model_fields[name]
    row = f"| `{PREFIX}{name.upper()}` | `{field.default}` | {field.description} |"
    assert row in (DOCS / "configuration.md").read_text().splitlines()


def test_no_setting_is_listed_that_does_not_exist() -> None:
    listed = {name.removeprefix(PREFIX).lower() for name in codes_in_tables("configuration.md")}
    assert listed == set(Settings.model_fields)


def test_every_command_has_a_heading_with_an_example() -> None:
    text = (DOCS / "cli.md").read_text()
    sections = dict(re.findall(r"^## `winnow ([^`]+)`\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert set(sections) == set(commands(typer.main.get_command(app)))
    for name, section in sections.items():
        assert f"winnow {name}" in section, f"{name} has no example"


def test_the_schema_is_the_envelopes() -> None:
    assert Envelope.model_json_schema() == SCHEMA, "run: make schema"


short = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
scalars = st.one_of(st.none(), short, st.integers(), st.booleans(), st.lists(short, max_size=1))
field = st.one_of(scalars, st.just("x" * (MAX_FIELD_CHARS + 1)))
comments = st.fixed_dictionaries(
    {},
    optional={"text": scalars, "author": field, "links": scalars, "kind": st.just("pingback"), "surplus": scalars},
)
rows = st.fixed_dictionaries(
    {},
    optional={
        "comments": st.one_of(scalars, st.lists(comments, max_size=2)),
        "body": scalars,
        "byline": field,
        "html": scalars,
        "text": scalars,
        "url": scalars,
        "fetched_at": st.one_of(st.none(), st.datetimes().map(datetime.isoformat), st.lists(short, max_size=1)),
        "surplus": scalars,
        **dict.fromkeys(("id", "title", "source", "published", "language"), field),
    },
)


@given(rows)
@example({"html": "<p>", "text": None, "id": 7})
@example({"html": "<p>", "text": "both"})
@example({"comments": [{"text": "t", "author": None}], "html": None, "body": None})
@example({"comments": 7, "html": "<p>", "body": 7})
@example({"comments": [{"text": "t", "kind": "poem"}]})
@example({"text": "t", "id": True})
def test_the_schema_takes_what_winnow_takes(row: dict[str, Any]) -> None:
    try:
        parse_envelope(row)
        taken = True
    except RefusedError:
        taken = False
    assert Draft202012Validator(SCHEMA).is_valid(row) == taken
