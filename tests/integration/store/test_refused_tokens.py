"""Tokens that can't be made, over each kind of database."""

import pytest
from sqlalchemy import Engine

from worker.errors import RefusedError
from worker.store.access.tokens import Scope, Tokens


@pytest.mark.parametrize(
    ("name", "scopes", "sites", "message"),
    [
        ("", {Scope.INGEST}, None, "needs a name"),
        (" \t", {Scope.INGEST}, None, "needs a name"),
        ("crawler", {Scope.INGEST}, None, "there is a token 'crawler'"),
        ("blog", {Scope.BLOG, Scope.INGEST}, None, "goes with no other"),
        ("nothing", set(), None, "one scope or more"),
        ("scraper", {Scope.METRICS}, ["blog.example"], "whole installation"),
    ],
)
def test_what_can_be_no_token_is_told_in_a_sentence(
    engine: Engine, name: str, scopes: set[Scope], sites: list[str] | None, message: str
) -> None:
    tokens = Tokens(engine)
    tokens.add("crawler", frozenset({Scope.INGEST}), actor="test")
    with pytest.raises(RefusedError, match=message):
        tokens.add(name, frozenset(scopes), actor="test", sites=sites)
    assert [one.name for one in tokens.list()] == ["crawler"]
