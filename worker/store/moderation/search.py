"""Search in all of history: words in comments and their authors' names, by each database's own full-text index."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Engine,
    Select,
    String,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    union,
)
from sqlalchemy.dialects.postgresql import REGCONFIG, TSVECTOR

from classifiers.types import Verdict
from worker.store.base.cjk_words import is_unspaced, phrase
from worker.store.base.schema import comments, results, waiting
from worker.store.base.standing_verdicts import verdict_by_copy
from worker.store.base.transactions import Readable, reading
from worker.store.moderation.assignments import is_assigned
from worker.store.moderation.review_cards import Card, read_cards

# Comments that an export reads at once.
_EXPORTED_AT_ONCE: Final = 500
# Comments that are counted: more are "more than so many", which costs the same whatever is stored.
MOST_COUNTED: Final = 1_000
# Words and phrases of one query: more only cost time.
_MOST_TERMS: Final = 20

# What stands before a host in a URL.
_BEFORE: Final = ("//", ".", "@")

_TERM: Final = re.compile(r'"([^"]{1,200})"|(\S{1,200})')
# The expression of the index ix_comment_words, word for word.
_DOCUMENT: Final = "to_tsvector('simple', left(coalesce(author, '') || ' ' || text, 50000))"
_SIMPLE: Final = literal_column("'simple'", REGCONFIG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for: all that is given must hold.

    Days are UTC, both included, and ``since`` may be a time; ``before`` is the page's mark. ``author`` is a name as
    it is written, ``host`` one that links or the author's address point to, with all below it. ``waiting`` are those
    of the review queue, ``undecided`` those that no moderator has judged, ``assignee`` is who is to look at them,
    ``site`` the one that their articles belong to.
    """

    words: str = ""
    verdict: Verdict | None = None
    reason: str = ""
    source: str = ""
    model: str = ""
    since: date | None = None
    until: date | None = None
    campaign: int | None = None
    site: str = ""
    author: str = ""
    host: str = ""
    language: str = ""
    assignee: str = ""
    waiting: bool = False
    undecided: bool = False
    before: int | None = None
    limit: int = 25


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the comments that were found, the newest first; ``next`` is the mark to go on before, or None.

    ``count`` is how many there are on all pages, counted no further than `MOST_COUNTED` + 1.
    """

    cards: tuple[Card, ...]
    next: int | None
    count: int = 0


def search(engine: Engine, query: Query) -> Found:
    """Return a page of what is found, and how much there is."""
    with reading(engine) as connection:
        page = _page(connection, query)
        if query.before is None and page.next is None:  # all that is found, in sight
            return replace(page, count=len(page.cards))
        return replace(page, count=count_found(connection, query))


def count_found(store: Readable, query: Query) -> int:
    """Return how many a search finds on all pages, counted no further than `MOST_COUNTED` + 1."""
    with reading(store) as connection:
        some = ids_statement(replace(query, before=None), connection.dialect.name).limit(MOST_COUNTED + 1).subquery()
        return connection.scalar(select(func.count()).select_from(some)) or 0


def everything(engine: Engine, query: Query) -> Iterator[Card]:
    """Yield all that is found, the newest first; no transaction is open while the caller works."""
    before = query.before
    while True:
        found = _page(engine, replace(query, before=before, limit=_EXPORTED_AT_ONCE))
        yield from found.cards
        if found.next is None:
            return
        before = found.next


def _page(store: Readable, query: Query) -> Found:
    with reading(store) as connection:
        dialect = connection.dialect.name
        ids: Sequence[int] = connection.scalars(ids_statement(query, dialect).limit(query.limit + 1)).all()
        shown = ids[: query.limit]
        cards = read_cards(connection, shown)
    return Found(tuple(cards), shown[-1] if len(ids) > query.limit else None)


def ids_statement(query: Query, dialect: str) -> Select[Any]:
    """Select the ids of what is found, the newest first."""
    terms = _terms(query.words)
    if terms and dialect == "postgresql":
        return _of_these(_matching(terms, dialect), query)
    statement = _filtered(select(comments.c.id), query)
    if terms:
        # Apart, so that the words' indices are asked first: to read them in every comment costs far more.
        statement = statement.where(comments.c.id.in_(select(_matching(terms, dialect).cte("matching").c.id)))
    return statement.order_by(comments.c.id.desc())


def _filtered(statement: Select[Any], query: Query) -> Select[Any]:
    if query.since or query.until:
        statement = statement.join(results, results.c.article_id == comments.c.article_id)
    return statement.where(~comments.c.gone, *_conditions(query))


def _of_these(matching: CompoundSelect[Any] | Select[Any], query: Query) -> Select[Any]:
    """Look at the comments that match one by one, the newest first.

    PostgreSQL takes any word for one that many comments have, and would rather walk through all comments from the
    newest on, asking of each whether it matches: with a rare word, to the very end. OFFSET keeps that order of work.
    """
    found = matching.cte("matching").prefix_with("MATERIALIZED")
    newest = select(found.c.id).order_by(found.c.id.desc()).subquery("newest")
    kept = _filtered(select(comments.c.id.label("kept_id")), query).where(comments.c.id == newest.c.id)
    one = kept.offset(0).lateral("kept")
    return select(newest.c.id).select_from(newest.join(one, true())).order_by(newest.c.id.desc())


def _conditions(query: Query) -> Iterator[ColumnElement[bool]]:
    if query.before is not None:
        yield comments.c.id < query.before
    if query.verdict is not None:
        yield verdict_by_copy() == query.verdict
    if query.reason:
        yield cast(comments.c.reasons, String).contains(f'["{query.reason}",', autoescape=True)
    for column in (comments.c.source, comments.c.model, comments.c.author, comments.c.language):
        if wanted := getattr(query, column.name):
            yield column == wanted
    yield from _open(query)
    if query.campaign is not None:
        yield comments.c.campaign == query.campaign
    yield from _dated(query)


def _open(query: Query) -> Iterator[ColumnElement[bool]]:
    if query.waiting:
        yield waiting
    elif query.undecided:
        yield comments.c.decided.is_(None)
    if query.host:
        yield _points_to(query.host)
    if query.site:
        yield comments.c.owner == query.site
    if query.assignee:
        yield is_assigned(query.assignee)


def _dated(query: Query) -> Iterator[ColumnElement[bool]]:
    if query.since:
        yield results.c.done_at >= (query.since if isinstance(query.since, datetime) else _midnight(query.since))
    if query.until:
        yield results.c.done_at < _midnight(query.until + timedelta(days=1))


def _points_to(host: str) -> ColumnElement[bool]:
    """Whether a link or the author's address points to a host or to one below it.

    A host stands behind the scheme, a dot or somebody's name, and before whatever may follow a host in a URL.
    """
    links = cast(comments.c.links, String)
    named = json.dumps(host)[1:-1]
    ends = ("/", '"', ":", "?", "#")
    return or_(
        *(links.icontains(f"{before}{named}{after}", autoescape=True) for before in _BEFORE for after in ends),
        *(
            (comments.c.author_url + "/").icontains(f"{before}{host}{after}", autoescape=True)
            for before in _BEFORE
            for after in ("/", ":", "?", "#")
        ),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _terms(words: str) -> list[str]:
    """Return the words and "phrases in quotes" of a query that have a letter or a digit."""
    found = (phrase or word for phrase, word in _TERM.findall(words))
    return [term for term in found if any(map(str.isalnum, term))][:_MOST_TERMS]


def _matching(terms: Sequence[str], dialect: str) -> CompoundSelect[Any] | Select[Any]:
    """Select the comments with all terms: among their words, or, where they write without blanks, among their pairs."""
    words, pairs = (_words, _pairs) if dialect == "postgresql" else (_sqlite_words, _sqlite_pairs)
    if any(map(is_unspaced, terms)):
        return pairs(terms)
    return union(words(terms), pairs(terms))


def _sqlite_words(terms: Sequence[str]) -> Select[Any]:
    # Quoted, a term is never read as an operator.
    return _fts5("comment_words", " ".join('"' + term.replace('"', " ") + '"' for term in terms))


def _sqlite_pairs(terms: Sequence[str]) -> Select[Any]:
    phrases = map(phrase, terms)
    return _fts5("comment_unspaced", " ".join(f'"{" ".join(words)}"{"*" * begun}' for words, begun in phrases))


def _fts5(index: str, wanted: str) -> Select[Any]:
    matches = text(f"{index} MATCH :in_{index}").bindparams(**{f"in_{index}": wanted})
    return select(literal_column("rowid").label("id")).select_from(text(index)).where(matches)


def _words(terms: Sequence[str]) -> Select[Any]:
    document = literal_column(_DOCUMENT, TSVECTOR)
    return select(comments.c.id).where(*(document.op("@@")(func.phraseto_tsquery(_SIMPLE, term)) for term in terms))


def _pairs(terms: Sequence[str]) -> Select[Any]:
    document = func.to_tsvector(_SIMPLE, comments.c.unspaced)
    wanted = (func.to_tsquery(_SIMPLE, _tsquery(*phrase(term))) for term in terms)
    return select(comments.c.id).where(comments.c.unspaced.is_not(None), *(document.op("@@")(one) for one in wanted))


def _tsquery(words: Sequence[str], begun: bool) -> str:
    return " <-> ".join(f"'{word}'" for word in words) + ":*" * begun
