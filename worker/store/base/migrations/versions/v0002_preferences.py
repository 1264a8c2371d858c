"""What desk users chose: a language and a time zone."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the preferences."""
    op.create_table(
        "preferences",
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("user", name="pk_preferences"),
    )
