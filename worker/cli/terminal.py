"""The one door to the terminal: what strangers wrote is shown there, and moves no cursor, colour or title.

Lint holds it (`banned-api` in pyproject.toml): nothing else in Winnow prints, or writes to standard output.
"""

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import orjson
import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, ProgressColumn

# Control characters (C0, DEL and C1: ESC begins a command in both their forms), those that turn the direction of text
# or don't show, lone surrogates, and the separators that some terminals break lines at.
_ACTING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# What our own sentences part lines and columns with; in strangers' text a caller takes them out.
_LAYOUT: Final = frozenset("\n\t")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and whether its cells stand at the right, or wrap."""

    heading: str
    right: bool = False
    fold: bool = False


def plain(text: str) -> str:
    r"""Return text with every character that acts on a terminal, or hides, written out: ``\x1b``, ``\u202e``."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate({ord(char): _written(char) for char in set(text) if _acts(char)})


def line_of(text: str, most: int | None = None) -> str:
    """Return the beginning of a stranger's text on one line."""
    return plain(" ".join(text.split()))[:most]


def print_line(text: object = "") -> None:
    """Print a line, or several, to standard output."""
    typer.echo(plain(str(text)))


def print_error(text: str) -> None:
    """Print a line to standard error, past a progress bar that may stand there."""
    # Not by typer.echo, which looks for the terminal below sys.stderr: a progress bar stands there while it is drawn,
    # and prints the line above itself.
    print(plain(text).replace("\n", "\\n"), file=sys.stderr, flush=True)


def print_columns(*cells: object) -> None:
    """Print cells parted by tabs, none of which breaks its line or its column."""
    typer.echo("\t".join(plain(str(cell)).replace("\n", "\\n").replace("\t", "\\t") for cell in cells))


def print_json(value: Any, *, indent: bool = False) -> None:
    """Write a JSON value as a line; times are ISO 8601, UTC, with microseconds. On a terminal nothing in it acts."""
    content = orjson.dumps(value, default=_jsonable, option=orjson.OPT_INDENT_2 if indent else None)
    _write((_as_json(content.decode()).encode() if is_terminal() else content) + b"\n")


def write(content: bytes) -> None:
    """Write bytes as they are to a file or a pipe, and so that they act on nothing to a terminal."""
    _write(plain(content.decode("utf-8", "replace")).encode() if is_terminal() else content)


def is_terminal() -> bool:
    """Say whether standard output is a terminal."""
    return sys.stdout.isatty()


def flush() -> None:
    """Hand on what was written: who asks and waits for the answer gets it."""
    sys.stdout.buffer.flush()


def print_table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    marked: Iterable[Sequence[str]] = (),
    framed: bool = False,
    width: int | None = None,
) -> None:
    """Print a table; its ``marked`` rows stand last, in red. ``width`` (columns) is that of a pipe."""
    from rich import box  # noqa: PLC0415  - for tables alone
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.HEAVY_HEAD if framed else None, pad_edge=framed, header_style="bold")
    for column in columns:
        justify, overflow = ("right" if column.right else "left"), ("fold" if column.fold else "ellipsis")
        table.add_column(column.heading, justify=justify, overflow=overflow)  # type: ignore[arg-type]
    for style, some in ((None, rows), ("red", marked)):
        for cells in some:
            table.add_row(*map(_cell, cells), style=style)
    _console(None if is_terminal() else width).print(table)


def progress_bar(*columns: "ProgressColumn") -> "Progress":
    """Return a bar that is drawn on standard error, for our own words."""
    from rich.console import Console  # noqa: PLC0415  - drawn on terminals only
    from rich.progress import Progress  # noqa: PLC0415

    return Progress(*columns, console=Console(stderr=True), transient=True)


def _cell(text: str) -> Any:
    from rich.text import Text  # noqa: PLC0415

    return Text(line_of(text))  # never markup: "[red]" is what somebody wrote


def _console(width: int | None) -> "Console":
    from rich.console import Console  # noqa: PLC0415

    return Console(width=width)


def _write(content: bytes) -> None:
    sys.stdout.buffer.write(content)


@lru_cache(maxsize=10_000)
def _acts(char: str) -> bool:
    return char not in _LAYOUT and unicodedata.category(char) in _ACTING


def _written(char: str) -> str:
    return ascii(char)[1:-1]


def _as_json(content: str) -> str:
    """Escape as JSON does what JSON lets pass; orjson has escaped C0 within strings."""
    return content.translate({ord(char): _json_escape(char) for char in set(content) if _acts(char)})


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _jsonable(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict) or hasattr(value, "items"):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
