"""What other services' callers asked about, by site: how many comments, and how often moderators disagreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Engine, func, select

from classifiers.types import Label, Verdict
from worker.store.base.schema import comments
from worker.store.base.transactions import reading


@dataclass(frozen=True, slots=True)
class AskedOfSite:
    """Counts of one site's comments that were asked about and stored; ``site`` is empty where they told none.

    ``spam`` and ``ham`` are what was answered (what a person should look at is no spam), ``missed_spam`` and
    ``false_positives`` where moderators said the opposite.
    """

    site: str
    calls: int
    spam: int
    ham: int
    missed_spam: int
    false_positives: int


def asked_counts(engine: Engine, first: date, behind: date) -> Sequence[AskedOfSite]:
    """Count what was asked about from the day ``first`` to the one before ``behind`` (UTC), by site."""
    columns = comments.c
    is_spam = columns.verdict == Verdict.SPAM
    site = func.coalesce(columns.site, "")
    counted = (
        func.count(),
        _many(is_spam),
        _many(~is_spam),
        _many(~is_spam & (columns.decided == Label.SPAM)),
        _many(is_spam & (columns.decided == Label.HAM)),
    )
    chosen = select(site, *counted).where(columns.asked_as.is_not(None), columns.day >= first, columns.day < behind)
    with reading(engine) as connection:
        return [AskedOfSite(*row) for row in connection.execute(chosen.group_by(site).order_by(site))]


def _many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
