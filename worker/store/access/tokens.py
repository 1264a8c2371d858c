"""Access tokens: who may do what over HTTP; only their hashes are kept."""

import hmac
import secrets
import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import Final

from sqlalchemy import Engine, exists, select, update

from classifiers.digests import digest
from worker.errors import NotFoundError, RefusedError
from worker.reasons import Reason
from worker.store.access.roles import EVERYWHERE, Role
from worker.store.base.audit import note
from worker.store.base.schema import roles, tokens
from worker.store.base.transactions import AnyRow, instant, reading, writing

# WordPress takes a key of any other length for invalid; 12 of these characters are 71 bits.
BLOG_KEY_CHARS = 12
_KEY_ALPHABET = string.ascii_letters + string.digits
# What a secret begins with, so that scanners of source code know it for one.
_PREFIX = "winnow_"
_SECRET_BYTES = 32


class Scope(StrEnum):
    """What a token is for. ``admin`` includes ``ingest``, ``moderate`` and ``metrics``."""

    INGEST = "ingest"
    MODERATE = "moderate"
    METRICS = "metrics"
    ADMIN = "admin"
    BLOG = "blog"


# The role that a scope is stored as.
ROLES: Final[Mapping[Scope, Role]] = MappingProxyType(
    {
        Scope.INGEST: Role.PRODUCER,
        Scope.MODERATE: Role.MODERATOR,
        Scope.METRICS: Role.OBSERVER,
        Scope.ADMIN: Role.ADMIN,
        Scope.BLOG: Role.BLOG,
    }
)
_SCOPES: Final = {role.value: scope for scope, role in ROLES.items()}


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is stored; ``digest`` is the SHA-256 (hex) of its secret, which has more bits than can be tried.

    ``sites`` are those that it is for, None for all.
    """

    id: int
    name: str
    scopes: frozenset[Scope]
    digest: str
    created_at: datetime
    revoked_at: datetime | None
    sites: frozenset[str] | None = None

    def matches(self, digest: str) -> bool:
        """Compare with a presented secret's digest in a time that tells nothing."""
        return hmac.compare_digest(self.digest, digest)


class Tokens:
    """The tokens: made, listed, revoked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, scopes: frozenset[Scope], *, actor: str, sites: Collection[str] | None = None) -> str:
        """Make a token for these sites, else for all, and return its secret, which is stored nowhere.

        A token for other services' protocols is a key of 12 letters and digits, and for nothing else. Raises
        RefusedError where the scopes can't go together, or with sites, or the name says nothing or is taken.
        """
        if not name.strip():
            raise RefusedError(Reason.SCHEMA, "a token needs a name, by which it is listed and revoked")
        if sites is not None and (not sites or Scope.METRICS in scopes):
            raise RefusedError(
                Reason.SCHEMA, "metrics are the whole installation's: no token of single sites reads them"
            )
        if not scopes or (Scope.BLOG in scopes and len(scopes) > 1):
            raise RefusedError(Reason.SCHEMA, "a token has one scope or more, and blog goes with no other")
        secret = _blog_key() if Scope.BLOG in scopes else _PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        with writing(self._engine) as connection:
            taken = select(exists().where(tokens.c.name == name, tokens.c.revoked_at.is_(None)))
            if connection.scalar(taken):
                raise RefusedError(Reason.SCHEMA, f"there is a token {name!r}; revoke it first: winnow token revoke")
            values = {"name": name, "digest": digest(secret), "created_at": instant(connection)}
            made = connection.execute(tokens.insert().values(**values).returning(tokens.c.id)).scalar_one()
            rows = [
                {"token_id": made, "site": site, "role": ROLES[scope].value}
                for site in ([EVERYWHERE] if sites is None else sorted(sites))
                for scope in sorted(scopes)
            ]
            connection.execute(roles.insert(), rows)
            details = {"name": name, "scopes": sorted(scopes), "sites": None if sites is None else sorted(sites)}
            note(connection, actor=actor, action="token add", details=details)
        return secret

    def list(self) -> Sequence[Token]:
        """Return all tokens that are not revoked, the oldest first."""
        held = tokens.join(roles, roles.c.token_id == tokens.c.id)
        statement = select(tokens, roles.c.role, roles.c.site).select_from(held).where(tokens.c.revoked_at.is_(None))
        with reading(self._engine) as connection:
            rows = connection.execute(statement.order_by(tokens.c.id, roles.c.id)).all()
        return [_token(list(of_one)) for _, of_one in groupby(rows, key=lambda row: row.id)]

    def revoke(self, name: str, *, actor: str) -> None:
        """End a token; raises NotFoundError where there is none of that name."""
        with writing(self._engine) as connection:
            ended = connection.execute(
                update(tokens)
                .where(tokens.c.name == name, tokens.c.revoked_at.is_(None))
                .values(revoked_at=instant(connection))
            )
            if not ended.rowcount:
                raise NotFoundError(f"There is no token {name!r}. See: winnow token list")
            note(connection, actor=actor, action="token revoke", details={"name": name})


def _token(rows: Sequence[AnyRow]) -> Token:
    """Return a token that has a row for each of its roles; for single sites, what it may do on each of them."""
    one = rows[0]
    held: dict[str, set[Scope]] = {}
    for row in rows:
        held.setdefault(row.site, set()).add(_SCOPES[row.role])
    scopes = held.get(EVERYWHERE) or set.intersection(*held.values())
    sites = None if EVERYWHERE in held else frozenset(held)
    return Token(one.id, one.name, frozenset(scopes), one.digest, one.created_at, one.revoked_at, sites)


def _blog_key() -> str:
    return "".join(secrets.choice(_KEY_ALPHABET) for _ in range(BLOG_KEY_CHARS))
