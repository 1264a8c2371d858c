"""What somebody wishes to be forgotten, erased for good, in every table."""

from sqlalchemy import Engine

from worker.errors import MisconfiguredError
from worker.store.moderation.erasure import Erasure, erase_author, erase_url


def erase(engine: Engine, *, author: str | None = None, url: str | None = None, actor: str) -> Erasure:
    """Erase an author's comments, or an address's article, note who did it, and let neither come in again.

    Raises MisconfiguredError where not exactly one is named, RefusedError (BAD_URL) where the address is none.
    """
    require_one(author, url)
    return erase_author(engine, author, actor=actor) if author else erase_url(engine, url or "", actor=actor)


def require_one(author: str | None, url: str | None) -> None:
    """Raise MisconfiguredError unless exactly one of both is named."""
    if bool(author) == bool(url):
        raise MisconfiguredError("say what to erase: either --author or --url")
