"""What a user sees when something is wrong: one sentence, and an exit code that means something."""

import typer


def say(sentence: str) -> None:
    """Print one line to standard error; control characters of strangers' input are escaped."""
    plain = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in sentence)
    typer.echo(f"winnow: {plain}", err=True)
