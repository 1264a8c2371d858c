"""What the web service keeps: repeated requests, webhooks and their deliveries, times and counts of work,
tombstones.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add tables; nothing that older versions use changes."""
    _idempotency()
    _webhooks()
    _deliveries()
    _stage_times()
    _tombstones()


def _idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("token_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("answered_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("token_id", "key", name="pk_idempotency"),
        sa.ForeignKeyConstraint(["token_id"], ["tokens.id"], name="fk_idempotency_token_id", ondelete="CASCADE"),
    )
    op.create_index("ix_idempotency_answered_at", "idempotency", ["answered_at"])


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", _ROW_ID, sa.Identity(), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
        sqlite_autoincrement=True,
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", _ROW_ID, sa.Identity(), nullable=False),
        sa.Column("webhook_id", _ROW_ID, nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("article_id", _ROW_ID),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("due_at", _TIME),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("error", sa.Text),
        sa.Column("delivered_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name="fk_deliveries_webhook_id", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_due_at", "deliveries", ["due_at"])
    op.create_index("ix_deliveries_webhook_id", "deliveries", ["webhook_id", "id"])
    op.create_index("ix_deliveries_article_id", "deliveries", ["article_id"])


def _stage_times() -> None:
    op.create_table(
        "stage_times",
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("bucket", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("count", _ROW_ID, nullable=False),
        sa.Column("seconds", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("stage", "bucket", name="pk_stage_times"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("count", _ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )


def _tombstones() -> None:
    op.create_table(
        "tombstones",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("erased_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("kind", "digest", name="pk_tombstones"),
    )
