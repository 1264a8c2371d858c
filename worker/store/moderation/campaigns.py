"""Campaigns: comments that are nearly the same, found by their MinHash sketches as time allows.

The worker's commit does none of this: who keeps the desk calls `catch_up` now and then.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, or_, select, text, update

from classifiers.data.likeness import Sketch, alike, bands, pack, sketches, unpack
from worker.store.base.schema import campaigns, comments, fingerprints
from worker.store.base.transactions import AnyRow, chunks, writing

# Comments that one transaction looks at.
_AT_ONCE = 500
# Ids are given before they are committed, so a lower one may turn up later: so far back it is looked for.
_LATE_IDS = 20_000
# Any number of our own: one process at a time looks for campaigns.
_LOCK = 0x57494E43414D

_BAND_COLUMNS = [column for column in campaigns.c if column.name.startswith("band_")]


@dataclass(slots=True)
class _KnownCampaigns:
    """Campaigns that a sketch may belong to, by the values of their bands."""

    sketches: dict[int, Sketch] = field(default_factory=dict)
    by_band: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def add(self, campaign: int, its: Sketch) -> None:
        """Remember a campaign."""
        self.sketches[campaign] = its
        for place in enumerate(bands(its)):
            self.by_band.setdefault(place, []).append(campaign)

    def of(self, its: Sketch) -> int | None:
        """Return the oldest campaign that this sketch is alike to, or None."""
        near = {one for place in enumerate(bands(its)) for one in self.by_band.get(place, ())}
        return min((one for one in near if alike(self.sketches[one], its)), default=None)


class Campaigns:
    """The near-duplicates among the stored comments."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def catch_up(self) -> int:
        """Look at some comments that nobody has looked at yet, the oldest first; return how many those were.

        Returns 0 too where another process is at it.
        """
        with writing(self._engine) as connection:
            if not _is_ours(connection):
                return 0
            rows = _unseen(connection)
            found = dict(zip([row.id for row in rows], sketches([row.text for row in rows]), strict=True))
            _place(connection, {one: its for one, its in found.items() if its is not None})
            if rows:
                packed = {one: None if its is None else pack(its) for one, its in found.items()}
                seen = [{"comment_id": one, "sketch": its} for one, its in packed.items()]
                connection.execute(fingerprints.insert(), seen)
        return len(rows)


def _is_ours(connection: Connection) -> bool:
    if connection.dialect.name == "sqlite":
        return True  # its write lock is held
    return bool(connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}))


def _unseen(connection: Connection) -> Sequence[AnyRow]:
    newest = connection.scalar(select(func.max(fingerprints.c.comment_id))) or 0
    seen = select(fingerprints.c.comment_id).where(fingerprints.c.comment_id == comments.c.id).exists()
    statement = select(comments.c.id, comments.c.text).where(comments.c.id > newest - _LATE_IDS, ~seen)
    return connection.execute(statement.order_by(comments.c.id).limit(_AT_ONCE)).all()


def _place(connection: Connection, found: Mapping[int, Sketch]) -> None:
    """Give each sketch to a campaign that it is alike to, or make one of it."""
    known = _candidates(connection, found.values())
    new: dict[int, Sketch] = {}
    joined: dict[int, int] = {}
    for comment, its in found.items():
        campaign = known.of(its)
        if campaign is None:
            known.add(comment, its)
            new[comment] = its
        else:
            joined[comment] = campaign
    grown = Counter(joined.values())
    if new:
        connection.execute(campaigns.insert(), [_row(one, its, 1 + grown[one]) for one, its in new.items()])
    _grow(connection, {one: many for one, many in grown.items() if one not in new})
    # A campaign's first comment is marked when the second is found: most texts stay alone, and are never rewritten.
    _mark(connection, joined | {one: one for one in grown})


def _candidates(connection: Connection, found: Iterable[Sketch]) -> _KnownCampaigns:
    known = _KnownCampaigns()
    values = list(zip(*(bands(its) for its in found), strict=True))
    if not values:
        return known
    shared = or_(*(column.in_(set(some)) for column, some in zip(_BAND_COLUMNS, values, strict=True)))
    for row in connection.execute(select(campaigns.c.id, campaigns.c.sketch).where(shared)):
        known.add(row.id, unpack(row.sketch))
    return known


def _row(campaign: int, its: Sketch, size: int) -> dict[str, Any]:
    named = {column.name: value for column, value in zip(_BAND_COLUMNS, bands(its), strict=True)}
    return {"id": campaign, "size": size, "sketch": pack(its)} | named


def _grow(connection: Connection, grown: Mapping[int, int]) -> None:
    if grown:
        more = update(campaigns).where(campaigns.c.id == bindparam("campaign"))
        rows = [{"campaign": one, "many": many} for one, many in sorted(grown.items())]
        connection.execute(more.values(size=campaigns.c.size + bindparam("many")), rows)


def _mark(connection: Connection, joined: Mapping[int, int]) -> None:
    statement = update(comments).where(comments.c.id == bindparam("row"), comments.c.campaign.is_(None))
    rows = [{"row": comment, "of": campaign} for comment, campaign in sorted(joined.items())]
    for some in chunks(rows):
        connection.execute(statement.values(campaign=bindparam("of")), some)
