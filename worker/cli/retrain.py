"""``winnow retrain``: labels in, a new model out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.options import Database, ModelDir

if TYPE_CHECKING:
    from classifiers.artifact import DataFile
    from classifiers.datasets import Example
    from classifiers.gate import Gate
    from worker.store.labels import Labels

Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE...", help="labelled comments: .jsonl or .csv, each also .gz"),
]
Promote = Annotated[str, typer.Option(metavar="never|gate|force", help="when the new model becomes champion")]
Seed = Annotated[int, typer.Option(help="the same data and seed give the same bytes")]
Store = Annotated[bool, typer.Option("--labels/--no-labels", help="learn from moderators' labels in the database too")]
IntoFolder = Annotated[
    Path | None,
    typer.Option("--base", metavar="FOLDER", help="train the model that is shipped, from scratch, into this folder"),
]
Target = Annotated[
    str | None, typer.Option(metavar="hm=0.001,sm=0.02", help="with --base: what the cut-offs must keep")
]

# The model was trained and registered, but the gate did not let it become champion.
NOT_PROMOTED = 1


def retrain(
    files: Files = None,
    database: Database = None,
    model_dir: ModelDir = None,
    labels: Store = True,
    promote: Promote = "gate",
    seed: Seed = 0,
    base: IntoFolder = None,
    target: Target = None,
) -> None:
    """Train a model from moderators' labels, from files, or from both, on top of the shipped one.

    A row of a file has `text` and `label` (spam or ham), and where known `author`, `author_url`, `links`,
    `article`, `source`, `group`. The new model becomes champion only if it is worse in nothing; otherwise it is
    registered, and the exit code is 1.

    Example: `winnow retrain labels.jsonl.gz --promote gate`
    """
    if base is not None:
        _train_base(files or [], base, target, seed)
        return
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.errors import MisconfiguredError  # noqa: PLC0415
    from worker.retrain import Promotion  # noqa: PLC0415
    from worker.retrain import retrain as train  # noqa: PLC0415

    if promote not in set(Promotion):
        raise MisconfiguredError(f"--promote is never, gate or force, not {promote!r}")
    winnow = wire(database_url=database, model_dir=model_dir)
    outcome = train(
        _examples(files or [], winnow.engine if labels else None),
        winnow.registry,
        data=_data_files(files or []),
        promotion=Promotion(promote),
        seed=seed,
        advance=lambda step: typer.echo(f"{step} ...", err=True),
    )
    curated = outcome.curated
    typer.echo(
        f"{len(curated.examples):,} labels; left out: {curated.duplicates:,} near-duplicates, "
        f"{curated.capped:,} beyond one reviewer's share, {len(curated.conflicts):,} in conflict"
    )
    _print_gate(outcome.gate)
    verdict = "promoted" if outcome.promoted else "registered, not promoted"
    typer.echo(f"model {outcome.version}: {verdict} (champion was {outcome.champion})")
    if not outcome.promoted and promote == Promotion.GATE:
        raise typer.Exit(NOT_PROMOTED)


def _train_base(files: Sequence[Path], folder: Path, target: str | None, seed: int) -> None:
    """Train from scratch and write the model with its manifest and its held-out figures."""
    from classifiers import artifact, policy  # noqa: PLC0415
    from classifiers.datasets import read_examples  # noqa: PLC0415
    from classifiers.train import train_base  # noqa: PLC0415

    aim = policy.SHIPPED_TARGET if target is None else policy.parse_target(target)
    typer.echo("training from scratch; this takes some minutes ...", err=True)
    trained = train_base(read_examples(files), target=aim, seed=seed)
    provenance = artifact.Provenance(
        data=tuple(_data_files(files)),
        figures=trained.figures(),
        settings={"seed": seed, "target": {"hm": aim.hm, "sm": aim.sm}, "dropped_labels": len(trained.doubtful())},
    )
    folder.mkdir(parents=True, exist_ok=True)
    manifest = artifact.write(folder, trained.model, trained.policy, provenance)
    typer.echo(
        f"model {manifest.version} in {folder}: "
        f"review from {manifest.review_cut:.4f}, spam from {manifest.spam_cut:.4f}"
    )


def _examples(files: Sequence[Path], engine: object | None) -> Iterator["Example"]:
    """Yield the examples of the files, then those of the moderators."""
    from classifiers.datasets import read_examples  # noqa: PLC0415

    yield from read_examples(files)
    if engine is not None:
        from worker.store.labels import Labels  # noqa: PLC0415

        yield from _moderated(Labels(engine))  # type: ignore[arg-type]


def _moderated(labels: "Labels") -> Iterator["Example"]:
    from classifiers.datasets import Example  # noqa: PLC0415

    for row in labels.training_rows():
        yield Example(
            comment=row.comment,
            label=row.label,
            source="moderators",
            group=str(row.article_id),
            when=row.labelled_at.date().isoformat(),
            by=row.reviewer,
        )


def _data_files(files: Sequence[Path]) -> list["DataFile"]:
    from classifiers.artifact import DataFile  # noqa: PLC0415
    from classifiers.datasets import digest  # noqa: PLC0415

    return [DataFile(path.name, digest(path)) for path in files]


def _print_gate(gate: "Gate") -> None:
    """Print one line a set: champion and challenger side by side."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table("set", "ham", "spam", "hm", "sm", "lam", "AUC", "recall at 1 %", "review", "Brier", "worse in")
    for row in gate.rows:
        old, new = row.champion, row.challenger
        pairs = [
            f"{_figure(before)} → {_figure(after)}"
            for before, after in (
                (old.hm, new.hm),
                (old.sm, new.sm),
                (old.lam, new.lam),
                (old.auc, new.auc),
                (old.recall_at_1, new.recall_at_1),
                (old.review, new.review),
                (old.brier, new.brier),
            )
        ]
        table.add_row(row.name, str(new.ham), str(new.spam), *pairs, ", ".join(row.worse))
    Console().print(table)
    typer.echo("gate: passed" if gate.passed else "gate: not passed")


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
