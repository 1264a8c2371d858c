"""Roles: who may do what, and where. One table says it of users and of tokens."""

from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, delete, select

from worker.store.base.schema import roles

# The site of a role that holds on all sites.
EVERYWHERE: Final = ""


class Role(StrEnum):
    """What somebody may do.

    MODERATOR: read, label, put dead letters back. ADMIN: that too, and promote, roll back, train, confirm what is held,
    webhooks. PRODUCER hands articles in, OBSERVER reads metrics, BLOG speaks other services' protocols, and nothing
    else.
    """

    ADMIN = "admin"
    MODERATOR = "moderator"
    PRODUCER = "producer"
    OBSERVER = "observer"
    BLOG = "blog"


# What a person at the desk can be, the greatest first.
DESK_ROLES: Final = (Role.ADMIN, Role.MODERATOR)


def role_of(connection: Connection, user: str) -> Role | None:
    """Return a user's role on all sites, None where there is none; one for a single site gives nothing elsewhere."""
    held = select(roles.c.role).where(roles.c.user == user, roles.c.site == EVERYWHERE)
    found = connection.scalar(held)
    return None if found is None else Role(found)


def greater(one: Role | None, other: Role | None) -> Role | None:
    """Return what somebody may be at the desk who has both; None where neither is a role there."""
    return next((role for role in DESK_ROLES if role in (one, other)), None)


def give(connection: Connection, user: str, role: Role) -> None:
    """Make this a user's role on all sites, in place of the one before."""
    connection.execute(delete(roles).where(roles.c.user == user, roles.c.site == EVERYWHERE))
    connection.execute(roles.insert().values(user=user, site=EVERYWHERE, role=role.value))


def take(connection: Connection, user: str) -> int:
    """Take all of a user's roles; return how many they were."""
    return connection.execute(delete(roles).where(roles.c.user == user)).rowcount
