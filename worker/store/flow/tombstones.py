"""Tombstones: digests of what was erased on somebody's wish, so that it does not come in again."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from sqlalchemy import Connection, Engine, exists, select

from classifiers.digests import digest
from worker.store.base.any_of import any_of
from worker.store.base.schema import tombstones
from worker.store.base.transactions import insert, instant, reading
from worker.work.folded_text import folded


class Erased(StrEnum):
    """What a tombstone stands for: an article's key, or an author's name."""

    ARTICLE = "article"
    AUTHOR = "author"


def author_digest(author: str) -> str:
    """Return the digest that stands for an author."""
    return digest(folded(author))


def signed_names(author: str | None, address: str | None) -> set[str]:
    """Return the names, folded, that a comment is signed with: the author's, and the e-mail address behind it."""
    mail = address.partition(":")[2] if address and address.lower().startswith("mailto:") else ""
    return {folded(one) for one in (author, mail) if one}


def signed_digests(author: str | None, address: str | None) -> set[str]:
    """Return the digests that stand for who signed a comment."""
    return {digest(name) for name in signed_names(author, address)}


def bury(connection: Connection, kind: Erased, digests: Iterable[str]) -> None:
    """Leave a tombstone for each; one that stands already stays."""
    for one in sorted(set(digests)):
        statement = insert(connection, tombstones).values(kind=kind.value, digest=one, erased_at=instant(connection))
        connection.execute(statement.on_conflict_do_nothing())


def buried(connection: Connection, kind: Erased, digests: Iterable[str]) -> set[str]:
    """Return those of these digests that have a tombstone."""
    columns = tombstones.c
    wanted = select(columns.digest).where(columns.kind == kind.value, any_of(columns.digest, set(digests)))
    return set(connection.scalars(wanted))


def buried_articles(engine: Engine, keys: Sequence[str]) -> set[str]:
    """Return those of these articles' keys that were erased."""
    with reading(engine) as connection:
        return buried(connection, Erased.ARTICLE, keys)


def any_author_buried(connection: Connection) -> bool:
    """Whether any author was erased: where none was, no name needs to be looked at."""
    return bool(connection.scalar(select(exists().where(tombstones.c.kind == Erased.AUTHOR.value))))
