"""Articles on their way: what came in, where it stands, and what came out."""

import sqlalchemy as sa
from alembic import op

from worker.store.base.migrations.first.kinds import ROW_ID, TIME, belongs_to


def sites() -> None:
    """Make the sites and their hosts."""
    op.create_table(
        "sites",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("akismet_stores", sa.Boolean),
        sa.Column("akismet_retain_days", sa.Float(53)),
        sa.PrimaryKeyConstraint("name", name="pk_sites"),
    )
    op.create_table(
        "site_hosts",
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_site_hosts"),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name="fk_site_hosts_site", ondelete="CASCADE"),
    )
    op.create_index("ix_site_hosts_site", "site_hosts", ["site"])


def articles() -> None:
    """Make the inbox."""
    op.create_table(
        "articles",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("external_id", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("owner", sa.Text, nullable=False, server_default="default"),
        sa.Column("title", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("fetched_at", TIME),
        sa.Column("charset", sa.Text),
        sa.Column("format", sa.String(16), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_token", sa.String(32)),
        sa.Column("leased_until", TIME),
        sa.Column("error_reason", sa.String(64)),
        sa.Column("error_message", sa.Text),
        sa.Column("submitted_at", TIME, nullable=False),
        sa.Column("rung_at", TIME),
        sa.Column("dead_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("key", "page", name="uq_articles_key_page"),
        sqlite_autoincrement=True,
    )
    _partial_index("ix_articles_due", ["rung_at", "id"], "pending")
    _partial_index("ix_articles_waiting", ["submitted_at"], "pending")
    _partial_index("ix_articles_leased", ["leased_until"], "processing")
    _partial_index("ix_articles_dead", ["error_reason", "id"], "dead")
    owned = sa.text("owner <> 'default'")
    op.create_index("ix_articles_owner", "articles", ["owner", "id"], sqlite_where=owned, postgresql_where=owned)


def _partial_index(name: str, columns: list[str], state: str) -> None:
    condition = sa.column("state", sa.String) == state
    op.create_index(name, "articles", columns, sqlite_where=condition, postgresql_where=condition)


def raw_pages() -> None:
    """Make the place of articles' bytes."""
    op.create_table(
        "raw_pages",
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_raw_pages"),
        belongs_to("articles", "raw_pages", "article_id"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # The pages are compressed already; PostgreSQL would try once more.
        op.execute("ALTER TABLE raw_pages ALTER COLUMN raw SET STORAGE EXTERNAL")


def results() -> None:
    """Make the place of what came out."""
    op.create_table(
        "results",
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("done_at", TIME, nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("byline", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("section", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("kind", sa.String(16)),
        sa.Column("declared_comments", sa.Integer),
        sa.Column("found_comments", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("body_markdown", sa.Text),
        sa.PrimaryKeyConstraint("article_id", name="pk_results"),
        belongs_to("articles", "results", "article_id"),
    )
    op.create_index("ix_results_done_at", "results", ["done_at"])
    op.create_index("ix_results_reason", "results", ["reason"])
