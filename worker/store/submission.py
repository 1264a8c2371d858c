"""How a batch of submissions becomes rows, whatever else is being submitted at the same moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import zstandard
from sqlalchemy import ColumnElement, Connection, Engine, bindparam, select, text, tuple_, update

from worker.domain import Arrival, NewArticle, State, Submitted
from worker.store.schema import articles, raw_pages
from worker.store.transactions import chunks, insert, instant, writing

# An article's place in the store: its key, and its page within a thread.
Address = tuple[str, int]

# Rows in one statement; each has some 20 parameters.
_ROWS_A_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class _Place:
    """The row of an address: as it was found, or as it was just made."""

    id: int
    revision: int
    content_hash: str | None  # of the row as it was found; None where it was just made


def store(engine: Engine, batch: Sequence[NewArticle]) -> list[Submitted]:
    """Store ``batch`` in one transaction; what it means is told at `Inbox.submit`."""
    versions = _by_address(batch)
    packed = {address: zstandard.compress(same[-1].raw) for address, same in versions.items()}
    with writing(engine) as connection:
        places = _places(connection, versions)
        arrivals = {address: _arrivals(places[address], same) for address, same in versions.items()}
        changed = [address for address in versions if set(arrivals[address]) != {Arrival.UNCHANGED}]
        _revise(connection, changed, places, versions, arrivals)
        _keep_raw(connection, {places[address].id: packed[address] for address in changed})
    told = {address: iter(same) for address, same in arrivals.items()}
    return [Submitted(places[_address(one)].id, next(told[_address(one)])) for one in batch]


def _address(article: NewArticle) -> Address:
    return article.key, article.page


def _by_address(batch: Iterable[NewArticle]) -> dict[Address, list[NewArticle]]:
    """Group a batch by address, in order of arrival."""
    grouped: dict[Address, list[NewArticle]] = {}
    for article in batch:
        grouped.setdefault(_address(article), []).append(article)
    return grouped


def _arrivals(place: _Place, same: Sequence[NewArticle]) -> list[Arrival]:
    """Say what each submission of one address was, one after the other."""
    arrivals, known = [], place.content_hash
    for article in same:
        if known is None:
            arrivals.append(Arrival.NEW)
        else:
            arrivals.append(Arrival.UNCHANGED if article.content_hash == known else Arrival.REVISED)
        known = article.content_hash
    return arrivals


def _places(connection: Connection, versions: Mapping[Address, Sequence[NewArticle]]) -> dict[Address, _Place]:
    """Make the rows that are missing, then lock those that are there.

    Each goes in the order of the addresses, whatever the batch's own: two batches can't wait for each other.
    """
    places: dict[Address, _Place] = {}
    while unplaced := [address for address in versions if address not in places]:
        known = _known(connection, unplaced)
        places.update(_make(connection, [versions[address][0] for address in unplaced if address not in known]))
        # A row that is discarded between two of the statements is in neither: the loop makes it anew.
        places.update(_lock(connection, [address for address in unplaced if address not in places]))
    return places


def _known(connection: Connection, addresses: Sequence[Address]) -> set[Address]:
    """Return the addresses that have a row, without locking it: re-crawls mostly bring nothing new."""
    known: set[Address] = set()
    for some in chunks(addresses, _ROWS_A_STATEMENT):
        rows = connection.execute(select(articles.c.key, articles.c.page).where(_at(some)))
        known.update((row.key, row.page) for row in rows)
    return known


def _at(addresses: Sequence[Address]) -> ColumnElement[bool]:
    return tuple_(articles.c.key, articles.c.page).in_(addresses)


def _make(connection: Connection, firsts: Sequence[NewArticle]) -> dict[Address, _Place]:
    if not firsts:
        return {}
    ids = _new_ids(connection, len(firsts))
    rows = [_columns(article) | {"id": row} for article, row in zip(firsts, ids, strict=True)]
    statement = (
        insert(connection, articles)
        .values(state=State.PENDING, attempts=0, revision=1, submitted_at=instant(connection))
        .on_conflict_do_nothing(index_elements=["key", "page"])
        .returning(articles.c.id, articles.c.key, articles.c.page)
    )
    made = connection.execute(statement, sorted(rows, key=itemgetter("key", "page")))
    return {(row.key, row.page): _Place(row.id, 1, None) for row in made}


def _new_ids(connection: Connection, count: int) -> Sequence[int]:
    """Return the next ``count`` ids, ascending, so that rows are numbered as their articles arrived."""
    if connection.dialect.name == "sqlite":
        last = connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'articles'")) or 0
        return range(last + 1, last + 1 + count)
    drawn = text("SELECT nextval(pg_get_serial_sequence('articles', 'id')) FROM generate_series(1, :count)")
    return sorted(connection.scalars(drawn, {"count": count}))


def _lock(connection: Connection, addresses: Sequence[Address]) -> dict[Address, _Place]:
    columns = articles.c
    places: dict[Address, _Place] = {}
    for some in chunks(sorted(addresses), _ROWS_A_STATEMENT):
        rows = connection.execute(
            select(columns.id, columns.key, columns.page, columns.revision, columns.content_hash)
            .where(_at(some))
            .order_by(columns.key, columns.page)
            .with_for_update()
        )
        places.update(((row.key, row.page), _Place(row.id, row.revision, row.content_hash)) for row in rows)
    return places


def _columns(article: NewArticle) -> dict[str, Any]:
    return {
        "key": article.key,
        "page": article.page,
        "external_id": article.external_id,
        "url": article.url,
        "source": article.source,
        "title": article.title,
        "published": article.published,
        "language": article.language,
        "fetched_at": article.fetched_at,
        "format": article.format,
        "content_hash": article.content_hash,
    }


def _revise(
    connection: Connection,
    changed: Sequence[Address],
    places: Mapping[Address, _Place],
    versions: Mapping[Address, Sequence[NewArticle]],
    arrivals: Mapping[Address, Sequence[Arrival]],
) -> None:
    """Bring rows whose content changed to their newest version, and take them from whoever has them."""
    rows = [
        _columns(versions[address][-1]) | {"row": places[address].id, "revision": places[address].revision + revisions}
        for address in changed
        if (revisions := arrivals[address].count(Arrival.REVISED))
    ]
    if not rows:
        return
    values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "row"}
    connection.execute(
        update(articles)
        .where(articles.c.id == bindparam("row"))
        .values(
            values
            | dict.fromkeys(("lease_token", "leased_until", "error_reason", "error_message", "rung_at", "dead_at"))
            | {"state": State.PENDING, "attempts": 0, "submitted_at": instant(connection)}
        ),
        rows,
    )


def _keep_raw(connection: Connection, packed: Mapping[int, bytes]) -> None:
    if not packed:
        return
    statement = insert(connection, raw_pages)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["article_id"], set_={"raw": statement.excluded.raw}),
        [{"article_id": row, "raw": raw} for row, raw in packed.items()],
    )
