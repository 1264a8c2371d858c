"""What is counted: refusals, times, and what is stored."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from worker.store.base.migrations.first.kinds import ROW_ID, TIME

# The day of what was stored by a program that tells none.
_NO_DAY = "1970-01-01"
# The cuts of `classifiers.model.drift` as they were; others begin with a migration that counts anew.
_CUTS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99)
_KEY = ("subject", "day", "name", "verdict", "stands", "score")
# What of a change: its source is told beside the rest.
_CHANGED = "subject, day, name, verdict, stands, score, source"


def counters() -> None:
    """Make what is counted at the doors and in the work, and the one row of `sweeps`."""
    op.create_table(
        "refusals",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "reason", name="pk_refusals"),
    )
    sweeps = op.create_table(
        "sweeps",
        sa.Column("id", sa.SmallInteger, autoincrement=False, nullable=False),
        sa.Column("swept_at", TIME, nullable=False),
        sa.Column("priors_to", ROW_ID, nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id", name="pk_sweeps"),
    )
    op.bulk_insert(sweeps, [{"id": 1, "swept_at": datetime(1970, 1, 1, tzinfo=UTC)}])
    op.create_table(
        "site_priors",
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("comments", sa.Integer, nullable=False),
        sa.Column("spam", sa.Float(53)),
        sa.Column("shift", sa.Float(53)),
        sa.Column("frozen", sa.Boolean, nullable=False),
        sa.Column("told_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("site", name="pk_site_priors"),
    )
    _slices()
    op.create_table(
        "stage_times",
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("bucket", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("count", ROW_ID, nullable=False),
        sa.Column("seconds", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("stage", "bucket", name="pk_stage_times"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("count", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )


def _slices() -> None:
    shares = [f"{share}{end}" for share in ("ham_lost", "spam_passed") for end in ("", "_low", "_high")]
    labelled = [f"labelled_{counted}" for counted in ("ham", "ham_lost", "spam", "spam_passed")]
    op.create_table(
        "slice_weeks",
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("comments", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Float(53)) for name in shares),
        *(sa.Column(name, sa.Integer, nullable=False) for name in labelled),
        sa.Column("told_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("week", "site", "language", name="pk_slice_weeks"),
    )
    op.create_table(
        "slice_holds",
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("measure", sa.String(16), nullable=False),
        sa.Column("held_at", TIME, nullable=False),
        sa.Column("released_by", sa.Text),
        sa.Column("released_at", TIME),
        sa.PrimaryKeyConstraint("site", "language", name="pk_slice_holds"),
    )


def running_counts() -> None:
    """Make the counts that are kept while rows change, and the triggers that see to it."""
    _tables()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()


def _tables() -> None:
    key = sa.PrimaryKeyConstraint(*_KEY, name="pk_running_counts")
    op.create_table("running_counts", *_columns(), key, sqlite_with_rowid=False)
    op.create_table("count_changes", *_columns(), sa.Column("source", sa.Text, nullable=False))


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("stands", sa.String(16), nullable=False),
        sa.Column("score", sa.SmallInteger, nullable=False),
        sa.Column("count", ROW_ID, nullable=False),
    )


def _day(column: str) -> str:
    sqlite = op.get_bind().dialect.name == "sqlite"
    return f"date({column})" if sqlite else f"CAST(timezone('UTC', {column}) AS date)"


def _article(row: str) -> str:
    """What a result counts as: the columns of a change but for its count; the verdict is of the count it declares."""
    declared, found = f"{row}.declared_comments", f"{row}.found_comments"
    counted = (
        f"CASE WHEN {declared} IS NULL THEN '' WHEN {declared} = {found} THEN 'all'"
        f" WHEN {declared} > {found} THEN 'fewer' ELSE 'more' END"
    )
    return f"'article', {_day(f'{row}.done_at')}, {row}.reason, {counted}, '', -1, ''"


def _label(row: str) -> str:
    return f"'label', {_day(f'{row}.created_at')}, {row}.label, '', '', -1, ''"


def _comment(row: str) -> str:
    no_day = f"'{_NO_DAY}'" if op.get_bind().dialect.name == "sqlite" else f"DATE '{_NO_DAY}'"
    stands = f"CASE {row}.decided WHEN 'ham' THEN 'allow' WHEN 'spam' THEN 'spam' ELSE {row}.verdict END"
    cuts = " ".join(f"WHEN {row}.probability < {cut} THEN {place}" for place, cut in enumerate(_CUTS))
    score = f"CASE {cuts} ELSE {len(_CUTS)} END"
    return f"'comment', coalesce({row}.day, {no_day}), {row}.model, {row}.verdict, {stands}, {score}, {row}.source"


# What is counted of each table: as what, and which of its rows.
_COUNTED = {"results": (_article, "true"), "labels": (_label, "true"), "comments": (_comment, "NOT {row}.gone")}


def _added_up(rows: str) -> str:
    return (
        f"WITH changed ({_CHANGED}, count) AS ({rows})"  # nosec B608  - our own names
        f" SELECT {_CHANGED}, sum(count) FROM changed GROUP BY {_CHANGED} HAVING sum(count) <> 0"
    )


def _signed(table: str, rows: str, sign: int) -> str:
    columns, which = _COUNTED[table]
    return f"SELECT {columns(rows)}, {sign} FROM {rows} WHERE {which.format(row=rows)}"  # nosec B608


def _postgresql() -> None:
    """Note what each statement changes, added up: a batch of a thousand comments is some ten rows."""
    for table in _COUNTED:
        for event, rows, seen in (
            ("INSERT", _signed(table, "added", 1), "NEW TABLE AS added"),
            ("DELETE", _signed(table, "removed", -1), "OLD TABLE AS removed"),
            ("UPDATE", f"{_signed(table, 'added', 1)} UNION ALL {_signed(table, 'removed', -1)}",
             "NEW TABLE AS added OLD TABLE AS removed"),
        ):  # fmt: skip
            name = f"count_{table}_{event.lower()}"
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" INSERT INTO count_changes ({_CHANGED}, count) {_added_up(rows)}; RETURN NULL; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {seen}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )


# What has to change of a row for its counts to change.
_MATTERS = {
    "results": ("done_at", "reason", "declared_comments", "found_comments"),
    "comments": ("day", "model", "verdict", "decided", "probability", "source", "gone"),
}


def _sqlite() -> None:
    """Note each row's change: to append costs a third of what looking for its sum would."""
    for table, (columns, which) in _COUNTED.items():
        of_new, of_old = (
            f"INSERT INTO count_changes ({_CHANGED}, count) SELECT {columns(row)}, {sign}"
            f" WHERE {which.format(row=row)};"
            for row, sign in (("new", 1), ("old", -1))
        )
        trigger(f"count_{table}_insert", f"INSERT ON {table}", of_new)
        trigger(f"count_{table}_delete", f"DELETE ON {table}", of_old)
        if table in _MATTERS:
            changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in _MATTERS[table])
            event = f"UPDATE OF {', '.join(_MATTERS[table])} ON {table} WHEN {changed}"
            trigger(f"count_{table}_update", event, of_old + of_new)


def trigger(name: str, event: str, does: str) -> None:
    """Make a trigger of SQLite's."""
    op.execute(f"CREATE TRIGGER {name} AFTER {event} BEGIN {does} END")
