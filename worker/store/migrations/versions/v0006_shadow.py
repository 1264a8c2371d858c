"""What a challenger says of the comments that the champion judged."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add a table; nothing that older versions use changes."""
    op.create_table(
        "shadow_scores",
        sa.Column("comment_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("probability", sa.Float(53), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("comment_id", name="pk_shadow_scores"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_shadow_scores_comment_id", ondelete="CASCADE"
        ),
    )
