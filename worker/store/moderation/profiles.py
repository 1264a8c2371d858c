"""Who wrote, and where it points: what is stored under one author's name, or of one site that comments point to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select

from classifiers.types import Verdict
from worker.ingest.sites import site_of
from worker.store.base.schema import comments
from worker.store.base.standing_verdicts import verdict_by_copy
from worker.store.base.transactions import reading
from worker.store.moderation.search import Query, ids_statement

# Comments that a profile is told from, the newest: a bound on the work, and the page says so.
MOST_LOOKED_AT: Final = 5_000
# Characters of a phrase that the words' index is asked for.
_LONGEST_PHRASE: Final = 200
# Names, sites and sources that are shown.
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """What is stored of what a search finds.

    ``stands`` counts its comments (no more than `MOST_LOOKED_AT`) by what stands of them; ``first`` and ``last`` are
    days (UTC). ``sources``, ``names`` and ``sites`` (behind the authors' names) count them, the most first.
    """

    stands: Mapping[Verdict, int]
    first: date | None
    last: date | None
    sources: Mapping[str, int]
    names: Mapping[str, int]
    sites: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many comments it is told from."""
        return sum(self.stands.values())


def profile(engine: Engine, query: Query) -> Profile:
    """Return what is stored of what a search finds."""
    with reading(engine) as connection:
        some = ids_statement(_by_words(query), connection.dialect.name).limit(MOST_LOOKED_AT).subquery("some")
        chosen = comments.c.id.in_(select(some.c.id))
        days = select(func.min(comments.c.day), func.max(comments.c.day)).where(chosen)
        first, last = connection.execute(days).one()
        stands = _counted(connection, verdict_by_copy(), chosen)
        sources, names, urls = (
            _counted(connection, column, chosen)
            for column in (comments.c.source, comments.c.author, comments.c.author_url)
        )
    sites: dict[str, int] = {}
    for url, many in urls:
        if site := site_of(url):
            sites[site] = sites.get(site, 0) + many
    verdicts = {Verdict(verdict): many for verdict, many in stands}
    return Profile(verdicts, first, last, _most(sources), _most(names), _most(sites.items()))


def _by_words(query: Query) -> Query:
    """Look for an author by the words' index first: his name is in it, and no index holds whole names."""
    name = query.author
    if len(name) <= _LONGEST_PHRASE and any(map(str.isalnum, name)) and '"' not in name:
        return replace(query, words=f'{query.words} "{name}"'.strip())
    return query


def _counted(connection: Connection, column: ColumnElement[Any], chosen: ColumnElement[bool]) -> list[tuple[str, int]]:
    named: Select[Any] = select(column, func.count()).where(chosen).group_by(column)
    return [(name, int(many)) for name, many in connection.execute(named) if name]


def _most(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(counted, key=lambda one: (-one[1], one[0]))[:_SHOWN])
