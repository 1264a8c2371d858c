"""What somebody wishes to be forgotten, erased for good, in every table."""

from sqlalchemy import Engine

from worker.errors import MisconfiguredError
from worker.store.moderation.erasure import Erasure, erase_author, erase_url
from worker.work.email_digest import email_digest


def erase(engine: Engine, *, author: str | None = None, url: str | None = None, actor: str, email_key: str) -> Erasure:
    """Erase an author's comments, or an address's article, note who did it, and let neither come in again.

    ``email_key`` is what e-mail addresses are hashed with. Raises MisconfiguredError where not exactly one is named,
    RefusedError (BAD_URL) where the address is none.
    """
    require_one(author, url)
    if author:
        return erase_author(engine, author, actor=actor, email=email_digest(email_key, author))
    return erase_url(engine, url or "", actor=actor)


def require_one(author: str | None, url: str | None) -> None:
    """Raise MisconfiguredError unless exactly one of both is named."""
    if bool(author) == bool(url):
        raise MisconfiguredError("say what to erase: either --author or --url")
