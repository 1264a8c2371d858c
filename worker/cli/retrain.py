"""``winnow retrain``: labels in, a new model out."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.actor import actor
from worker.cli.model import Site, of_site
from worker.cli.options import Database, ModelDir
from worker.cli.terminal import Column, print_error, print_line, print_table
from worker.errors import MisconfiguredError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from classifiers.data.curation import Curated
    from classifiers.data.datasets import Example
    from classifiers.registry.artifact import DataFile
    from classifiers.registry.versions import Registry
    from classifiers.training.evaluate import Evaluation
    from classifiers.training.gate import Gate
    from worker.learn.retrain import Advance, Retrained
    from worker.learn.site_history import SiteHistory
    from worker.learn.vetting import Vetted

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
    str | None,
    typer.Option(
        metavar="hm=0.0005,sm=0.04",
        help="with --base or --site: the shares of ham lost and spam passed that the cut-offs keep; "
        "of a site kept from model to model, default: the shipped cut-offs again",
    ),
]

By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="whom the audit names (else account@host)")]
ConfirmedBy = Annotated[
    str | None,
    typer.Option("--confirmed-by", metavar="NAME", help="who has looked at the files: nothing of them is held"),
]
TimeLimit = Annotated[
    float | None, typer.Option("--time-limit", min=1, metavar="SECONDS", help="give up after so long, nothing changed")
]

# The model was trained and registered, but the gate did not let it become champion.
NOT_PROMOTED = 3
# Conflicting labels that are printed; the report and `winnow label conflicts` list more.
SHOWN_CONFLICTS = 10
# Columns of the table where no terminal says how many there are.
PIPE_COLUMNS = 160


def retrain(
    files: Files = None,
    database: Database = None,
    model_dir: ModelDir = None,
    labels: Store = True,
    promote: Promote = "gate",
    seed: Seed = 0,
    time_limit: TimeLimit = None,
    by: By = None,
    confirmed_by: ConfirmedBy = None,
    base: IntoFolder = None,
    target: Target = None,
    site: Site = None,
) -> None:
    """Train a model from moderators' labels, from files, or from both, on top of the shipped one.

    A row of a file has `text` and `label` (spam or ham), and where known `author`, `author_url`, `links`,
    `article`, `source`, `group`, `by`. The new model becomes champion only if it is worse in nothing; otherwise it
    is registered, and the exit code is 3. A report with the curves stands beside the model. Labels that contradict
    what the champion is sure of teach nothing before a second person agrees, or an admin (`winnow label confirm`);
    those of files, before `--confirmed-by` says who has looked.

    With `--site`, only that site's labels teach, an import's half as much as one by hand, and the model judges that
    site alone. What its imports say of the model for all is said first.

    Example: `winnow retrain labels.jsonl.gz --promote gate` or `winnow retrain --site blog.example`
    """
    if base is not None and site is not None:
        raise MisconfiguredError("--base trains what is shipped, for all sites: leave --site out, or --base")
    if target is not None and base is None and site is None:
        raise MisconfiguredError("--target is for a site's own labels, or for what is shipped: add --site, or --base")
    if base is not None:
        _train_base(files or [], base, target, seed)
        return
    from functools import partial  # noqa: PLC0415

    from classifiers.registry.site_targets import target_asked  # noqa: PLC0415
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.learn.report import render  # noqa: PLC0415
    from worker.learn.retrain import Promotion, within  # noqa: PLC0415
    from worker.learn.retrain import retrain as train  # noqa: PLC0415
    from worker.operations.confirm import confirm_files  # noqa: PLC0415
    from worker.operations.promote import promote as make_champion  # noqa: PLC0415
    from worker.operations.sites import require_site  # noqa: PLC0415
    from worker.store.base.narrowed import narrowed  # noqa: PLC0415

    if promote not in set(Promotion):
        raise MisconfiguredError(f"--promote is never, gate or force, not {promote!r}")
    winnow = wire(database_url=database, model_dir=model_dir)
    name = require_site(winnow.engine, site)
    store = winnow.engine if name is None else narrowed(winnow.engine, [name])
    aim = None if name is None else target_asked(winnow.registry, name, target)
    with _steps() as show:
        advance = within(time_limit, show)
        told = None if name is None else _history(store, winnow.registry, seed, advance)
        outcome = train(
            _examples(files or [], store if labels else None, looked_at=confirmed_by is not None),
            winnow.registry,
            data=_data_files(files or []),
            promotion=Promotion(promote),
            seed=seed,
            report=partial(render, history=told),
            advance=advance,
            promote=lambda version: make_champion(
                winnow.registry, winnow.engine, version, actor=by or actor(), site=name
            ),
            site=name,
            target=aim,
        )
    if confirmed_by is not None:
        confirm_files(winnow.engine, [one.name for one in files or []], actor=confirmed_by)
    _print_outcome(outcome, told, winnow.registry.report(outcome.version), name)
    if not outcome.promoted and promote == Promotion.GATE:
        raise typer.Exit(NOT_PROMOTED)


@contextmanager
def _steps() -> Iterator["Advance"]:
    """Show each step's progress with a bar, or a line, of its own."""
    from worker.cli.progress import progress  # noqa: PLC0415

    shown = ""
    with ExitStack() as bar:
        show = bar.enter_context(progress("retraining"))

        def advance(step: str, done: int, total: int | None) -> None:
            nonlocal shown, show
            if step != shown:
                bar.close()
                shown, show = step, bar.enter_context(progress(step))
            show(done, total)

        yield advance


def _train_base(files: Sequence[Path], folder: Path, target: str | None, seed: int) -> None:
    """Train from scratch and write the model with its manifest and its held-out figures."""
    from classifiers.data.datasets import read_examples  # noqa: PLC0415
    from classifiers.model import policy  # noqa: PLC0415
    from classifiers.model.drift import count_scores  # noqa: PLC0415
    from classifiers.registry import artifact  # noqa: PLC0415
    from classifiers.training.train import train_base  # noqa: PLC0415

    aim = policy.SHIPPED_TARGET if target is None else policy.parse_target(target)
    print_error("training from scratch; this takes some minutes ...")
    trained = train_base(read_examples(files), target=aim, seed=seed)
    provenance = artifact.Provenance(
        data=tuple(_data_files(files)),
        figures=trained.figures(),
        scores=count_scores(trained.held_out).counts,
        settings={"seed": seed, "target": {"hm": aim.hm, "sm": aim.sm}, "dropped_labels": len(trained.doubtful())},
    )
    folder.mkdir(parents=True, exist_ok=True)
    manifest = artifact.write(folder, trained.model, trained.policy, provenance)
    print_line(
        f"model {manifest.version} in {folder}: "
        f"review from {manifest.review_cut:.4f}, spam from {manifest.spam_cut:.4f}"
    )


def _examples(files: Sequence[Path], engine: "Engine | None", *, looked_at: bool) -> Iterator["Example"]:
    """Yield the examples of the files, then those of the moderators."""
    from dataclasses import replace  # noqa: PLC0415

    from classifiers.data.datasets import read_examples  # noqa: PLC0415
    from worker.learn.moderated_examples import moderated  # noqa: PLC0415
    from worker.store.moderation.labels import Labels  # noqa: PLC0415

    for example in read_examples(files):
        yield replace(example, held=False) if looked_at else example
    if engine is not None:
        yield from moderated(Labels(engine).training_rows())


def _history(store: "Engine", registry: "Registry", seed: int, advance: "Advance") -> "SiteHistory | None":
    """Return what a site's imports say of the model for all; None where nothing was imported."""
    from worker.learn.moderated_examples import moderated  # noqa: PLC0415
    from worker.learn.retrain import in_service  # noqa: PLC0415
    from worker.learn.site_history import site_history  # noqa: PLC0415
    from worker.store.moderation.labels import Labels  # noqa: PLC0415

    rows = moderated(Labels(store).training_rows())
    told = site_history(rows, in_service(registry), registry.load_base(), seed=seed, advance=advance)
    return told if told.labels else None


def _print_outcome(outcome: "Retrained", told: "SiteHistory | None", report: Path, site: str | None) -> None:
    if told is not None:
        _print_history(told)
    _print_curated(outcome.curated)
    _print_held(outcome.vetted)
    _print_gate(outcome.gate)
    if outcome.at_target is not None:
        print_line(f"at the site's cut-offs, labels held out: {_mistakes(outcome.at_target)}")
    verdict = "promoted" if outcome.promoted else "registered, not promoted"
    print_line(f"report: {report}")
    print_line(f"model {outcome.version}{of_site(site)}: {verdict} (champion was {outcome.champion})")


def _mistakes(found: "Evaluation") -> str:
    lost, passed = ("-" if one is None else f"{one:.1%}" for one in (found.hm, found.sm))
    return f"{lost} of {found.ham:,} ham lost, {passed} of {found.spam:,} spam passed"


def _print_history(told: "SiteHistory") -> None:
    from worker.learn.site_history import sentences  # noqa: PLC0415

    for sentence in sentences(told):
        print_line(sentence)
    for one in told.suspects[:SHOWN_CONFLICTS]:
        print_line(f"{one.label.value}, though the others say {one.probability:.2f} spam: {one.origin}")


def _data_files(files: Sequence[Path]) -> list["DataFile"]:
    from classifiers.digests import digest_of_file  # noqa: PLC0415
    from classifiers.registry.artifact import DataFile  # noqa: PLC0415

    return [DataFile(path.name, digest_of_file(path)) for path in files]


def _print_curated(curated: "Curated") -> None:
    print_line(
        f"{len(curated.examples):,} of {curated.read:,} labels; left out: {curated.duplicates:,} near-duplicates, "
        f"{curated.capped:,} beyond one reviewer's share, {curated.sampled:,} beyond what memory holds, "
        f"{curated.disputed:,} comments in conflict"
    )
    for origin in curated.conflicts[:SHOWN_CONFLICTS]:
        print_line(f"in conflict, needs a second look: {origin}")


def _print_held(vetted: "Vetted") -> None:
    held = ", ".join(f"{count:,} {why}" for why, count in vetted.held.items() if count)
    if held:
        print_line(f"held until somebody else agrees: {held}")


def _print_gate(gate: "Gate") -> None:
    """Print one line a set: champion and challenger side by side."""
    from worker.learn.report import COLUMNS, pairs  # noqa: PLC0415

    print_table(
        [Column(title) for title in ("set", "ham", "spam", *(title for _, title in COLUMNS), "worse in")],
        (
            (
                row.name,
                str(row.challenger.ham),
                str(row.challenger.spam),
                *(f"{before} → {after}" for before, after in pairs(row.champion, row.challenger)),
                ", ".join(row.worse),
            )
            for row in gate.rows
        ),
        framed=True,
        width=PIPE_COLUMNS,
    )
    for objection in gate.objections:
        print_line(objection)
    print_line("gate: passed" if gate.passed else "gate: not passed")
