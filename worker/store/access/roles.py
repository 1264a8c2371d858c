"""Roles: who may do what, and where. One table says it of users and of tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may do, and on which sites; None for all."""

    role: Role
    sites: frozenset[str] | None = None


def standing_of(connection: Connection, user: str) -> Standing | None:
    """Return what a user may do, None where there is nothing; a role for single sites gives nothing elsewhere."""
    held = connection.execute(select(roles.c.site, roles.c.role).where(roles.c.user == user)).all()
    return standing({row.site: Role(row.role) for row in held})


def standing(held: Mapping[str, Role]) -> Standing | None:
    """Return what roles by site come to: the one for all sites, else the least of those for single ones."""
    if EVERYWHERE in held:
        return Standing(held[EVERYWHERE])
    least = next((role for role in reversed(DESK_ROLES) if role in held.values()), None)
    return None if least is None else Standing(least, frozenset(held))


def greater(one: Role | None, other: Role | None) -> Role | None:
    """Return what somebody may be at the desk who has both; None where neither is a role there."""
    return next((role for role in DESK_ROLES if role in (one, other)), None)


def give(connection: Connection, user: str, given: Standing) -> None:
    """Make this what a user may do, in place of all before."""
    take(connection, user)
    sites = [EVERYWHERE] if given.sites is None else sorted(given.sites)
    rows = [{"user": user, "site": site, "role": given.role.value} for site in sites]
    connection.execute(roles.insert(), rows)


def take(connection: Connection, user: str) -> int:
    """Take all of a user's roles; return how many they were."""
    return connection.execute(delete(roles).where(roles.c.user == user)).rowcount
