"""``column IN (many values)`` as one parameter, and as one look into an index whatever the planner thinks of it.

Statements of a thousand parameters cost more than what they do, and so does psycopg's way to write an array.
"""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Boolean, ColumnElement, Dialect, Select, TypeDecorator, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import UserDefinedType


def any_of(column: ColumnElement[Any], values: Iterable[int] | Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that ``column`` has one of these values: an array for PostgreSQL, JSON for SQLite."""
    return _AnyOf(column, bindparam(None, list(values), type_=_Values()))


def any_of_selected(column: ColumnElement[Any], chosen: Select[Any]) -> ColumnElement[bool]:
    """Return the condition that ``column`` has one of the values that are selected, and locked where it says so."""
    return _AnyOfSelected(column, chosen.correlate(None).scalar_subquery())


class _Literal(UserDefinedType[str]):
    """A parameter whose type the statement says: where it is first a text, the list is read anew for every row."""

    cache_ok = True


class _Values(TypeDecorator[list[Any]]):
    """Numbers or texts, written as the database reads a list."""

    impl = _Literal
    cache_ok = True

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> str:
        written = orjson.dumps(value).decode()
        if dialect.name == "sqlite":
            return written
        if "\\" in written:  # the one thing that JSON's and PostgreSQL's texts in quotes do not mean alike
            written = "[" + ",".join(map(_quoted, value or ())) + "]"
        return "{" + written[1:-1] + "}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Condition(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """Stand in conditions as it is: SQLAlchemy's "(...) = 1" for SQLite would keep the index from being used."""
        return self


class _AnyOf(_Condition):
    name = "among"
    inherit_cache = True


class _AnyOfSelected(_Condition):
    name = "among_selected"
    inherit_cache = True


@compiles(_AnyOf, "sqlite")
def _in_json(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:
    left, right = (compiler.process(part, **options) for part in element.clauses)
    return f"{left} IN (SELECT value FROM json_each({right}))"  # noqa: S608  - both rendered by SQLAlchemy  # nosec B608


@compiles(_AnyOf, "postgresql")
def _in_array(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    left, right = compiler.process(column, **options), compiler.process(values, **options)
    kind = compiler.dialect.type_compiler_instance.process(ARRAY(column.type))
    return f"{left} = ANY (CAST({right} AS {kind}))"


@compiles(_AnyOfSelected, "sqlite")
def _in_selected(element: _AnyOfSelected, compiler: SQLCompiler, **options: Any) -> str:
    left, right = (compiler.process(part, **options) for part in element.clauses)
    return f"{left} IN {right}"


@compiles(_AnyOfSelected, "postgresql")
def _in_selected_array(element: _AnyOfSelected, compiler: SQLCompiler, **options: Any) -> str:
    # An array first: a join could be planned as one that reads the whole table.
    left, right = (compiler.process(part, **options) for part in element.clauses)
    return f"{left} = ANY (ARRAY{right})"
