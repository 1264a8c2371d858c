"""What a user sees when something is wrong: one sentence, and an exit code that means something."""

import re
import sys
from typing import Final

EXIT_USAGE: Final = 2
EXIT_REFUSED: Final = 65  # EX_DATAERR
EXIT_NO_INPUT: Final = 66  # EX_NOINPUT

# A path has lost one of the slashes.
_ADDRESS: Final = re.compile(r"(https?|ftp):/", re.IGNORECASE)


def say(sentence: str) -> None:
    """Print one line to standard error; control characters of strangers' input are escaped."""
    plain = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in sentence)
    # Not by typer.echo, which looks for the terminal below sys.stderr: a progress bar stands there while it is drawn,
    # and prints the line above itself.
    print(f"winnow: {plain}", file=sys.stderr, flush=True)  # noqa: T201


def unusable(path: str, error: OSError) -> str:
    """Say why a file that somebody named can't be used."""
    if _ADDRESS.match(path):
        return f"{path} is an address, and Winnow fetches nothing; download it, and give its file"
    return f"{path!r} can't be used: {error.strerror}"
