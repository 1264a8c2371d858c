"""The first schema: articles, raw pages, results, comments, labels, refusals, sweeps."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create every table and index, and the one row of `sweeps`."""
    _articles()
    _raw_pages()
    _results()
    _comments()
    _labels()
    _counters()


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", _ROW_ID, sa.Identity(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("external_id", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("fetched_at", _TIME),
        sa.Column("format", sa.String(16), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_token", sa.String(32)),
        sa.Column("leased_until", _TIME),
        sa.Column("error_reason", sa.String(64)),
        sa.Column("error_message", sa.Text),
        sa.Column("submitted_at", _TIME, nullable=False),
        sa.Column("rung_at", _TIME),
        sa.Column("dead_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("key", "page", name="uq_articles_key_page"),
        sqlite_autoincrement=True,
    )
    _partial_index("ix_articles_due", ["rung_at", "id"], "pending")
    _partial_index("ix_articles_waiting", ["submitted_at"], "pending")
    _partial_index("ix_articles_leased", ["leased_until"], "processing")
    _partial_index("ix_articles_dead", ["error_reason", "id"], "dead")


def _partial_index(name: str, columns: list[str], state: str) -> None:
    condition = sa.column("state", sa.String) == state
    op.create_index(name, "articles", columns, sqlite_where=condition, postgresql_where=condition)


def _raw_pages() -> None:
    op.create_table(
        "raw_pages",
        sa.Column("article_id", _ROW_ID, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_raw_pages"),
        _belongs_to_article("raw_pages"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # The pages are compressed already; PostgreSQL would try once more.
        op.execute("ALTER TABLE raw_pages ALTER COLUMN raw SET STORAGE EXTERNAL")


def _belongs_to_article(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=f"fk_{table}_article_id", ondelete="CASCADE")


def _results() -> None:
    op.create_table(
        "results",
        sa.Column("article_id", _ROW_ID, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("done_at", _TIME, nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("byline", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("section", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("declared_comments", sa.Integer),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_results"),
        _belongs_to_article("results"),
    )
    op.create_index("ix_results_done_at", "results", ["done_at"])
    op.create_index("ix_results_reason", "results", ["reason"])


def _comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", _ROW_ID, sa.Identity(), nullable=False),
        sa.Column("article_id", _ROW_ID, nullable=False),
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("parent", sa.Integer),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("probability", sa.Float(53), nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("author_url", sa.Text),
        sa.Column("posted_at", sa.Text),
        sa.Column("posted_raw", sa.Text),
        sa.Column("links", sa.JSON, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("article_id", "identity", name="uq_comments_article_id_identity"),
        _belongs_to_article("comments"),
        sqlite_autoincrement=True,
    )


def _labels() -> None:
    op.create_table(
        "labels",
        sa.Column("id", _ROW_ID, sa.Identity(), nullable=False),
        sa.Column("comment_id", _ROW_ID, nullable=False),
        sa.Column("label", sa.String(16), nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_labels"),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_labels_comment_id", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_labels_comment_id", "labels", ["comment_id", "id"])


def _counters() -> None:
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
        sa.Column("swept_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sweeps"),
    )
    op.bulk_insert(sweeps, [{"id": 1, "swept_at": datetime(1970, 1, 1, tzinfo=UTC)}])
