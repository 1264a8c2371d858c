"""The inbox: what was submitted, who works on it, and what has to be rung for again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter
from uuid import uuid4

import zstandard
from sqlalchemy import ColumnElement, Engine, and_, null, or_, select, true, update

from worker.domain import Arrival, Claim, ClaimedArticle, DueArticle, Failed, NewArticle, State, Submitted
from worker.reasons import Reason
from worker.store.base.any_of import any_of, any_of_selected
from worker.store.base.histories import newest_comment
from worker.store.base.schema import DEAD, PENDING, PROCESSING, articles, raw_pages, refusals, sweeps
from worker.store.base.site_shifts import OwnedUrl, shifts_by_place
from worker.store.base.transactions import AnyRow, insert, instant, lock, reading, row_ids, writing
from worker.store.flow.events import announce_outcomes
from worker.store.flow.sources import SOURCE_COLUMNS, source_of
from worker.store.flow.submission import store
from worker.store.flow.tombstones import buried_articles

# Leases put back in one go: one short transaction even after an outage of all workers.
_EXPIRED_AT_ONCE = 1000
# Seconds into the future from which on a time was written by a clock that has been set back since, not a moment ago.
CLOCK_SLACK_S = 5.0


class Inbox:
    """Articles on their way through; every call is one transaction, committed when it returns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def submit(self, articles: Sequence[NewArticle], *, rung: bool = False) -> list[Submitted]:
        """Store a batch as a whole and say what each article was to the inbox, in the order given.

        An unknown key becomes pending. A known key with the same content changes nothing, whatever its state;
        with new content it is pending again as a new revision, and a worker still busy with the old one has
        lost its lease. ``rung`` notes that the caller rings for them next, which saves `mark_rung`'s transaction.
        What was erased by its address is not stored again, and has no id (0). Raises UnavailableError with nothing
        stored.
        """
        erased = buried_articles(self._engine, [article.key for article in articles])
        if not erased:
            return store(self._engine, articles, rung=rung)
        stored = iter(store(self._engine, [one for one in articles if one.key not in erased], rung=rung))
        return [Submitted(0, Arrival.ERASED) if one.key in erased else next(stored) for one in articles]

    def refuse(self, reason: Reason, count: int = 1) -> None:
        """Count ``count`` submissions of today (UTC) as refused for ``reason``."""
        today = datetime.now(UTC).date()
        with writing(self._engine) as connection:
            statement = insert(connection, refusals).values(day=today, reason=reason.value, count=count)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["day", "reason"], set_={"count": refusals.c.count + count}
                )
            )

    def claim(self, ids: Sequence[int], *, lease_s: float, tried: range | None = None) -> Claim:
        """Lease those of ``ids`` that are pending, counting the attempt before any work is done.

        ``tried`` leaves out those that were attempted more or less often. Articles that are claimed, done, dead or
        unknown are left out too, so a doubled message costs nothing.
        Two claims never share an article, and neither waits for the other.
        """
        token = uuid4().hex
        pending = (
            select(articles.c.id)
            .join(raw_pages)
            .where(any_of(articles.c.id, row_ids(ids)), articles.c.state == PENDING, _attempted(tried))
            .order_by(articles.c.key, articles.c.page)
            .with_for_update(of=articles, skip_locked=True)
        )
        with writing(self._engine) as connection:
            rows = connection.execute(
                update(articles)
                .where(any_of_selected(articles.c.id, pending))
                .values(
                    state=State.PROCESSING,
                    attempts=articles.c.attempts + 1,
                    lease_token=token,
                    leased_until=instant(connection, lease_s),
                )
                .returning(*_CLAIMED)
            ).all()
            pages = connection.execute(
                select(raw_pages.c.article_id, raw_pages.c.raw).where(
                    any_of(raw_pages.c.article_id, [row.id for row in rows])
                )
            )
            raw = {row.article_id: row.raw for row in pages}
            shifts = shifts_by_place(connection, [(row.url, row.owner) for row in rows])
            before = newest_comment(connection) if rows else None
        unpack = zstandard.ZstdDecompressor().decompress
        claimed = [_claimed(row, unpack(raw[row.id]), shifts) for row in sorted(rows, key=attrgetter("id"))]
        return Claim(token, tuple(replace(one, before=before) for one in claimed))

    def release(self, claim_token: str) -> int:
        """Put back what is still leased under the token, its attempt not counted; return how many articles."""
        with writing(self._engine) as connection:
            released = connection.execute(
                update(articles)
                .where(articles.c.lease_token == claim_token, articles.c.state == PROCESSING)
                .values(
                    state=State.PENDING,
                    attempts=articles.c.attempts - 1,
                    lease_token=None,
                    leased_until=None,
                    rung_at=None,
                )
            )
            return released.rowcount

    def expire(self, *, max_attempts: int, longest_lease_s: float) -> list[int]:
        """Put back the articles whose lease is over and return their ids, at most 1000 at once.

        A lease that would run for more than ``longest_lease_s`` was given before the clock was set back: it is over.
        Those that were attempted ``max_attempts`` times have ended their worker each time: they become dead
        letters with CRASH.
        """
        with writing(self._engine) as connection:
            ended_at = articles.c.leased_until
            over = and_(
                articles.c.state == PROCESSING,
                or_(ended_at < instant(connection), ended_at > instant(connection, longest_lease_s)),
            )
            oldest = select(articles.c.id).where(over).order_by(articles.c.leased_until).limit(_EXPIRED_AT_ONCE)
            held = lock(connection, articles.c.id.in_(oldest), over, skip=True)
            ended = any_of(articles.c.id, held)
            spent = articles.c.attempts >= max_attempts
            connection.execute(
                update(articles)
                .where(ended, spent)
                .values(
                    state=State.DEAD,
                    error_reason=Reason.CRASH.value,
                    error_message=f"Its worker ended without an answer, {max_attempts} times.",
                    dead_at=instant(connection),
                    lease_token=None,
                    leased_until=None,
                )
            )
            ids = connection.scalars(select(articles.c.id).where(ended, articles.c.state == DEAD))
            announce_outcomes(connection, [Failed(row, Reason.CRASH, "", final=True) for row in ids])
            connection.execute(
                update(articles)
                .where(ended, articles.c.state == PROCESSING)
                .values(state=State.PENDING, lease_token=None, leased_until=None, rung_at=None)
            )
            back = connection.scalars(select(articles.c.id).where(ended, articles.c.state == PENDING))
            return sorted(back)

    def due(self, *, limit: int, again_after_s: float) -> list[DueArticle]:
        """Return pending articles never rung for, then those rung for longer than ``again_after_s`` ago."""
        pending = select(articles.c.id, articles.c.attempts).where(articles.c.state == PENDING)
        never = pending.where(articles.c.rung_at == null()).order_by(articles.c.id)
        with reading(self._engine) as connection:
            rung_at = articles.c.rung_at
            # Rung in the future: the clock was set back since.
            overdue = pending.where(
                or_(rung_at < instant(connection, -again_after_s), rung_at > instant(connection, CLOCK_SLACK_S))
            )
            rows = connection.execute(never.limit(limit)).all()
            if len(rows) < limit:
                rest = overdue.order_by(articles.c.rung_at, articles.c.id).limit(limit - len(rows))
                rows = [*rows, *connection.execute(rest)]
        return [DueArticle(row.id, row.attempts) for row in rows]

    def mark_rung(self, ids: Sequence[int]) -> None:
        """Note that a message for these articles was sent just now."""
        with writing(self._engine) as connection:
            held = lock(connection, any_of(articles.c.id, row_ids(ids)), articles.c.state == PENDING, skip=True)
            connection.execute(update(articles).where(any_of(articles.c.id, held)).values(rung_at=instant(connection)))

    def mark_unrung(self, ids: Sequence[int]) -> None:
        """Note that no message for these articles was sent after all: the next sweep rings for them."""
        with writing(self._engine) as connection:
            held = lock(connection, any_of(articles.c.id, row_ids(ids)), articles.c.state == PENDING, skip=True)
            connection.execute(update(articles).where(any_of(articles.c.id, held)).values(rung_at=None))

    def take_sweep(self, interval_s: float) -> bool:
        """Return whether the caller is the one who sweeps now: one among all workers every ``interval_s``."""
        with writing(self._engine) as connection:
            taken = connection.execute(
                update(sweeps)
                .where(
                    or_(
                        sweeps.c.swept_at < instant(connection, -interval_s),
                        sweeps.c.swept_at > instant(connection, CLOCK_SLACK_S),  # the clock was set back since
                    )
                )
                .values(swept_at=instant(connection))
            )
            return taken.rowcount == 1

    def states(self, ids: Sequence[int]) -> dict[int, State]:
        """Return where each of these articles stands; ids that the database does not hold are left out."""
        statement = select(articles.c.id, articles.c.state).where(any_of(articles.c.id, row_ids(ids)))
        with reading(self._engine) as connection:
            return {row.id: row.state for row in connection.execute(statement)}


def _attempted(tried: range | None) -> ColumnElement[bool]:
    return true() if tried is None else and_(articles.c.attempts >= tried.start, articles.c.attempts < tried.stop)


_CLAIMED = (articles.c.id, articles.c.attempts, articles.c.owner, *SOURCE_COLUMNS)


def _claimed(row: AnyRow, raw: bytes, shifts: Mapping[OwnedUrl, float]) -> ClaimedArticle:
    shift = shifts.get((row.url, row.owner))
    return ClaimedArticle(id=row.id, attempt=row.attempts, source=source_of(row, raw), shift=shift, owner=row.owner)
