"""What a user sees when something is wrong: one sentence, and an exit code that means something."""

import re
from typing import Final

from worker.cli.terminal import print_error

EXIT_USAGE: Final = 2
EXIT_REFUSED: Final = 65  # EX_DATAERR
EXIT_NO_INPUT: Final = 66  # EX_NOINPUT

# A path has lost one of the slashes.
_ADDRESS: Final = re.compile(r"(https?|ftp):/", re.IGNORECASE)


def say(sentence: str) -> None:
    """Print one line to standard error; what would act on a terminal in strangers' input is written out."""
    print_error(f"winnow: {sentence}")


def unusable(path: str, error: OSError) -> str:
    """Say why a file that somebody named can't be used."""
    if _ADDRESS.match(path):
        return f"{path} is an address, and Winnow fetches nothing; download it, and give its file"
    return f"{path!r} can't be used: {error.strerror}"
