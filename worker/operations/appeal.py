"""An author's appeal against the decision that a comment is spam: somebody looks once more."""

from sqlalchemy import Engine

from worker.errors import MisconfiguredError
from worker.store.flow.appeals import Appeal, enter


def appeal(engine: Engine, comment_id: int, words: str = "", *, by: str) -> Appeal:
    """Enter what an author says; the comment waits in the review queue again until it is labelled. Twice is once.

    Raises NotFoundError where there is no such comment, ConflictError where it does not stand as spam.
    """
    if not by.strip():
        raise MisconfiguredError("an appeal needs the name of who enters it; give one with --by NAME")
    return enter(engine, comment_id, words, by=by.strip())
