"""``winnow dead``: the dead letters."""

from typing import Annotated, Any

import typer

from worker.cli.options import Broker, Database, Json
from worker.errors import MisconfiguredError
from worker.reasons import Reason

app = typer.Typer(no_args_is_help=True, help="List, show, replay or discard articles that could not be processed.")

Ids = Annotated[list[int], typer.Argument(metavar="ID...", help="ids as `winnow dead list` shows them")]
OptionalIds = Annotated[list[int] | None, typer.Argument(metavar="ID...", help="ids as `winnow dead list` shows them")]
Class = Annotated[
    Reason | None, typer.Option("--class", metavar="CODE", case_sensitive=False, help="only those with this code")
]
Limit = Annotated[int, typer.Option(min=1, help="at most so many")]

# Bytes of a page that are shown on a terminal: enough to see what it is.
SHOWN_BYTES = 2000


@app.command("list")
def list_letters(database: Database = None, code: Class = None, limit: Limit = 100, json: Json = False) -> None:
    """List the dead letters: id, reason code, attempts, when, and what went wrong.

    Example: `winnow dead list --class TIMEOUT`
    """
    from worker.cli.json_output import print_json  # noqa: PLC0415

    letters = _letters(database).list(reason=code, limit=limit)
    for letter in letters:
        if json:
            print_json(letter)
        else:
            name = letter.external_id or letter.url or "-"
            when = letter.dead_at.isoformat(timespec="seconds")
            typer.echo(f"{letter.id}\t{letter.reason}\t{letter.attempts}\t{when}\t{_plain(name)}\t{letter.message}")


@app.command()
def show(
    letter_id: Annotated[int, typer.Argument(metavar="ID")],
    database: Database = None,
    raw: Annotated[bool, typer.Option("--raw", help="write the page's bytes as they came, and nothing else")] = False,
) -> None:
    """Show one dead letter with the beginning of its page, or write the page's very bytes (--raw).

    Example: `winnow dead show 42 --raw > page.html`
    """
    import sys  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    letter, content = _letters(database).show(letter_id)
    if raw:
        sys.stdout.buffer.write(content)
        return
    for name, value in asdict(letter).items():
        typer.echo(f"{name:14} {'-' if value is None else _plain(str(value))}")
    typer.echo(f"{'bytes':14} {len(content):,}\n\n{_plain(content[:SHOWN_BYTES].decode('utf-8', 'replace'))}")


@app.command()
def replay(ids: OptionalIds = None, database: Database = None, broker: Broker = None, code: Class = None) -> None:
    """Put dead letters back to work, by ids or all of one class; doing it twice does it once.

    Example: `winnow dead replay 42 43` or `winnow dead replay --class CRASH`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.service import batches  # noqa: PLC0415
    from worker.store.dead_letters import DeadLetters  # noqa: PLC0415

    if bool(ids) == bool(code):
        raise MisconfiguredError("name the dead letters to replay: either their ids or --class CODE")
    winnow = wire(database_url=database, broker_url=broker)
    back = DeadLetters(winnow.engine).replay(code or ids or [])
    typer.echo(f"{len(back)} articles are pending again.")
    winnow.service.bell.ring(batches(back, winnow.settings.batch_size))
    winnow.service.inbox.mark_rung(back)


@app.command()
def discard(ids: Ids, database: Database = None) -> None:
    """Give dead letters up for good; one that was processed before falls back to that result.

    Example: `winnow dead discard 42`
    """
    typer.echo(f"{_letters(database).discard(ids)} dead letters discarded.")


def _letters(database: str | None) -> Any:
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.store.dead_letters import DeadLetters  # noqa: PLC0415

    return DeadLetters(wire(database_url=database).engine)


def _plain(text: str) -> str:
    """Show control characters of strangers' text instead of obeying them."""
    return "".join(char if char.isprintable() or char == "\n" else ascii(char)[1:-1] for char in text)
