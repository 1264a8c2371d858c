"""Who may use the review desk: users with Argon2 passwords, their sessions, and a brake on guessing."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, Connection, Engine, delete, func, select, text

from classifiers.digests import digest
from worker.errors import MisconfiguredError, NotFoundError
from worker.store.access import roles
from worker.store.access.leaving import leave
from worker.store.access.roles import Role, Standing
from worker.store.base.audit import note
from worker.store.base.schema import login_failures, sessions, users
from worker.store.base.schema import roles as held_roles
from worker.store.base.transactions import AnyRow, insert, instant, reading, writing

# Characters; OWASP asks for eight at least, and for more where there is no second factor.
SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 1000
LONGEST_NAME: Final = 100

# A working day: who comes back tomorrow logs in again.
SESSION_S: Final = 12 * 3600
# Failures within this time count, and a refusal lasts no longer.
_THROTTLED_S: Final = 15 * 60
# Failures that are borne: of one name from one address, from one address, and of one name from everywhere.
_MOST_FAILURES: Final = 5
_MOST_FROM_ADDRESS: Final = 20
_MOST_OF_NAME: Final = 50

# Any number that other users of the same database are unlikely to take for their advisory locks.
_LOGIN_LOCK: Final = 7_310_254_867_091_113

_hasher: Final = PasswordHasher()
# What an unknown name's password is held against, so that the time tells nothing; of no password at all.
_NOBODY: Final = "$argon2id$v=19$m=65536,t=3,p=4$MXJZb2RrU0pFYU5mRTZkTA$6cHZM3Nf0nQFJcF3+S+p4nmWBgcMlPNZLDUFnFJgB0c"


class ThrottledError(MisconfiguredError):
    """Too many failed logins; trying again later is safe."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may use the desk, on all sites or on some; ``created_at`` is None where only a proxy knows him."""

    name: str
    role: Role
    created_at: datetime | None
    sites: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody at the desk: ``role`` is the greatest that he has, None where he has none; ``sites`` None for all."""

    user: str
    role: Role | None
    sites: frozenset[str] | None = None


class Users:
    """The users and their sessions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self, name: str, password: str, *, actor: str, role: Role | None = None, sites: Collection[str] | None = None
    ) -> None:
        """Let somebody in; a name that is there gets the new password, and its sessions end.

        Without ``role`` a new name is a moderator's, without ``sites`` it is of all; one that is there keeps what it
        has. Raises MisconfiguredError where the name or the password can't serve.
        """
        name = usable_name(name)
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise MisconfiguredError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
        hashed = _hasher.hash(password)
        with writing(self._engine) as connection:
            statement = insert(connection, users).values(
                name=name, password_hash=hashed, created_at=instant(connection)
            )
            connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"password_hash": hashed}))
            connection.execute(delete(sessions).where(sessions.c.user == name))
            before = roles.standing_of(connection, name) or Standing(Role.MODERATOR)
            after = Standing(role or before.role, before.sites if sites is None else frozenset(sites))
            roles.give(connection, name, after)
            details = {"user": name, "role": after.role, "sites": _listed(after)}
            note(connection, actor=actor, action="user add", details=details)

    def set_role(
        self, name: str, role: Role, *, actor: str, sites: Collection[str] | None = None, widen: bool = False
    ) -> None:
        """Give somebody a role on these sites, else on those where he has one, at once.

        ``widen`` gives it on all sites; who had none anywhere has it on all.

        A name without a password is that of somebody whom a proxy names.

        Raises MisconfiguredError where the name can't be one.
        """
        name = usable_name(name)
        with writing(self._engine) as connection:
            before = roles.standing_of(connection, name)
            kept = before.sites if before is not None and not widen else None
            after = Standing(role, kept if sites is None else frozenset(sites))
            roles.give(connection, name, after)
            details = {"user": name, "before": before and before.role, "after": role, "sites": _listed(after)}
            note(connection, actor=actor, action="user role", details=details)

    def role_of(self, name: str) -> Role | None:
        """Return somebody's role, None where he has none."""
        with reading(self._engine) as connection:
            found = roles.standing_of(connection, name)
        return None if found is None else found.role

    def remove(self, name: str, *, actor: str) -> None:
        """Let somebody in no more, at once; raises NotFoundError where there is no such user."""
        with writing(self._engine) as connection:
            known = connection.execute(delete(users).where(users.c.name == name)).rowcount
            at_desk = connection.execute(delete(sessions).where(sessions.c.user == name)).rowcount
            if not roles.take(connection, name) + known + at_desk:
                raise NotFoundError(f"There is no user {name!r}; `winnow user list` shows them.")
            leave(connection, name)
            note(connection, actor=actor, action="user remove", details={"user": name})

    def list(self) -> list[User]:
        """Return all users by name."""
        with reading(self._engine) as connection:
            held = held_roles.outerjoin(users, users.c.name == held_roles.c.user)
            columns = (held_roles.c.user, held_roles.c.site, held_roles.c.role, users.c.created_at)
            chosen = select(*columns).select_from(held).where(held_roles.c.user.is_not(None))
            rows = connection.execute(chosen.order_by(held_roles.c.user, held_roles.c.site)).all()
        return [_user(name, list(of_one)) for name, of_one in groupby(rows, key=lambda row: row.user)]

    def colleagues(self, sites: Collection[str] | None = None) -> Sequence[str]:
        """Return the names of all who may decide: who has a role, and who is at the desk now; of ``sites``, theirs."""
        with reading(self._engine) as connection:
            held = select(held_roles.c.user).where(held_roles.c.user.is_not(None))
            if sites is not None:
                return sorted(set(connection.scalars(held.where(held_roles.c.site.in_(sites)))))
            here = select(sessions.c.user).where(sessions.c.expires_at > instant(connection))
            return sorted(connection.scalars(held.union(here)))

    def log_in(self, name: str, password: str, *, address: str) -> str | None:
        """Return the secret of a new session, or None where the name and the password don't belong together.

        Raises ThrottledError after too many failures. An unknown name takes as long as a wrong password.
        """
        with writing(self._engine) as connection:
            _take_turns(connection)
            if _is_throttled(connection, name, address):
                raise ThrottledError("too many failed logins; try again in a quarter of an hour")
            # Counted before it is known to be one: of a hundred tries at once, as many as of a hundred in a row get in.
            _count_failure(connection, name, address)
            known = connection.scalar(select(users.c.password_hash).where(users.c.name == name))
        if not _is_right(known or _NOBODY, password[: LONGEST_PASSWORD + 1]):
            return None
        with writing(self._engine) as connection:
            connection.execute(delete(login_failures).where(_failed(name, address)))
        return self.open_session(name)

    def open_session(self, name: str, role: Role | None = None) -> str:
        """Return the secret of a new session of somebody who has proved who he is.

        ``role`` is what the proof itself gives him, until the session ends.
        """
        secret = secrets.token_urlsafe(32)
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.expires_at < instant(connection)))
            until = instant(connection, SESSION_S)
            values = {"digest": digest(secret), "user": name, "role": role, "expires_at": until}
            connection.execute(sessions.insert().values(values))
        return secret

    def of_session(self, secret: str) -> Session | None:
        """Return whose session this is, or None where it is none or is over."""
        with reading(self._engine) as connection:
            lasting = sessions.c.expires_at > instant(connection)
            found = select(sessions.c.user, sessions.c.role).where(sessions.c.digest == digest(secret), lasting)
            row = connection.execute(found).one_or_none()
            if row is None:
                return None
            given = Role(row.role) if row.role else None
            held = roles.standing_of(connection, row.user)
        if held is None:
            return Session(row.user, given)
        # Who is here for some sites stays so, whatever a provider says beside it.
        return Session(row.user, roles.greater(given, held.role), held.sites)

    def close_session(self, secret: str) -> None:
        """End a session."""
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == digest(secret)))


def _user(name: str, held: Sequence[AnyRow]) -> User:
    found = roles.standing({row.site: Role(row.role) for row in held}) or Standing(Role.MODERATOR, frozenset())
    return User(name, found.role, held[0].created_at, None if found.sites is None else tuple(sorted(found.sites)))


def _listed(given: Standing) -> list[str] | None:
    return None if given.sites is None else sorted(given.sites)


def usable_name(name: str) -> str:
    """Return a name that somebody can be known by; raises MisconfiguredError where it can't be one.

    A colon parts what tells tokens, imports and people from one another.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or ":" in name:
        raise MisconfiguredError(f"a name has 1 to {LONGEST_NAME} printable characters, and no colon")
    return name


def _is_right(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _failed(name: str, address: str) -> ColumnElement[bool]:
    return (login_failures.c.user == name) & (login_failures.c.address == address)


def _take_turns(connection: Connection) -> None:
    """Wait until no other transaction counts; SQLite's write lock has seen to that already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOGIN_LOCK})


def _is_throttled(connection: Connection, name: str, address: str) -> bool:
    of_late = login_failures.c.at > instant(connection, -_THROTTLED_S)
    for condition, most in (
        (_failed(name, address), _MOST_FAILURES),
        (login_failures.c.address == address, _MOST_FROM_ADDRESS),
        (login_failures.c.user == name, _MOST_OF_NAME),
    ):
        counted = select(func.count()).select_from(login_failures).where(of_late, condition)
        if (connection.scalar(counted) or 0) >= most:
            return True
    return False


def _count_failure(connection: Connection, name: str, address: str) -> None:
    connection.execute(delete(login_failures).where(login_failures.c.at < instant(connection, -_THROTTLED_S)))
    connection.execute(
        login_failures.insert().values(user=name[:LONGEST_NAME], address=address, at=instant(connection))
    )
