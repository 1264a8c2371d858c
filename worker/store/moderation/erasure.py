"""Erasing what somebody wishes to be forgotten, in every table, with a tombstone in its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import zstandard
from sqlalchemy import Connection, Engine, delete, or_, select, update

from classifiers.digests import digest
from worker.domain import State
from worker.ingest.article_keys import canonical_url
from worker.store.base.any_of import any_of
from worker.store.base.audit import note
from worker.store.base.schema import articles, bulk_decisions, comments, deliveries, raw_pages, results
from worker.store.base.scrub import scrub
from worker.store.base.transactions import reading, writing
from worker.store.flow.history_keys import history_key
from worker.store.flow.place_keys import lone_key
from worker.store.flow.rules import forget
from worker.store.flow.tombstones import Erased, author_digest, bury, signed_names
from worker.store.moderation.named_in_page import names
from worker.store.moderation.saved_filters import forget_filters
from worker.work.folded_text import folded

# Rows looked at in one transaction; pages have at most 2 MB, and are packed.
_COMMENTS_AT_ONCE = 5000
_PAGES_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Erasure:
    """How much was erased: whole articles, single comments, and pages as they came."""

    articles: int = 0
    comments: int = 0
    pages: int = 0


def erase_url(engine: Engine, url: str, *, actor: str) -> Erasure:
    """Erase the article of an address with all pages of its thread, its comments, labels and dead letters.

    It is not taken in again. Raises RefusedError (BAD_URL) where it is no address.
    """
    address = canonical_url(url).url
    keys = [digest(address), lone_key(address), history_key(address)]
    with writing(engine) as connection:
        ids = list(connection.scalars(select(articles.c.id).where(articles.c.key.in_(keys))))
        many = len(list(connection.scalars(select(comments.c.id).where(any_of(comments.c.article_id, ids)))))
        _forget(connection, ids)
        bury(connection, Erased.ARTICLE, keys)
        note(connection, actor=actor, action="erase url", details={"articles": ids})
    scrub(engine)
    return Erasure(articles=len(ids), comments=many, pages=len(ids))


def erase_author(engine: Engine, author: str, *, actor: str, email: str | None = None) -> Erasure:
    """Erase every comment that an author signed, with its labels, and every stored page that names him or held one.

    ``author`` is a name, or the e-mail or IP address that stands in its place or, as ``mailto:``, behind it; ``email``
    is the digest that this address is kept as.

    A dead letter that names him is given up. What comes in later under his name is dropped before it is stored.
    """
    name = folded(author)
    with writing(engine) as connection:
        bury(connection, Erased.AUTHOR, [author_digest(author)])
    erased, articles_of_his = _erase_comments(engine, name, email)
    pages, whole = _erase_pages(engine, name, articles_of_his)
    _erase_from_records(engine, name, email)
    with writing(engine) as connection:
        note(connection, actor=actor, action="erase author", details={"comments": erased, "pages": pages})
    scrub(engine)
    return Erasure(articles=whole, comments=erased, pages=pages)


def _erase_comments(engine: Engine, name: str, email: str | None) -> tuple[int, set[int]]:
    """Erase the comments that he signed; return how many they were, and the articles that held them."""
    erased, after = 0, 0
    held: set[int] = set()
    signed = or_(*(comments.c[column].is_not(None) for column in ("author", "author_url", "email")))
    columns = comments.c
    wanted = (
        select(columns.id, columns.author, columns.author_url, columns.email, columns.article_id)
        .order_by(columns.id)
        .limit(_COMMENTS_AT_ONCE)
    )
    while True:
        with writing(engine) as connection:
            rows = connection.execute(wanted.where(columns.id > after, signed)).all()
            his = [row for row in rows if name in signed_names(row.author, row.author_url) or _is(row.email, email)]
            connection.execute(delete(comments).where(any_of(columns.id, [row.id for row in his])))
        erased += len(his)
        held.update(row.article_id for row in his)
        if not rows:
            return erased, held
        after = rows[-1].id


def _is(digest: str | None, email: str | None) -> bool:
    return email is not None and digest == email


def _erase_from_records(engine: Engine, name: str, email: str | None) -> None:
    """Take his name out of rules, of searches that are kept, and of the records of decisions on many comments."""
    columns = bulk_decisions.c
    with writing(engine) as connection:
        for row in connection.execute(select(columns.id, columns.filters)).all():
            kept = {field: value for field, value in row.filters.items() if name not in folded(value)}
            if kept != row.filters:
                connection.execute(update(bulk_decisions).where(columns.id == row.id).values(filters=kept))
        forget(connection, name)
        forget_filters(connection, name)
        if email:
            forget(connection, email)


def _erase_pages(engine: Engine, name: str, held: set[int]) -> tuple[int, int]:
    """Erase the pages that name him or held a comment of his, and the dead articles that are nothing else.

    Return how many of each.
    """
    pages = whole = 0
    for ids in _pages_that_name(engine, name, held):
        with writing(engine) as connection:
            dead = select(articles.c.id).where(any_of(articles.c.id, ids), articles.c.state == State.DEAD)
            given_up = list(connection.scalars(dead.where(articles.c.id.not_in(select(results.c.article_id)))))
            # What still waits keeps its page: his comments are dropped when it is worked on, and the page with them.
            waiting = articles.c.state.in_([State.PENDING, State.PROCESSING])
            kept = set(connection.scalars(select(articles.c.id).where(any_of(articles.c.id, ids), waiting)))
            gone = [one for one in ids if one not in kept]
            connection.execute(delete(raw_pages).where(any_of(raw_pages.c.article_id, gone)))
            _forget(connection, given_up)
        pages, whole = pages + len(gone), whole + len(given_up)
    return pages, whole


def _pages_that_name(engine: Engine, name: str, held: set[int]) -> Iterator[Sequence[int]]:
    after = 0
    wanted = (
        select(raw_pages, articles.c.format, articles.c.charset)
        .join(articles, articles.c.id == raw_pages.c.article_id)
        .order_by(raw_pages.c.article_id)
        .limit(_PAGES_AT_ONCE)
    )
    while True:
        with reading(engine) as connection:
            rows = connection.execute(wanted.where(raw_pages.c.article_id > after)).all()
        if not rows:
            return
        yield [
            row.article_id
            for row in rows
            if row.article_id in held or names(zstandard.decompress(row.raw), row.format, row.charset, name)
        ]
        after = rows[-1].article_id


def _forget(connection: Connection, ids: Sequence[int]) -> None:
    """Delete articles with all that hangs on them."""
    connection.execute(delete(deliveries).where(any_of(deliveries.c.article_id, ids)))
    connection.execute(delete(articles).where(any_of(articles.c.id, ids)))
