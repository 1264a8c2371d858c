"""The store as some sites see it: what no site of theirs owns does not exist.

Held in one place, for every statement: whoever is handed such an engine reads and changes nothing else, and a table
that is not named here can't be asked at all.
"""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    Alias,
    ColumnClause,
    ColumnElement,
    Connection,
    Delete,
    Engine,
    FromClause,
    Insert,
    String,
    Subquery,
    Table,
    TextClause,
    Update,
    and_,
    event,
    exists,
    false,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.sql import visitors

from worker.domain import DEFAULT_SITE
from worker.errors import NotFoundError
from worker.store.base.any_of import any_of
from worker.store.base.schema import (
    appeals,
    articles,
    assignments,
    audit,
    bulk_decisions,
    campaigns,
    cases,
    comment_notes,
    comments,
    count_changes,
    deferrals,
    deliveries,
    idempotency,
    labels,
    preferences,
    raw_pages,
    reason_doubts,
    results,
    rules,
    running_counts,
    saved_filters,
    shadow_scores,
    site_hosts,
    site_priors,
    sites,
    slice_holds,
    slice_weeks,
    webhooks,
)

# Sets of sites whose views are kept: as many as there are kinds of callers at once.
_KEPT: Final = 512
_DEFAULT: Final = literal_column(f"'{DEFAULT_SITE}'", String)
_OPTION: Final = "winnow_sites"
# Of a statement that asks of the whole store, whoever is the reason: who has to be told of what a caller does.
WHOLE: Final[Mapping[str, Any]] = MappingProxyType({"winnow_whole": True})
# What belongs to a row of another table goes with it.
_OWNED: Final = (articles, comments)
_OF_COMMENTS: Final = (appeals, assignments, labels, comment_notes, deferrals, reason_doubts, shadow_scores, audit)
_OF_ARTICLES: Final = (results, raw_pages, cases)
# What a caller keeps of his own, by his name or his token.
_OPEN: Final = frozenset({idempotency, preferences})
# Counted for the whole installation: of some sites nothing is known.
_COUNTS: Final = (running_counts, count_changes)
# Locks, which are no statement on a table.
_LOCKS: Final = ("SELECT pg_advisory_xact_lock(", "SELECT pg_try_advisory_xact_lock(")


def narrowed(engine: Engine, names: Collection[str]) -> Engine:
    """Return an engine to which nothing exists but what these sites own; its connections are the other's.

    A statement on what has no owner raises NotFoundError.
    """
    return _narrowed(engine, frozenset(names))


def seen_by(connection: Connection) -> str | None:
    """Return the sites whose view a connection has, as one word for a column: None for all."""
    found: str | None = connection.get_execution_options().get(_OPTION)
    return found


def sites_of(engine: Engine) -> frozenset[str] | None:
    """Return the sites whose view an engine has, None for all."""
    found = engine.get_execution_options().get(_OPTION)
    return None if found is None else frozenset(found.split())


@lru_cache(_KEPT)
def _narrowed(engine: Engine, names: frozenset[str]) -> Engine:
    word = " ".join(sorted(names))
    own = engine.execution_options(**{_OPTION: word})
    event.listen(own, "before_execute", _Narrowing(names, word), retval=True)
    return own


class _Narrowing:
    """Puts in each statement what some sites own in the place of each table."""

    def __init__(self, names: frozenset[str], word: str) -> None:
        self._own = _conditions(names, word)
        self._views: dict[FromClause, Subquery] = {
            table: _view(table, table.name, own(table.c)) for table, own in self._own.items()
        }
        self._views[campaigns] = _campaigns(self._own[comments](comments.c))

    def __call__(self, _connection: Connection, statement: Any, rows: Any, row: Any, options: Any) -> tuple[Any, ...]:
        """Return the statement as it may be executed, with its parameters."""
        return statement if options.keys() & WHOLE.keys() else self._narrow(statement), rows, row

    def _narrow(self, statement: Any) -> Any:
        if isinstance(statement, (Update, Delete)):
            return statement.where(self._condition(statement.table))
        if isinstance(statement, Insert):
            if statement.table not in self._own and statement.table not in _OPEN:
                raise _nothing()
            return statement
        if isinstance(statement, TextClause):
            if not statement.text.startswith(_LOCKS):
                raise _nothing()
            return statement
        aliases: dict[FromClause, Subquery] = {}

        def in_place_of(element: Any, **_: Any) -> Any:
            return self._in_place_of(element, aliases)

        return visitors.replacement_traverse(statement, {}, in_place_of)

    def _condition(self, table: Any) -> ColumnElement[bool]:
        if table in _OPEN:
            return true()
        if table not in self._own:
            raise _nothing()
        return self._own[table](table.c)

    def _in_place_of(self, part: Any, aliases: dict[FromClause, Subquery]) -> Any:
        if isinstance(part, Table) or (isinstance(part, Alias) and isinstance(part.element, Table)):
            return self._view_of(part, aliases)
        table = getattr(part, "table", None) if isinstance(part, ColumnClause) else None
        if isinstance(table, Table) or (isinstance(table, Alias) and isinstance(table.element, Table)):
            view = self._view_of(table, aliases)
            return part if view is table else view.c[part.key]
        return None

    def _view_of(self, table: FromClause, aliases: dict[FromClause, Subquery]) -> FromClause:
        if table in _OPEN:
            return table
        if isinstance(table, Alias):
            if table not in aliases:
                named: Any = table.element
                # What stands beside another row is found by its place there: no index of ours may tempt the planner.
                own = self._own[named](_Unindexed(named.c)) if named in _OWNED else self._condition(named)
                aliases[table] = _view(named, table.name, own)
            return aliases[table]
        if table not in self._views:
            raise _nothing()
        return self._views[table]


class _Unindexed:
    """Columns of which the owner is compared as a value that has no index."""

    def __init__(self, columns: Any) -> None:
        self.owner = func.coalesce(columns.owner, _DEFAULT)


def _nothing() -> NotFoundError:
    return NotFoundError("There is nothing here for who is of single sites.")


def _view(table: FromClause, name: str, own: ColumnElement[bool]) -> Subquery:
    return select(table).where(own).subquery(name)


def _campaigns(own: ColumnElement[bool]) -> Subquery:
    """Return the campaigns with the number of a site's own comments in each."""
    other = [column for column in campaigns.c if column is not campaigns.c.size]
    many = select(func.count()).select_from(comments).where(comments.c.campaign == campaigns.c.id, own)
    size = many.correlate(campaigns).scalar_subquery().label("size")
    return select(*other, size).subquery(campaigns.name)


def _conditions(names: frozenset[str], word: str) -> Mapping[Table, Callable[[Any], ColumnElement[bool]]]:
    """Return which rows of each table these sites own; ``word`` is what rows say that are theirs together."""
    listed = sorted(names)

    def owned(columns: Any) -> ColumnElement[bool]:
        # One value is what an index is walked by in order.
        among = columns.owner == listed[0] if len(listed) == 1 else any_of(columns.owner, listed)
        # Said once more, in so many words, for the indices that leave the default site out.
        return among if DEFAULT_SITE in names else and_(among, columns.owner != _DEFAULT)

    own_comment, own_article = owned(comments.c), owned(articles.c)
    listed_names = select(sites.c.name).where(sites.c.name != DEFAULT_SITE)

    def priors(columns: Any) -> ColumnElement[bool]:
        of_sites = any_of(columns.site, listed)
        return of_sites | columns.site.not_in(listed_names) if DEFAULT_SITE in names else of_sites

    return {
        **dict.fromkeys(_OWNED, owned),
        **dict.fromkeys(_OF_COMMENTS, lambda columns: exists().where(comments.c.id == columns.comment_id, own_comment)),
        **dict.fromkeys(_OF_ARTICLES, lambda columns: exists().where(articles.c.id == columns.article_id, own_article)),
        webhooks: lambda columns: columns.sites == word,
        deliveries: lambda columns: exists().where(webhooks.c.id == columns.webhook_id, webhooks.c.sites == word),
        saved_filters: lambda columns: columns.sites == word,
        bulk_decisions: lambda columns: columns.sites == word,
        rules: lambda columns: any_of(columns.site, listed),
        sites: lambda columns: any_of(columns.name, listed),
        **dict.fromkeys((site_hosts, slice_weeks, slice_holds), lambda columns: any_of(columns.site, listed)),
        site_priors: priors,
        **dict.fromkeys(_COUNTS, lambda _columns: false()),
    }
