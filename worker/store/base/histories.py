"""What was on a site before a comment, as the store has it: by the same author, and with the same text.

The past of a comment is what was stored when it was judged, so judging it again finds the same; what stands on its own
page, be it an earlier version of it or an export's, is none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Final

import orjson
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    Integer,
    Select,
    cast,
    func,
    select,
)

from classifiers.digests import digest
from classifiers.features.history import MOST_EARLIER, author_key, text_key
from classifiers.types import Comment, Earlier, History
from worker.domain import Place
from worker.errors import RefusedError
from worker.ingest.article_keys import bare_address, canonical_url
from worker.ingest.sites import scope_of, site_of
from worker.store.base.asked_rows import asked_rows
from worker.store.base.schema import comments
from worker.store.base.transactions import reading

# Where nothing bounds the past: all that is stored.
_ALL: Final = 2**63 - 1
# Digits of a page's key: it fits a signed integer of 64 bits.
_KEY_DIGITS: Final = 15
# Pages whose keys are kept: their comments are asked for and stored one behind the other.
_REMEMBERED: Final = 1_024
# What is told of each comment that is asked about.
_COLUMNS: Final = dict.fromkeys(("author", "text", "page", "before"), BigInteger)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose and which text's past, but for what stands on this page, up to this comment."""

    author: int | None
    text: int | None
    page: int
    before: int


@lru_cache(_REMEMBERED)
def page_key(url: str | None) -> int:
    """Return the key of a page, all pages of a thread alike: 0 where this is no address of one.

    Scheme, ``www.`` and a slash at the end make no difference: programs and crawlers spell one page in several ways.
    """
    try:
        address = canonical_url(url or "").url
    except RefusedError:
        return 0
    return int(digest(bare_address(address))[:_KEY_DIGITS], 16)


def key_columns(
    text: str,
    author: str | None,
    author_url: str | None,
    url: str | None,
    email: str | None = None,
    owner: str | None = None,
) -> dict[str, int | None]:
    """Return the columns by which a comment is found as another's past, on the site that owns both."""
    site = site_of(url)
    scope = scope_of(owner, site)
    return {
        "author_key": author_key(author, author_url, site, email, scope=scope),
        "text_key": text_key(text, scope),
        "page_key": page_key(url),
    }


def newest_comment(connection: Connection) -> int:
    """Return the id of the newest comment, 0 where there is none: all up to it is the past of what comes now."""
    return connection.scalar(select(func.max(comments.c.id))) or 0


def with_histories(engine: Engine, asked: Sequence[Comment], places: Sequence[Place]) -> list[Comment]:
    """Return comments with what was on their sites before them, by one statement for all of them."""
    with reading(engine) as connection:
        return recall(connection, asked, places)


def recall(connection: Connection, asked: Sequence[Comment], places: Sequence[Place]) -> list[Comment]:
    """Return comments with their histories; ``places`` tell where each stands."""
    wanted = [_wanted(comment, place) for comment, place in zip(asked, places, strict=True)]
    known = _known(connection, {one for one in wanted if one is not None})
    return [
        comment if one is None else replace(comment, history=known[one])
        for comment, one in zip(asked, wanted, strict=True)
    ]


def _wanted(comment: Comment, place: Place) -> _Asked | None:
    scope = scope_of(comment.owner, comment.site)
    author = author_key(comment.author, comment.author_url, comment.site, comment.email, scope=scope)
    text = text_key(comment.text, scope)
    if author is None and text is None:
        return None
    return _Asked(author, text, page_key(place.url), _ALL if place.before is None else place.before)


def _known(connection: Connection, wanted: Iterable[_Asked]) -> dict[_Asked, History]:
    if not (asked := list(wanted)):
        return {}
    rows = [[one.author, one.text, one.page, one.before] for one in asked]
    found = connection.execute(_statement(connection.dialect.name), {"asked": orjson.dumps(rows).decode()})
    told: dict[_Asked, History] = dict.fromkeys(asked, History())
    for place, author, text in found:
        told[asked[place]] = History(_earlier(author), _earlier(text))
    return told


def _earlier(row: Sequence[Any]) -> Earlier | None:
    count, pages, mean, equal = row
    return Earlier(count, pages, float(mean or 0.0), equal or 0) if count else None


@cache
def _statement(dialect: str) -> Select[Any]:
    """Return the statement that looks up each of ``asked``, which is JSON: their places, then both pasts as lists."""
    wanted = asked_rows(dialect, _COLUMNS)
    return select(
        wanted.c.place,
        _past(wanted, comments.c.author_key, wanted.c.author, dialect),
        _past(wanted, comments.c.text_key, wanted.c.text, dialect),
    )


def _past(wanted: FromClause, key: Column[int | None], value: ColumnElement[int], dialect: str) -> ColumnElement[Any]:
    """Return the newest that was stored under a key, added up: [comments, pages, mean score, equal texts]."""
    columns = comments.c
    newest = (
        select(columns.page_key, columns.words, columns.text_key)
        .where(key == value, columns.id <= wanted.c.before, columns.page_key != wanted.c.page)
        .order_by(columns.id.desc())
        .limit(MOST_EARLIER)
        .correlate(wanted)
        .subquery()
    )
    made = func.json_array if dialect == "sqlite" else func.json_build_array
    told = made(
        func.count(),
        func.count(newest.c.page_key.distinct()),
        func.avg(newest.c.words),
        func.sum(cast(newest.c.text_key == wanted.c.text, Integer)),
        type_=JSON,
    )
    return select(told).select_from(newest).correlate(wanted).scalar_subquery()
