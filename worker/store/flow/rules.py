"""Rules that moderators make: kept with who made them, until when they are in force, and how often they decided."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, or_, select, update

from classifiers.types import Prediction
from worker.domain import RuleKind
from worker.errors import ConflictError, NotFoundError
from worker.store.base.audit import note
from worker.store.base.narrowed import sites_of
from worker.store.base.schema import rules
from worker.store.base.transactions import AnyRow, insert, instant, reading, writing
from worker.work.folded_text import folded
from worker.work.rule import PREFIX, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRule:
    """A rule with what is known of it; ``hits`` counts the comments that it decided when they were stored."""

    rule: Rule
    note: str
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    hits: int


def active_rules(engine: Engine) -> list[Rule]:
    """Return the rules in force now."""
    with reading(engine) as connection:
        in_force = or_(rules.c.expires_at.is_(None), rules.c.expires_at > instant(connection))
        return [_rule(row) for row in connection.execute(select(rules).where(in_force).order_by(rules.c.id))]


def list_rules(engine: Engine) -> list[StoredRule]:
    """Return all rules, those too whose time is over, in the order in which they were made."""
    with reading(engine) as connection:
        rows = connection.execute(select(rules).order_by(rules.c.id))
        return [
            StoredRule(
                rule=_rule(row),
                note=row.note,
                created_by=row.created_by,
                created_at=row.created_at,
                expires_at=row.expires_at,
                hits=row.hits,
            )
            for row in rows
        ]


def add_rule(engine: Engine, rule: Rule, *, by: str, words: str = "", expires_at: datetime | None = None) -> None:
    """Keep a new rule, with a note in somebody's words.

    Raises ConflictError where one of its name is there, NotFoundError where it is for a site that the maker has not.
    """
    own = sites_of(engine)
    if own is not None and rule.site not in own:
        raise NotFoundError(f"There is no site {rule.site or ''!r} of yours; name one: {', '.join(sorted(own))}")
    with writing(engine) as connection:
        statement = insert(connection, rules).values(
            name=rule.name,
            kind=rule.kind.value,
            terms=list(rule.values),
            verdict=rule.verdict,
            site=rule.site,
            note=words,
            created_by=by,
            created_at=instant(connection),
            expires_at=expires_at,
        )
        made = statement.on_conflict_do_nothing(index_elements=["name"]).returning(rules.c.id)
        if connection.scalar(made) is None:
            raise ConflictError(f"There is a rule {rule.name} already; remove it first, or take another name.")
        note(connection, actor=by, action="rule add", details={"rule": rule.name})


def remove_rule(engine: Engine, name: str, *, by: str) -> None:
    """Drop a rule; raises NotFoundError."""
    with writing(engine) as connection:
        if not connection.execute(delete(rules).where(rules.c.name == name)).rowcount:
            raise NotFoundError(f"There is no rule {name!r}; see: winnow rule list")
        note(connection, actor=by, action="rule remove", details={"rule": name})


def count_hits(connection: Connection, predictions: Iterable[Prediction]) -> None:
    """Count what rules decided of comments that are being stored."""
    codes = Counter(
        reason.code.removeprefix(PREFIX)
        for prediction in predictions
        for reason in prediction.reasons[:1]  # a rule's stands first
        if reason.code.startswith(PREFIX)
    )
    for name in sorted(codes):  # in one order, whoever counts at the same time
        connection.execute(update(rules).where(rules.c.name == name).values(hits=rules.c.hits + codes[name]))


def forget(connection: Connection, name: str) -> None:
    """Take somebody's name (folded) out of all rules; one that looked for nothing else goes."""
    for row in connection.execute(select(rules.c.id, rules.c.terms, rules.c.note)).all():
        kept = [one for one in row.terms if name not in folded(one)]
        words = "" if name in folded(row.note) else row.note
        if not kept:
            connection.execute(delete(rules).where(rules.c.id == row.id))
        elif kept != row.terms or words != row.note:
            changed: dict[str, Any] = {"terms": kept, "note": words}
            connection.execute(update(rules).where(rules.c.id == row.id).values(changed))


def _rule(row: AnyRow) -> Rule:
    return Rule(name=row.name, kind=RuleKind(row.kind), values=tuple(row.terms), verdict=row.verdict, site=row.site)
