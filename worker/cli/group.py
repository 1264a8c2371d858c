"""Groups of commands: how their help looks, and how they end where something is wrong."""

from typing import Any

import typer
from typer.core import TyperGroup

from classifiers.errors import WinnowError
from worker.cli.errors import EXIT_NO_INPUT, EXIT_REFUSED, EXIT_USAGE, say, unusable


class WinnowGroup(TyperGroup):
    """A group that tells of each command in a whole sentence, and ends with an error's sentence, not a traceback."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command."""
        try:
            return super().invoke(ctx)
        except WinnowError as error:
            say(str(error))
            ctx.exit(error.exit_code)
        except UnicodeDecodeError:
            say("what came in is not UTF-8; convert it first, with iconv for example")
            ctx.exit(EXIT_REFUSED)
        except OverflowError:
            say("one of the numbers is beyond what Winnow can hold; give a smaller one")
            ctx.exit(EXIT_USAGE)
        except OSError as error:
            if error.filename is None:
                raise  # it is about no file that somebody named: a pipe that was closed, for one
            say(unusable(str(error.filename), error))
            ctx.exit(EXIT_NO_INPUT)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands in the order that they were added, each with the first paragraph of its help."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_paragraph(command.help or "")) for name, command in commands if command])


def group(help_text: str, *, cls: type[WinnowGroup] = WinnowGroup, **more: Any) -> typer.Typer:
    """Make an empty group; its help is plain text: the library that would draw it takes longer than all else."""
    return typer.Typer(cls=cls, no_args_is_help=True, rich_markup_mode=None, help=help_text, **more)


def _first_paragraph(text: str) -> str:
    return " ".join(text.strip().partition("\n\n")[0].split())
