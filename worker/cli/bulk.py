"""``winnow bulk``: archives to a corpus of articles and conversations, without a database."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.errors import say
from worker.cli.group import WinnowGroup, group
from worker.cli.options import ModelDir, ReadAs

if TYPE_CHECKING:
    from worker.operations.bulk.job import Job
    from worker.operations.bulk.run import Engine
    from worker.settings import Settings

# Bytes of a file that one shard takes, as they stand on the disk.
PART_MB = 64
# What shells give for a command that Ctrl-C ended.
INTERRUPTED = 130


class _RunsUnlessNamed(WinnowGroup):
    """`winnow bulk INPUT...` is `winnow bulk run INPUT...`: it is what nearly everybody wants."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Name the command where none is named."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = group("Make a corpus of archives; `winnow bulk INPUT...` is `winnow bulk run INPUT...`.", cls=_RunsUnlessNamed)


class EngineName(StrEnum):
    """What does the shards."""

    LOCAL = "local"
    RAY = "ray"


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...", help="files, folders of them, or patterns, on a disk or s3://; @FILE names one a line"
    ),
]


@app.command("run")
def run(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="where the corpus goes")],
    engine: Annotated[EngineName, typer.Option(help="what does the shards")] = EngineName.LOCAL,
    ray_address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="with --engine ray: a cluster's; else one is started here")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="shards done at once; else one a processor")] = None,
    only_ham: Annotated[
        bool, typer.Option("--only-ham", help="leave out comments that are spam or for review")
    ] = False,
    text_only: Annotated[bool, typer.Option("--text-only", help="texts, and no names of people")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON Lines instead of Parquet")] = False,
    html_column: Annotated[str, typer.Option(metavar="NAME", help="a Parquet file's column of HTML")] = "html",
    text_column: Annotated[str, typer.Option(metavar="NAME", help="a Parquet file's column of text")] = "text",
    url_column: Annotated[str, typer.Option(metavar="NAME", help="a Parquet file's column of addresses")] = "url",
    part_mb: Annotated[int, typer.Option(min=1, help="megabytes of a file that one shard takes")] = PART_MB,
    redo: Annotated[bool, typer.Option("--redo", help="do all shards again, and forget what was done")] = False,
    read_as: ReadAs = None,
    model_dir: ModelDir = None,
) -> None:
    """Take the pages of archives apart and judge their comments: Parquet files of articles and of comments.

    Reads WARC, ARC, WET, Parquet, JSON Lines and pages. What is done stays done: after Ctrl-C, a crash or a full
    disk the same command goes on.

    Example: `winnow bulk crawl/*.warc.gz --out corpus`
    """
    from worker.cli.bulk_progress import Shown  # noqa: PLC0415
    from worker.errors import MisconfiguredError  # noqa: PLC0415
    from worker.operations.bulk.job import Kind  # noqa: PLC0415
    from worker.operations.bulk.run import Watch  # noqa: PLC0415
    from worker.operations.bulk.run import bulk as run_bulk  # noqa: PLC0415
    from worker.operations.object_store import name_of  # noqa: PLC0415
    from worker.settings import load_settings  # noqa: PLC0415

    if name_of(out):
        raise MisconfiguredError("a corpus is written to a folder; give one, and copy it to the store afterwards")
    job = _job(
        load_settings({"model_dir": model_dir}),
        out=out.resolve(),  # other processes, on a cluster, stand elsewhere
        columns=(html_column, text_column, url_column),
        read_as=f".{read_as.lower()}" if read_as else None,
        kind=Kind.JSON_LINES if jsonl else Kind.PARQUET,
        only_ham=only_ham,
        text_only=text_only,
    )
    with Shown() as shown:
        watch = Watch(shown.begun, shown.counted, shown.done)
        try:
            does = _engine(engine, jobs, ray_address)
            summary = run_bulk(_named(inputs), job, does, watch, part_bytes=part_mb << 20, redo=redo)
        except KeyboardInterrupt:
            say(f"{shown.shards_done:,} of {shown.shards:,} shards are done; the same command goes on")
            raise typer.Exit(INTERRUPTED) from None
    say(shown.summary_line(summary))
    if summary.files_refused:
        raise typer.Exit(65)


@app.command("dedup")
def dedup(
    out: Annotated[Path, typer.Argument(metavar="FOLDER", help="the corpus: what --out named")],
) -> None:
    """Find articles that stand under several addresses, word for word or nearly so, and write a third table of them.

    `duplicates.parquet` (or `.jsonl`): `article`, `url`, and `same_as`, the id of the first article of its group. The
    corpus stays as it is.

    Example: `winnow bulk dedup corpus`
    """
    from worker.operations.bulk.dedup import dedup as find  # noqa: PLC0415

    found = find(out)
    say(f"{found.copied:,} of {found.articles:,} articles have a copy, in {found.groups:,} groups")


def _named(inputs: list[str]) -> list[str]:
    """Return the inputs; a name that begins with @ is a list of them, one a line."""
    named: list[str] = []
    for one in inputs:
        if one.startswith("@"):
            lines = Path(one[1:]).read_text(encoding="utf-8").splitlines()
            named += [line.strip() for line in lines if line.strip()]
        else:
            named.append(one)
    return named


def _engine(name: EngineName, jobs: int | None, ray_address: str | None) -> "Engine":
    import os  # noqa: PLC0415
    from functools import partial  # noqa: PLC0415

    from worker.operations.bulk.local_engine import run_local  # noqa: PLC0415

    if name is EngineName.RAY:
        from worker.operations.bulk.ray_engine import run_ray  # noqa: PLC0415

        return partial(run_ray, address=ray_address)
    return partial(run_local, jobs=jobs or len(os.sched_getaffinity(0)))


def _job(settings: "Settings", *, columns: tuple[str, str, str], **asked: object) -> "Job":
    import sys  # noqa: PLC0415
    from importlib.util import find_spec  # noqa: PLC0415

    from worker.errors import MisconfiguredError  # noqa: PLC0415
    from worker.ingest.formats.reader import Columns  # noqa: PLC0415
    from worker.operations.bulk.job import Job, Limits  # noqa: PLC0415
    from worker.operations.bulk.versions import versions  # noqa: PLC0415
    from worker.work.installed_models import open_registry  # noqa: PLC0415

    if find_spec("pyarrow") is None:
        raise MisconfiguredError("winnow bulk needs pyarrow here; install it: pip install 'winnow-worker[bulk]'")
    # Verified once, here: a model that can't serve is said before anything is begun.
    manifest = open_registry(settings).verify()
    return Job.model_validate(
        {
            **asked,
            "model_dir": settings.model_dir.resolve(),
            "public_key": settings.model_public_key,
            "limits": Limits(
                time_s=settings.quarantine_time_limit_s,
                memory_bytes=settings.work_memory_bytes,
                page_bytes=settings.max_page_bytes,
            ),
            "versions": versions(manifest.version),
            "columns": Columns(*columns),
            "command": (sys.executable, "-m", "worker.operations.bulk.pages_process"),
        }
    )
