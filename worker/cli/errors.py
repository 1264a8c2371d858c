"""What a user sees when something is wrong: one sentence, and an exit code that means something."""

from typing import Any

import typer
from typer.core import TyperGroup

from classifiers.errors import WinnowError


class WinnowGroup(TyperGroup):
    """A group of commands that ends with an error's sentence instead of a traceback."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command."""
        try:
            return super().invoke(ctx)
        except WinnowError as error:
            say(str(error))
            ctx.exit(error.exit_code)


def say(sentence: str) -> None:
    """Print one line to standard error; control characters of strangers' input are escaped."""
    plain = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in sentence)
    typer.echo(f"winnow: {plain}", err=True)
