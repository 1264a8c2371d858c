"""``winnow model``: the registry."""

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.actor import actor
from worker.cli.group import group
from worker.cli.options import Database, Json, ModelDir
from worker.cli.terminal import line_of, print_columns, print_json, print_line

if TYPE_CHECKING:
    from classifiers.registry.versions import Registry

Site = Annotated[str | None, typer.Option("--site", metavar="NAME", help="a site's own model, and not the one for all")]

app = group("List, show, compare, sign, promote, roll back or verify models.")

Version = Annotated[
    str,
    typer.Argument(metavar="VERSION", help="a version, or champion, challenger, previous (of a site: champion@SITE)"),
]


@app.command("list")
def list_models(model_dir: ModelDir = None, json: Json = False) -> None:
    """List the models, the oldest first, with the aliases that name them.

    Example: `winnow model list`
    """
    registry = _registry(model_dir)
    aliases = registry.aliases()
    for version in registry.versions():
        manifest = registry.manifest(version)
        named = [alias for alias, target in aliases.items() if target == version]
        if json:
            print_json({"version": version, "created": manifest.created, "aliases": named, "parent": manifest.parent})
        else:
            print_line(f"{version}\t{manifest.created}\t{' '.join(named) or '-'}")


@app.command()
def show(version: Version = "champion", model_dir: ModelDir = None) -> None:
    """Show a model's manifest: what it was made of, with what, and how well it does.

    Example: `winnow model show challenger`
    """
    from dataclasses import asdict  # noqa: PLC0415

    print_json(asdict(_registry(model_dir).manifest(version)), indent=True)


@app.command()
def diff(old: Version = "champion", new: Version = "challenger", model_dir: ModelDir = None) -> None:
    """Show where two models' manifests differ.

    Example: `winnow model diff previous champion`
    """
    from dataclasses import asdict  # noqa: PLC0415

    registry = _registry(model_dir)
    left, right = asdict(registry.manifest(old)), asdict(registry.manifest(new))
    for name in left:
        if left[name] != right[name]:
            print_line(f"{name}\n- {left[name]}\n+ {right[name]}")


@app.command()
def compare(
    version: Version = "challenger",
    database: Database = None,
    model_dir: ModelDir = None,
    limit: Annotated[int, typer.Option(min=0, help="at most so many comments that they differ about")] = 20,
    json: Json = False,
) -> None:
    """Show where a challenger that scored in the shadow (`WINNOW_SHADOW`) differs from what the champion said.

    Example: `winnow model compare challenger --limit 50`
    """
    from dataclasses import asdict  # noqa: PLC0415

    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.store.figures.shadow_scores import ShadowScores  # noqa: PLC0415

    winnow = wire(database_url=database, model_dir=model_dir)
    version = winnow.registry.resolve(version)
    scores = ShadowScores(winnow.engine)
    found = scores.compare(version)
    pairs = {f"{old} -> {new}": count for (old, new), count in sorted(found.pairs.items())}
    right = {"labelled": found.labelled, "champion_right": found.champion_right}
    right |= {"challenger_right": found.challenger_right}
    differences = list(scores.differences(version, limit=limit))
    if json:
        print_json({"model": version, "verdicts": pairs, **right, "differences": [asdict(one) for one in differences]})
        return
    for name, count in (pairs | right).items():
        print_line(f"{name:18} {count}")
    for one in differences:
        odds = f"{one.champion} {one.champion_probability:.3f} -> {one.challenger} {one.challenger_probability:.3f}"
        print_columns(one.comment_id, odds, one.label or "-", line_of(one.text, 80))


@app.command()
def sign(version: Version = "champion", model_dir: ModelDir = None) -> None:
    """Sign a model with the key that WINNOW_MODEL_SIGNING_KEY names, once its bytes agree with its manifest.

    Example: `winnow model sign previous`
    """
    print_line(f"{_registry(model_dir).sign(version)} is signed.")


@app.command()
def promote(
    version: Version = "challenger", site: Site = None, database: Database = None, model_dir: ModelDir = None
) -> None:
    """Make a model champion; workers take it within seconds. Who did it is noted in the database.

    A site's own model judges that site alone: `--site`.

    Example: `winnow model promote challenger`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.operations.promote import promote as make_champion  # noqa: PLC0415
    from worker.operations.sites import require_site  # noqa: PLC0415

    winnow = wire(database_url=database, model_dir=model_dir)
    name = require_site(winnow.engine, site)
    after = make_champion(winnow.registry, winnow.engine, version, actor=actor(), site=name)
    print_line(f"{after} is champion{of_site(name)}.")


@app.command()
def rollback(site: Site = None, database: Database = None, model_dir: ModelDir = None) -> None:
    """Make the previous champion champion again. Who did it is noted in the database.

    A site's first model gives way to the one for all.

    Example: `winnow model rollback`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.operations.promote import roll_back  # noqa: PLC0415
    from worker.operations.sites import require_site  # noqa: PLC0415

    winnow = wire(database_url=database, model_dir=model_dir)
    name = require_site(winnow.engine, site)
    after = roll_back(winnow.registry, winnow.engine, actor=actor(), site=name)
    print_line(f"{after} is champion again{of_site(name)}.")


@app.command()
def features(json: Json = False) -> None:
    """List what a model sees of a comment: the name of each column, and what it tells.

    Example: `winnow model features`
    """
    from classifiers.features.meaning import described  # noqa: PLC0415

    for name, sentence in described():
        if json:
            print_json({"name": name, "tells": sentence})
        else:
            print_line(f"{name}\t{sentence}")


@app.command()
def verify(version: Version = "champion", model_dir: ModelDir = None) -> None:
    """Check that a model would serve: its bytes, its arrays and what its features mean agree with its manifest.

    Example: `winnow model verify`
    """
    print_line(f"{_registry(model_dir).verify(version).version} is sound.")


def of_site(name: str | None) -> str:
    """Say of which site something is; nothing where it is of all."""
    return "" if name is None else f" of {name}"


def _registry(model_dir: ModelDir) -> "Registry":
    from worker.bootstrap import wire  # noqa: PLC0415

    return wire(model_dir=model_dir).registry
