"""Rules that moderators make."""

import sqlalchemy as sa
from alembic import op

from worker.store.base.migrations.first.kinds import ROW_ID, TIME

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of rules."""
    op.create_table(
        "rules",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("terms", sa.JSON, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("site", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME),
        sa.Column("hits", ROW_ID, nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id", name="pk_rules"),
        sa.UniqueConstraint("name", name="uq_rules_name"),
        sqlite_autoincrement=True,
    )
