"""Rows that a statement is asked about, handed in as JSON: one statement answers all, and is made once."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, BigInteger, FromClause, Text, bindparam, cast, column, func, select

# Types of what a row may hold.
Types = Mapping[str, type[Text] | type[BigInteger]]


def asked_rows(dialect: str, columns: Types) -> FromClause:
    """Return the parameter ``asked``, a list of rows as JSON, as a table: ``place`` (from 0), then the columns."""
    if dialect == "sqlite":
        each = func.json_each(bindparam("asked", type_=Text)).table_valued("key", "value")
        found: list[Any] = [
            cast(func.json_extract(each.c.value, f"$[{at}]"), kind).label(name)
            for at, (name, kind) in enumerate(columns.items())
        ]
        return select(each.c.key.label("place"), *found).cte("asked")
    each = (
        func.json_array_elements(cast(bindparam("asked", type_=Text), JSON))
        .table_valued(column("value", JSON), with_ordinality="place")
        .render_derived()
    )
    found = [cast(each.c.value.op("->>")(at), kind).label(name) for at, (name, kind) in enumerate(columns.items())]
    return select((each.c.place - 1).label("place"), *found).cte("asked")
