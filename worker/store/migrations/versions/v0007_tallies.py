"""Counts that are kept and not counted, words of scripts that part none, and two indices for counts of late."""

import sqlalchemy as sa
from alembic import op

from worker.store.unspaced import unspaced

revision = "0007"
down_revision = "0006"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
# The day of what was stored by a program that tells none.
_NO_DAY = "1970-01-01"
# The cuts of `classifiers.drift` as they were; others begin with a migration that counts anew.
_CUTS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99)
_KEY = ("subject", "day", "name", "verdict", "stands", "score")
# What of a change: its source is told beside the rest.
_CHANGED = "subject, day, name, verdict, stands, score, source"
# Comments whose text is looked at in one go.
_ROWS_AT_ONCE = 5000


def upgrade() -> None:
    """Add columns, tables, indices and triggers; what older programs write is counted too, as of no day."""
    _tables()
    _copies()
    _count_what_is_there()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()
    _words()
    op.create_index("ix_labels_created_at", "labels", ["created_at"])
    undelivered = sa.text("delivered_at IS NULL")
    op.create_index(
        "ix_deliveries_undelivered", "deliveries", ["due_at"], sqlite_where=undelivered, postgresql_where=undelivered
    )


def _tables() -> None:
    key = sa.PrimaryKeyConstraint(*_KEY, name="pk_tallies")
    op.create_table("tallies", *_columns(), key, sqlite_with_rowid=False)
    op.create_table("tally_changes", *_columns(), sa.Column("source", sa.Text, nullable=False))


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("stands", sa.String(16), nullable=False),
        sa.Column("score", sa.SmallInteger, nullable=False),
        sa.Column("count", _ROW_ID, nullable=False),
    )


def _copies() -> None:
    op.add_column("comments", sa.Column("day", sa.Date))
    op.add_column("comments", sa.Column("unspaced", sa.Text))
    day = _day("done_at")
    copied = f"(SELECT {day} FROM results WHERE article_id = comments.article_id)"  # nosec B608  - our own names
    op.execute(f"UPDATE comments SET day = {copied}")  # nosec B608


def _day(column: str) -> str:
    sqlite = op.get_bind().dialect.name == "sqlite"
    return f"date({column})" if sqlite else f"CAST(timezone('UTC', {column}) AS date)"


def _article(row: str) -> str:
    """What a result counts as: the columns of a change but for its count."""
    return f"'article', {_day(f'{row}.done_at')}, {row}.reason, '', '', -1, ''"


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


def _count_what_is_there() -> None:
    for table in _COUNTED:
        op.execute(f"INSERT INTO tally_changes ({_CHANGED}, count) {_added_up(_signed(table, table, 1))}")


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
            name = f"tally_{table}_{event.lower()}"
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" INSERT INTO tally_changes ({_CHANGED}, count) {_added_up(rows)}; RETURN NULL; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {seen}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )


# What has to change of a row for its counts to change.
_MATTERS = {
    "results": ("done_at", "reason"),
    "comments": ("day", "model", "verdict", "decided", "probability", "source", "gone"),
}


def _sqlite() -> None:
    """Note each row's change: to append costs a third of what looking for its sum would."""
    for table, (columns, which) in _COUNTED.items():
        of_new, of_old = (
            f"INSERT INTO tally_changes ({_CHANGED}, count) SELECT {columns(row)}, {sign}"
            f" WHERE {which.format(row=row)};"
            for row, sign in (("new", 1), ("old", -1))
        )
        _trigger(f"tally_{table}_insert", f"INSERT ON {table}", of_new)
        _trigger(f"tally_{table}_delete", f"DELETE ON {table}", of_old)
        if table in _MATTERS:
            changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in _MATTERS[table])
            event = f"UPDATE OF {', '.join(_MATTERS[table])} ON {table} WHEN {changed}"
            _trigger(f"tally_{table}_update", event, of_old + of_new)


def _trigger(name: str, event: str, does: str) -> None:
    op.execute(f"CREATE TRIGGER {name} AFTER {event} BEGIN {does} END")


def _find_unspaced() -> None:
    """Look through all texts, before there is an index to keep."""
    connection, after = op.get_bind(), 0
    some = sa.text("SELECT id, author, text FROM comments WHERE id > :after ORDER BY id LIMIT :many")
    put = sa.text("UPDATE comments SET unspaced = :words WHERE id = :id")
    while rows := connection.execute(some, {"after": after, "many": _ROWS_AT_ONCE}).all():
        found = [{"id": row.id, "words": words} for row in rows if (words := unspaced(row.author, row.text))]
        if found:
            connection.execute(put, found)
        after = rows[-1].id


def _words() -> None:
    _find_unspaced()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_comment_unspaced ON comments USING gin (to_tsvector('simple', unspaced))"
            " WHERE unspaced IS NOT NULL"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE comment_unspaced USING fts5("
        "unspaced, content='comments', content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute(
        "INSERT INTO comment_unspaced(rowid, unspaced) SELECT id, unspaced FROM comments WHERE unspaced NOT NULL"
    )
    put = "INSERT INTO comment_unspaced(rowid, unspaced) SELECT new.id, new.unspaced WHERE new.unspaced NOT NULL;"
    drop = (
        "INSERT INTO comment_unspaced(comment_unspaced, rowid, unspaced)"
        " SELECT 'delete', old.id, old.unspaced WHERE old.unspaced NOT NULL;"
    )
    _trigger("comment_unspaced_insert", "INSERT ON comments WHEN new.unspaced NOT NULL", put)
    _trigger("comment_unspaced_delete", "DELETE ON comments WHEN old.unspaced NOT NULL", drop)
    changed = "UPDATE OF unspaced ON comments WHEN old.unspaced IS NOT new.unspaced"
    _trigger("comment_unspaced_update", changed, drop + put)
