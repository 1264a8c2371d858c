"""Who somebody is here of whom an OpenID provider tells, and what its claims give."""

from collections.abc import Mapping
from typing import Any

from worker.errors import MisconfiguredError
from worker.settings import Settings
from worker.store.access.roles import Role
from worker.store.access.users import usable_name


def name_of(claims: Mapping[str, Any], settings: Settings) -> str | None:
    """Return somebody's name here, None where the claim holds none that can be one."""
    value = _claim(claims, settings.oidc_user_claim)
    try:
        return usable_name(value) if isinstance(value, str) else None
    except MisconfiguredError:
        return None


def is_somebody_elses(claims: Mapping[str, Any], settings: Settings) -> bool:
    """Whether the name may be another's: an e-mail address that the provider has not verified."""
    return settings.oidc_user_claim == "email" and claims.get("email_verified") is not True


def role_of(claims: Mapping[str, Any], settings: Settings) -> Role | None:
    """Return the greatest role that the claims give, None where they give none."""
    held = _claim(claims, settings.oidc_role_claim) if settings.oidc_role_claim else None
    values = held if isinstance(held, list) else [held]
    for value, role in ((settings.oidc_admin_value, Role.ADMIN), (settings.oidc_moderator_value, Role.MODERATOR)):
        if value and value in values:
            return role
    return None


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """Return the claim of this name, or what the name leads to, point by point: names may hold points themselves."""
    if name in claims:
        return claims[name]
    first, _, rest = name.partition(".")
    inner = claims.get(first)
    return _claim(inner, rest) if rest and isinstance(inner, Mapping) else None
