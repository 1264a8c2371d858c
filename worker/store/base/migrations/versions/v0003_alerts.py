"""What has been told of the queue, of floods and of models, so that it is said once."""

import sqlalchemy as sa
from alembic import op

from worker.store.base.columns import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the alerts."""
    op.create_table(
        "alerts",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("told_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_alerts"),
    )
