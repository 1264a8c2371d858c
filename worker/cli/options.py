"""Options and arguments that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Database = Annotated[
    str | None,
    typer.Option(
        "--database", metavar="URL", help="sqlite:///FILE or postgresql://… (else WINNOW_DATABASE_URL, else winnow.db)"
    ),
]
Broker = Annotated[
    str | None,
    typer.Option("--broker", metavar="URL", help="redis://…, amqp://… (else WINNOW_BROKER_URL)"),
]
ModelDir = Annotated[
    Path | None, typer.Option("--model-dir", metavar="FOLDER", help="the registry of models (else WINNOW_MODEL_DIR)")
]
OfSites = Annotated[
    list[str] | None, typer.Option("--site", metavar="NAME", help="of this site alone (else of all); repeatable")
]
Json = Annotated[bool, typer.Option("--json", help="print JSON instead of a table")]
Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...",
        help="files (.html, .txt, .jsonl, .json, each also .gz), folders of them, or - for JSON Lines",
    ),
]
ReadAs = Annotated[
    str | None, typer.Option("--as", metavar="ENDING", help="read all of them so, whatever their names: html, txt, ...")
]
