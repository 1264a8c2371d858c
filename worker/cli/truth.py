"""``winnow truth``: what the filter says of its own mistakes."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli.actor import actor
from worker.cli.group import group
from worker.cli.options import Database, Json, ModelDir
from worker.cli.terminal import print_json, print_line

if TYPE_CHECKING:
    from worker.bootstrap import Winnow

app = group("Show, publish or answer what the filter says of its own mistakes. Example: `winnow truth show`")

Site = Annotated[str, typer.Argument(metavar="SITE", help="the site's name, as winnow truth show has it")]
Language = Annotated[str, typer.Argument(metavar="[LANGUAGE]", help="the language's tag; none where none is known")]
To = Annotated[Path, typer.Argument(metavar="FILE", help="where to; the signature goes to FILE.sig")]


@app.command()
def show(database: Database = None, model_dir: ModelDir = None, json: Json = False) -> None:
    """Show each week's ham lost and spam passed, as scores say and as people said, and what is held.

    Example: `winnow truth show`
    """
    from worker.operations.truth import truth  # noqa: PLC0415

    winnow = _winnow(database, model_dir)
    found = truth(winnow.engine, winnow.registry).model_dump()
    if json:
        print_json(found)
        return
    for one in (*found["slices_held"], *found["weeks"]):
        print_line(told(one))
    for one in found["reasons"]:
        print_line(f"{one['code']}: right in {one['right']:,} of {one['judged']:,}")


@app.command()
def release(site: Site, language: Language = "", database: Database = None) -> None:
    """Let a slice that is held have its spam again: you have looked. Who did it is noted.

    Example: `winnow truth release blog.example de`
    """
    from worker.operations import truth  # noqa: PLC0415

    truth.release(_winnow(database).engine, site, language, by=actor())
    print_line(f"{site} {language or '-'} is not held any more")


@app.command()
def publish(file: To, database: Database = None, model_dir: ModelDir = None) -> None:
    """Write all of it as JSON, signed with the key that WINNOW_MODEL_SIGNING_KEY names.

    Example: `winnow truth publish truth.json`
    """
    from worker.operations import truth  # noqa: PLC0415

    winnow = _winnow(database, model_dir)
    truth.publish(winnow.engine, winnow.registry, file, winnow.settings.model_signing_key)
    print_line(f"{file} is written, and {file}{truth.SIGNATURE} signs it")


def told(one: Mapping[str, Any]) -> str:
    """Return a week of a slice, or a slice that is held, as one line."""
    which = f"{one['site']} {one['language'] or '-'}"
    if "measure" in one:
        return f"{which} is held: {one['measure']} of the week of {one['week']} left its target"
    lost, passed = _share(one["ham_lost"]), _share(one["spam_passed"])
    said = (
        f"labelled: {one['labelled_ham_lost']:,} of {one['labelled_ham']:,} ham lost, "
        f"{one['labelled_spam_passed']:,} of {one['labelled_spam']:,} spam passed"
    )
    return f"{which} {one['week']}: {one['comments']:,} comments, ham lost {lost}, spam passed {passed}; {said}"


def _share(share: Mapping[str, float] | None) -> str:
    if share is None:
        return "-"
    return f"{share['value']:.2%} ({share['low']:.2%} to {share['high']:.2%})"


def _winnow(database: str | None, model_dir: Path | None = None) -> "Winnow":
    from worker.bootstrap import wire  # noqa: PLC0415

    return wire(database_url=database, model_dir=model_dir)
