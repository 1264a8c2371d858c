"""How a batch of submissions becomes rows, whatever else is being submitted at the same moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from operator import itemgetter
from typing import Any

import orjson
import zstandard
from sqlalchemy import Connection, Engine, bindparam, select, text, update

from worker.domain import Arrival, NewArticle, State, Submitted
from worker.store.base.any_of import any_of
from worker.store.base.bulk_rows import insert_missing
from worker.store.base.schema import articles
from worker.store.base.site_table import owners_of
from worker.store.base.transactions import instant, writing
from worker.store.flow.sources import source_values

# As small as zstandard's own choice (3) on texts and pages of 2 to 75 kB, in five sixths to three quarters of the time.
_LEVEL = 2

# An article's place in the store: its key, and its page within a thread.
Address = tuple[str, int]
# The sites that own what is at an address, by address.
Owners = Mapping[str | None, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """The row of an address: as it was found, or as it was just made."""

    id: int
    revision: int
    content_hash: str | None  # of the row as it was found; None where it was just made


def store(engine: Engine, batch: Sequence[NewArticle], *, rung: bool) -> list[Submitted]:
    """Store ``batch`` in one transaction; what it means is told at `Inbox.submit`."""
    versions = _by_address(batch)
    compress = zstandard.ZstdCompressor(level=_LEVEL).compress
    packed = {address: compress(same[-1].source.raw) for address, same in versions.items()}
    with writing(engine) as connection:
        owners = owners_of(connection, {one.source.url for one in batch})
        places = _places(connection, versions, owners, rung=rung)
        arrivals = {address: _arrivals(places[address], same) for address, same in versions.items()}
        changed = [address for address in versions if set(arrivals[address]) != {Arrival.UNCHANGED}]
        _revise(connection, changed, places, versions, arrivals, owners, rung=rung)
        _keep_raw(connection, {places[address].id: packed[address] for address in changed})
    remaining = {address: iter(same) for address, same in arrivals.items()}
    return [Submitted(places[_address(one)].id, next(remaining[_address(one)])) for one in batch]


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


def _places(
    connection: Connection, versions: Mapping[Address, Sequence[NewArticle]], owners: Owners, *, rung: bool
) -> dict[Address, _Place]:
    """Make the rows that are missing, then lock those that are there.

    Each goes in the order of the addresses, whatever the batch's own: two batches can't wait for each other.
    """
    places: dict[Address, _Place] = {}
    while unplaced := [address for address in versions if address not in places]:
        known = _known(connection, unplaced)
        missing = [address for address in unplaced if address not in known]
        made = _make(connection, [versions[address][0] for address in missing], owners, rung=rung)
        # Others may have made some of them meanwhile.
        known |= _known(connection, [address for address in missing if address not in made])
        # A row that is discarded between two of the statements is in neither: the loop makes it anew.
        places |= made | (_lock(connection, known.values()) if known else {})
    return places


def _known(connection: Connection, addresses: Sequence[Address]) -> dict[Address, int]:
    """Return the ids of the addresses that have a row, without locking it: re-crawls mostly bring nothing new."""
    if not addresses:
        return {}
    columns = articles.c
    rows = connection.execute(
        select(columns.key, columns.page, columns.id).where(any_of(columns.key, {key for key, _ in addresses}))
    )
    wanted = set(addresses)
    return {(row.key, row.page): row.id for row in rows if (row.key, row.page) in wanted}


def _make(connection: Connection, firsts: Sequence[NewArticle], owners: Owners, *, rung: bool) -> dict[Address, _Place]:
    if not firsts:
        return {}
    ids, now = _new_ids(connection, len(firsts))
    same = {"state": State.PENDING.value, "attempts": 0, "revision": 1, "submitted_at": now}
    same["rung_at"] = now if rung else None
    rows = [_columns(article, owners) | {"id": row} | same for article, row in zip(firsts, ids, strict=True)]
    made = insert_missing(connection, articles, ("key", "page"), sorted(rows, key=itemgetter("key", "page")))
    return {(row["key"], row["page"]): _Place(row["id"], 1, None) for row in rows if row["id"] in made}


def _new_ids(connection: Connection, count: int) -> tuple[Sequence[int], datetime]:
    """Return the next ``count`` ids, ascending, so that rows are numbered as their articles arrived; and the time."""
    if connection.dialect.name == "sqlite":
        last = connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'articles'")) or 0
        return range(last + 1, last + 1 + count), datetime.now(UTC)
    drawn = text(
        "SELECT nextval(pg_get_serial_sequence('articles', 'id')) AS id, clock_timestamp() AS now"
        " FROM generate_series(1, :count)"
    )
    rows = connection.execute(drawn, {"count": count}).all()
    return sorted(row.id for row in rows), rows[0].now


def _lock(connection: Connection, ids: Iterable[int]) -> dict[Address, _Place]:
    columns = articles.c
    rows = connection.execute(
        select(columns.id, columns.key, columns.page, columns.revision, columns.content_hash)
        .where(any_of(columns.id, ids))
        .order_by(columns.key, columns.page)
        .with_for_update()
    )
    return {(row.key, row.page): _Place(row.id, row.revision, row.content_hash) for row in rows}


def _columns(article: NewArticle, owners: Owners) -> dict[str, Any]:
    return {
        "owner": owners[article.source.url],
        "key": article.key,
        "page": article.page,
        "external_id": article.external_id,
        "source": article.feed,
        "content_hash": article.content_hash,
        **source_values(article.source),
    }


def _revise(
    connection: Connection,
    changed: Sequence[Address],
    places: Mapping[Address, _Place],
    versions: Mapping[Address, Sequence[NewArticle]],
    arrivals: Mapping[Address, Sequence[Arrival]],
    owners: Owners,
    *,
    rung: bool,
) -> None:
    """Bring rows whose content changed to their newest version, and take them from whoever has them."""
    rows = [
        _columns(versions[address][-1], owners)
        | {"row": places[address].id, "revision": places[address].revision + revisions}
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
            | dict.fromkeys(("lease_token", "leased_until", "error_reason", "error_message", "dead_at"))
            | {"state": State.PENDING, "attempts": 0, "submitted_at": instant(connection)}
            | {"rung_at": instant(connection) if rung else None}
        ),
        rows,
    )


def _keep_raw(connection: Connection, packed: Mapping[int, bytes]) -> None:
    if not packed:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_SQLITE_KEEP_RAW, list(packed.items()))
        return
    ends = accumulate(map(len, packed.values()))
    rows = [
        {"id": row, "at": end - len(raw) + 1, "size": len(raw)}
        for (row, raw), end in zip(packed.items(), ends, strict=True)
    ]
    connection.execute(_POSTGRES_KEEP_RAW, {"rows": orjson.dumps(rows).decode(), "pages": b"".join(packed.values())})


# Bytes have no place in JSON, which carries all other rows (see worker.store.base.bulk_rows).
_SQLITE_KEEP_RAW = "INSERT OR REPLACE INTO raw_pages (article_id, raw) VALUES (?, ?)"
# All pages in one piece: psycopg takes far longer over an array of them than over their sum.
_POSTGRES_KEEP_RAW = text(
    "INSERT INTO raw_pages (article_id, raw) SELECT id, substr(CAST(:pages AS bytea), at, size)"
    " FROM json_to_recordset(CAST(:rows AS json)) AS page(id bigint, at integer, size integer)"
    " ON CONFLICT (article_id) DO UPDATE SET raw = excluded.raw"
)
