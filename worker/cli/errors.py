"""What a user sees when something is wrong: one sentence, and an exit code that means something."""

import sys


def say(sentence: str) -> None:
    """Print one line to standard error; control characters of strangers' input are escaped."""
    plain = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in sentence)
    # Not by typer.echo, which looks for the terminal below sys.stderr: a progress bar stands there while it is drawn,
    # and prints the line above itself.
    print(f"winnow: {plain}", file=sys.stderr, flush=True)  # noqa: T201
