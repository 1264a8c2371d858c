"""Winnow's error tree: each error is one sentence that tells the user what to do next."""

from classifiers.errors import WinnowError
from worker.reasons import Reason

__all__ = [
    "ConflictError",
    "MisconfiguredError",
    "NotFoundError",
    "RefusedError",
    "UnavailableError",
    "UnprocessableError",
    "WinnowError",
]


class RefusedError(WinnowError):
    """An article turned away at submission; nothing of it was stored. ``url`` is its address, where that is known."""

    exit_code = 65  # EX_DATAERR

    def __init__(self, reason: Reason, message: str, url: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.url = url


class UnprocessableError(WinnowError):
    """An accepted article that no further attempt can process; it becomes a dead letter."""

    exit_code = 65  # EX_DATAERR

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class NotFoundError(WinnowError):
    """An article, a comment or a dead letter that the database does not hold."""

    exit_code = 66  # EX_NOINPUT


class ConflictError(WinnowError):
    """What can't be done as things stand; nothing was changed."""


class UnavailableError(WinnowError):
    """A database or broker that can't be reached now; trying again later is safe."""

    exit_code = 75  # EX_TEMPFAIL


class MisconfiguredError(WinnowError):
    """A setting that is unknown or can't be right."""

    exit_code = 78  # EX_CONFIG
