"""Who may do what, and who is told of what."""

import sqlalchemy as sa
from alembic import op

from worker.store.base.migrations.first.kinds import ROW_ID, TIME, belongs_to


def tokens() -> None:
    """Make the tokens of the HTTP service, and answers to requests that named themselves."""
    op.create_table(
        "tokens",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "idempotency",
        sa.Column("token_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("answered_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("token_id", "key", name="pk_idempotency"),
        belongs_to("tokens", "idempotency", "token_id"),
    )
    op.create_index("ix_idempotency_answered_at", "idempotency", ["answered_at"])


def roles() -> None:
    """Make what says who may do what, and where."""
    op.create_table(
        "roles",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("user", sa.Text),
        sa.Column("token_id", ROW_ID),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roles"),
        sa.UniqueConstraint("user", "site", name="uq_roles_user_site"),
        sa.UniqueConstraint("token_id", "site", "role", name="uq_roles_token_id_site_role"),
        belongs_to("tokens", "roles", "token_id"),
        sqlite_autoincrement=True,
    )


def webhooks() -> None:
    """Make the webhooks and what they are told."""
    op.create_table(
        "webhooks",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("sites", sa.Text),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("webhook_id", ROW_ID, nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("article_id", ROW_ID),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("due_at", TIME),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("error", sa.Text),
        sa.Column("delivered_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        belongs_to("webhooks", "deliveries", "webhook_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_due_at", "deliveries", ["due_at"])
    op.create_index("ix_deliveries_webhook_id", "deliveries", ["webhook_id", "id"])
    op.create_index("ix_deliveries_article_id", "deliveries", ["article_id"])
    undelivered = sa.text("delivered_at IS NULL")
    op.create_index(
        "ix_deliveries_undelivered", "deliveries", ["due_at"], sqlite_where=undelivered, postgresql_where=undelivered
    )


def accounts() -> None:
    """Make the users of the review desk, and their sessions."""
    op.create_table(
        "users",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password_hash", sa.String(256), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_users"),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("role", sa.String(16)),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_table(
        "login_failures",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_failures"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_login_failures_at", "login_failures", ["at"])
