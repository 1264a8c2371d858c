"""``winnow separate`` and ``winnow classify``: filters that need no database."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.errors import say
from worker.cli.model import Site
from worker.cli.options import ModelDir, ReadAs
from worker.cli.terminal import flush, print_json, write

if TYPE_CHECKING:
    from classifiers.model.judge import Judge
    from worker.cli.files import Files
    from worker.operations.classify import Batch
    from worker.operations.filter_rows import Row
    from worker.operations.separate import Given

Jobs = Annotated[int, typer.Option(min=1, help="processes that work at once")]


def separate(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH...]", help="pages, files and folders of them; else lines")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="print the articles' texts alone, a form feed between")] = False,
    jobs: Jobs = 1,
    read_as: ReadAs = None,
) -> None:
    """Take pages apart: one JSON line out for each page, in order, its id the line's own or where the page stands.

    Lines in: `{"id", "html" or "text", "url"?}`. Out: `{"id", "title", "byline", "published", "section", "language",
    "kind", "reason", "declared_comments", "comment_pages", "body", "body_markdown", "comments": [{"author",
    "author_url", "posted_at", "posted_raw", "text", "links", "parent", "depth", "kind"}]}`, or `{"id", "error":
    {"code", "message"}}`.

    Example: `winnow separate page.html`, or `winnow separate < pages.jsonl > separated.jsonl`
    """
    from worker.cli.files import find  # noqa: PLC0415
    from worker.operations.separate import lines, separate_pages  # noqa: PLC0415
    from worker.settings import load_settings  # noqa: PLC0415

    most = load_settings().max_page_bytes
    files = find(paths, read_as) if paths else None
    given = lines(sys.stdin.buffer, max_bytes=most) if files is None else _pages(files, most)
    show = _print_text if text else print_json
    for row in separate_pages(given, jobs=jobs):
        show(row)
        flush()
    if files is not None and (passed_over := files.summary()):
        say(passed_over)


def _pages(files: "Files", max_bytes: int) -> "Iterator[Given]":
    for incoming in files.articles(max_bytes=max_bytes):
        own = getattr(incoming.article, "external_id", None)
        # A page's file has its name, which others may have in other folders.
        yield own if own and not incoming.origin.endswith(own) else incoming.origin, incoming.article


def _print_text(row: "Row") -> None:
    if "error" in row:
        say(f"{row['id']}: {row['error']['message']} [{row['error']['code']}]")
        return
    write(f"{row['body']}\n\f\n".encode("utf-8", "replace"))


def classify(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH...]", help="files of lines, folders of them; else lines")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="say why, too; costs up to half as much again")] = False,
    jobs: Jobs = 1,
    model_dir: ModelDir = None,
    site: Site = None,
) -> None:
    """Read comments, write verdicts: JSON Lines in (plain, .gz, .zst), one line out for each line in, in order.

    In: `{"id", "text", "author"?, "author_url"?, "links"?, "article"?: {"title"?, "body"?, "language"?, "published"?},
    "page"?, "site"?, "type"?, "posted_at"?}`;
    rows with one `page` that follow one another are judged together. Out: `{"id", "probability", "verdict", "model"}`,
    with `--explain` its `"reasons"`, or `{"id", "error": {"code", "message"}}`. With `--site`, a site's own model
    judges, where it has one.

    Example: `winnow classify < comments.jsonl > verdicts.jsonl`
    """
    from functools import partial  # noqa: PLC0415

    from worker.ingest.sites import site_named  # noqa: PLC0415
    from worker.operations.in_order import in_order  # noqa: PLC0415
    from worker.settings import load_settings  # noqa: PLC0415
    from worker.work.installed_models import open_registry  # noqa: PLC0415

    settings = load_settings({"model_dir": model_dir})
    registry = open_registry(settings)
    own = registry.sound(site_named(site)) if site else None
    version = own or registry.verify().version
    given = _batches(paths, settings.max_page_bytes)
    begin = partial(_load, settings.model_dir, version, explain=explain)
    for rows in in_order(_verdicts, given, jobs=jobs, begin=begin):
        for row in rows:
            print_json(row)


_judges: "list[Judge]" = []


def _load(model_dir: Path, version: str, *, explain: bool) -> None:
    """Load the model that this process judges by."""
    from dataclasses import replace  # noqa: PLC0415

    from worker.settings import load_settings  # noqa: PLC0415
    from worker.work.installed_models import open_registry  # noqa: PLC0415

    _judges[:] = [replace(open_registry(load_settings({"model_dir": model_dir})).load(version), explains=explain)]


def _verdicts(batch: "Batch") -> "list[Row]":
    from worker.operations.classify import judged  # noqa: PLC0415

    return list(judged(batch, _judges[0], explained=_judges[0].explains))


def _batches(paths: list[Path] | None, max_bytes: int) -> "Iterator[Batch]":
    from worker.ingest.formats.packing import packing_of, unpacked  # noqa: PLC0415
    from worker.operations.classify import batches  # noqa: PLC0415

    if not paths:
        yield from batches(sys.stdin.buffer, max_bytes=max_bytes)
        return
    for path in _line_files(paths):
        with path.open("rb") as stream:
            yield from batches(unpacked(stream, packing_of(path.name)), max_bytes=max_bytes)


def _line_files(paths: list[Path]) -> Iterator[Path]:
    from worker.ingest.formats import suffix_of  # noqa: PLC0415

    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if suffix_of(one.name) in (".jsonl", ".ndjson"))
        else:
            yield path
