"""The guard before a text's lines are read: no text of a person has so many."""

from typing import Final

from worker.errors import UnprocessableError
from worker.reasons import Reason

# A novel of 2 MB in lines of forty letters. Each line takes two kilobytes while the features of all are worked out.
MAX_LINES: Final = 50_000
# What ends a line, and what does so where JSON was never decoded.
_ENDS: Final = ("\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\\n")


def check_text(content: str) -> None:
    """Let a text pass whose lines can be told apart in little memory; raises UnprocessableError (COMPLEXITY)."""
    paired = content.count("\r\n")
    if sum(map(content.count, _ENDS)) - paired > MAX_LINES:
        raise UnprocessableError(Reason.COMPLEXITY, f"the text has more than {MAX_LINES:,} lines")
