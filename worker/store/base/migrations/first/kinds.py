"""Kinds of columns that the first schema's tables share."""

import sqlalchemy as sa

# SQLite numbers rows by itself only where the column is its own INTEGER.
ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TIME = sa.DateTime(timezone=True)


def belongs_to(parent: str, table: str, column: str) -> sa.ForeignKeyConstraint:
    """Return the constraint that rows of ``table`` go with the row of ``parent`` that they belong to."""
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
