"""What stays of a comment whichever program shows it."""

from worker.work.folded_text import folded


def said_by(author: str | None, text: str) -> str | None:
    """Return who says what, in letters and digits alone; None where the text has none.

    Programs put other quotes, dashes and spaces in place of those that somebody typed.
    """
    words = "".join(filter(str.isalnum, folded(text)))
    return f"{folded(author or '')}\n{words}" if words else None
