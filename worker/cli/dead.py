"""``winnow dead``: the dead letters."""

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.actor import actor
from worker.cli.errors import say
from worker.cli.group import group
from worker.cli.options import Broker, Database, Json
from worker.cli.terminal import print_columns, print_json, print_line, write
from worker.errors import MisconfiguredError
from worker.reasons import Reason

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from worker.store.flow.dead_letters import Choice, DeadLetters

app = group("List, show, replay or discard articles that could not be processed.")

OptionalIds = Annotated[list[int] | None, typer.Argument(metavar="ID...", help="ids as `winnow dead list` shows them")]
Class = Annotated[
    Reason | None, typer.Option("--class", metavar="CODE", case_sensitive=False, help="only those with this code")
]
Source = Annotated[str | None, typer.Option("--source", metavar="NAME", help="only those that came from there")]
OlderThan = Annotated[
    str | None, typer.Option("--older-than", metavar="AGE", help="only those dead for longer, as 90s, 15m, 12h or 7d")
]
Limit = Annotated[int, typer.Option(min=1, help="at most so many")]

# Bytes of a page that are shown on a terminal: enough to see what it is.
SHOWN_BYTES = 2000
UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@app.command("list")
def list_letters(
    database: Database = None,
    code: Class = None,
    older_than: OlderThan = None,
    source: Source = None,
    limit: Limit = 100,
    json: Json = False,
) -> None:
    """List the dead letters: id, reason code, attempts, when, and what went wrong.

    Example: `winnow dead list --class TIMEOUT --older-than 7d`
    """
    from worker.store.flow.dead_letters import Choice  # noqa: PLC0415

    chosen = Choice(reason=code, source=source, older_than_s=_seconds(older_than))
    letters = _letters(database)
    for letter in letters.list(chosen, limit=limit):
        if json:
            print_json(letter)
        else:
            name = letter.external_id or letter.url or "-"
            when = letter.dead_at.isoformat(timespec="seconds")
            print_columns(letter.id, letter.reason, letter.attempts, when, name, letter.message)
    if (more := letters.count(chosen) - limit) > 0:
        say(f"there are {more:,} more; --limit {limit + more} lists all")


@app.command()
def show(
    letter_id: Annotated[int, typer.Argument(metavar="ID")],
    database: Database = None,
    raw: Annotated[bool, typer.Option("--raw", help="write the page's bytes as they came, and nothing else")] = False,
) -> None:
    """Show one dead letter with the beginning of its page, or write the page's very bytes (--raw).

    Example: `winnow dead show 42 --raw > page.html`
    """
    from dataclasses import asdict  # noqa: PLC0415

    letter, content = _letters(database).show(letter_id)
    if raw:
        write(content)
        return
    for name, value in asdict(letter).items():
        print_line(f"{name:14} {'-' if value is None else value}")
    print_line(f"{'bytes':14} {len(content):,}\n\n{content[:SHOWN_BYTES].decode('utf-8', 'replace')}")


@app.command()
def replay(
    ids: OptionalIds = None,
    database: Database = None,
    broker: Broker = None,
    code: Class = None,
    older_than: OlderThan = None,
    source: Source = None,
    rate: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="articles a second that are put back (else 100)")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say how many it would be, and change nothing")] = False,
) -> None:
    """Put dead letters back to work, by ids or by class, age and source; doing it twice does it once.

    Who did it, when, and to which is noted in the database.

    Example: `winnow dead replay 42 43` or `winnow dead replay --class CRASH --older-than 12h --dry-run`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.operations.replay import RATE  # noqa: PLC0415
    from worker.operations.replay import replay as put_back  # noqa: PLC0415
    from worker.store.flow.dead_letters import DeadLetters  # noqa: PLC0415

    chosen = _choice(ids, code, older_than, source)
    winnow = wire(makes_database=False, database_url=database, broker_url=broker)
    if dry_run:
        print_line(f"{DeadLetters(winnow.engine).count(chosen)} articles would be pending again.")
        return
    done = put_back(winnow.engine, winnow.service, chosen, actor=actor(), rate=rate or RATE)
    print_line(f"{len(done.ids)} articles are pending again.")
    if done.not_rung:
        say(f"workers will find them once they run; but {done.not_rung}")
        raise typer.Exit(75)


@app.command()
def discard(
    ids: OptionalIds = None,
    database: Database = None,
    code: Class = None,
    older_than: OlderThan = None,
    source: Source = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say how many it would be, and change nothing")] = False,
) -> None:
    """Give dead letters up for good, by ids or by class, age and source; who did it is noted in the database.

    One that was processed before falls back to that result.

    Example: `winnow dead discard 42` or `winnow dead discard --class NOT_TEXT --older-than 30d --dry-run`
    """
    from worker.operations.discard import discard as give_up  # noqa: PLC0415
    from worker.store.flow.dead_letters import DeadLetters  # noqa: PLC0415

    chosen = _choice(ids, code, older_than, source)
    engine = _engine(database)
    if dry_run:
        print_line(f"{DeadLetters(engine).count(chosen)} dead letters would be discarded.")
        return
    print_line(f"{give_up(engine, chosen, actor=actor())} dead letters discarded.")


def _choice(ids: list[int] | None, code: Reason | None, older_than: str | None, source: str | None) -> "Choice":
    """Return which dead letters are meant: named by their ids or by filters, never all of them by mistake."""
    from worker.store.flow.dead_letters import Choice  # noqa: PLC0415

    if bool(ids) == any((code, older_than, source)):
        raise MisconfiguredError("name the dead letters: either by their ids, or by --class, --older-than, --source")
    return Choice(ids=ids or None, reason=code, source=source, older_than_s=_seconds(older_than))


def _seconds(age: str | None) -> float | None:
    if age is None:
        return None
    number, unit = age[:-1], age[-1:]
    if unit not in UNITS_S or not number.isascii() or not number.isdigit():
        raise MisconfiguredError(f"{age!r} is no age; write it as 90s, 15m, 12h or 7d")
    return float(int(number) * UNITS_S[unit])


def _letters(database: str | None) -> "DeadLetters":
    from worker.store.flow.dead_letters import DeadLetters  # noqa: PLC0415

    return DeadLetters(_engine(database))


def _engine(database: str | None) -> "Engine":
    from worker.bootstrap import wire  # noqa: PLC0415

    return wire(makes_database=False, database_url=database).engine
