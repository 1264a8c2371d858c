"""``winnow import``: what another program kept of comments, with what became of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifiers.types import Label, Verdict
from worker.cli.actor import actor
from worker.cli.errors import EXIT_REFUSED, say
from worker.cli.options import Database, Json, ModelDir
from worker.cli.submit import INTERRUPTED
from worker.cli.terminal import print_json, print_line
from worker.errors import MisconfiguredError

if TYPE_CHECKING:
    from worker.operations.history.bring_in import BroughtIn, History
    from worker.operations.history.spool import Spool
    from worker.store.moderation.import_agreement import Agreement

Program = Annotated[
    str,
    typer.Argument(
        metavar="PROGRAM",
        help="whose export: wordpress, wp-comments, disqus, isso, remark42, commento, staticman, discourse, coral, csv",
    ),
]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="its files, each also .gz, or Staticman's folder")]
SiteAddress = Annotated[
    str | None, typer.Option("--site", metavar="URL", help="the address that the articles' paths are below")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=NAME", help="of csv: how a column is named; may be given more than once"),
]
TrashIsSpam = Annotated[bool, typer.Option("--trash-is-spam", help="label what is in the trash as spam")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="say what it would do, and store nothing")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="who answers for it (else account@host)")]

_VERDICTS = {Verdict.ALLOW: "let through", Verdict.REVIEW: "held for review", Verdict.SPAM: "called spam"}


def import_history(
    program: Program,
    files: Files,
    site: SiteAddress = None,
    column: Columns = None,
    trash_is_spam: TrashIsSpam = False,
    dry_run: DryRun = False,
    by: By = None,
    database: Database = None,
    model_dir: ModelDir = None,
    json: Json = False,
) -> None:
    """Take in what another program kept: articles, comments, and as labels what became of them.

    What was approved is labelled ham and what was spam is spam, by `import:NAME`: it counts for less than what anybody
    says by hand. Comments are judged at once, and what the model says is compared with the labels. E-mail and IP
    addresses are not read. The same import twice changes nothing more; after Ctrl-C the same command goes on.

    Example: `winnow import wordpress blog.xml --dry-run` or `winnow import isso comments.db --site https://blog.example`
    """
    from contextlib import closing  # noqa: PLC0415

    from worker.operations.history.bring_in import BroughtIn, History, gather  # noqa: PLC0415
    from worker.operations.history.spool import Spool  # noqa: PLC0415

    history = History(
        program=program, files=files, site=site, columns=_columns(column or ()), trash_is_spam=trash_is_spam
    )
    done = BroughtIn()
    with closing(Spool()) as spool:
        with _reading(files) as taken:
            gather(spool, history, done, say, taken)
        if dry_run:
            _preview(spool, history, done)
            found = None
        else:
            found = _store(spool, history, done, by or actor(), (database, model_dir))
    _print_json(done, found) if json else _print(done, found)
    if done.refused or done.waiting:
        raise typer.Exit(EXIT_REFUSED)


def _columns(given: Sequence[str]) -> dict[str, str]:
    pairs = dict(one.partition("=")[::2] for one in given)
    if "" in pairs.values():
        raise MisconfiguredError("--column takes Winnow's field and the file's column: --column text=comment_body")
    return pairs


@contextmanager
def _reading(files: Sequence[Path]) -> Iterator[Callable[[int], None]]:
    """Show how much of the files is read."""
    from worker.cli.progress import progress  # noqa: PLC0415

    whole = sum(_size(path) for path in files)
    so_far = 0
    with progress("read, in bytes") as advance:

        def taken(size: int) -> None:
            nonlocal so_far
            so_far += size
            advance(so_far, share=min(1.0, so_far / whole) if whole else None)

        yield taken


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
        return path.stat().st_size
    except OSError:
        return 0


def _preview(spool: "Spool", history: "History", done: "BroughtIn") -> None:
    from worker.operations.history.bring_in import preview  # noqa: PLC0415
    from worker.settings import load_settings  # noqa: PLC0415

    preview(spool, history, done, say, max_bytes=load_settings().max_page_bytes)


def _store(
    spool: "Spool", history: "History", done: "BroughtIn", by: str, where: tuple[str | None, Path | None]
) -> "Agreement":
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.cli.progress import progress  # noqa: PLC0415
    from worker.observability.logs import configure_logs  # noqa: PLC0415
    from worker.operations.history.bring_in import bring_in, imported_by  # noqa: PLC0415
    from worker.queue.embedded import EMBEDDED_BROKER  # noqa: PLC0415
    from worker.store.moderation.import_agreement import import_agreement  # noqa: PLC0415

    configure_logs("WARNING")
    reviewer = imported_by(by)
    # Nothing is rung for: all is judged here, so that there is something to label.
    winnow = wire(database_url=where[0], model_dir=where[1], broker_url=EMBEDDED_BROKER)
    winnow.service.judge()  # a model that can't serve is said before anything is stored
    try:
        with progress("comments imported") as advance:
            bring_in(
                winnow.engine, winnow.service, spool, history, done, say, by=by,
                max_bytes=winnow.settings.max_page_bytes, advance=advance,
            )  # fmt: skip
    except KeyboardInterrupt:
        say(f"{done.comments.total():,} comments are imported, the rest is not; the same command goes on")
        raise typer.Exit(INTERRUPTED) from None
    found = import_agreement(winnow.engine, reviewer)
    winnow.close()
    return found


def _print(done: "BroughtIn", found: "Agreement | None") -> None:
    articles = ", ".join(f"{count:,} {what}" for what, count in done.articles.items())
    comments = ", ".join(f"{count:,} {status}" for status, count in done.comments.items())
    labels = ", ".join(f"{count:,} {label}" for label, count in done.labels.items())
    print_line(f"articles: {articles or 'none'}")
    print_line(f"comments: {comments or 'none'}")
    print_line(f"labels: {labels or 'none'}{'' if found is None else ' that are new'}")
    if done.outweighed:
        print_line(f"{done.outweighed:,} labels left out: somebody has said the opposite by hand")
    if done.refused:
        print_line(f"refused: {', '.join(f'{count:,} {reason.value}' for reason, count in done.refused.items())}")
    if done.waiting:
        say(f"{done.waiting:,} articles could not be judged yet; once a worker has, the same command labels them")
    if found is not None:
        _print_agreement(found)


def _print_agreement(found: "Agreement") -> None:
    """Say what the history says of the model that judged it."""
    print_line(f"What this history says of {', '.join(found.models) or 'the model'}:")
    for label in Label:
        parts = ", ".join(f"{found.count(label, one):,} {what}" for one, what in _VERDICTS.items())
        print_line(f"of {found.count(label):,} {label.value}: {parts}")
    if found.held:
        print_line(
            f"{found.held:,} labels contradict what the model is sure of, and teach once somebody else agrees: "
            "see `winnow label conflicts`"
        )


def _print_json(done: "BroughtIn", found: "Agreement | None") -> None:
    print_json(
        {
            "articles": done.articles,
            "comments": _by_name(done.comments),
            "labels": _by_name(done.labels),
            "outweighed": done.outweighed,
            "waiting": done.waiting,
            "refused": _by_name(done.refused),
            "model": None if found is None else {
                "versions": found.models,
                "held": found.held,
                **{label.value: {one.value: found.count(label, one) for one in Verdict} for label in Label},
            },
        }
    )  # fmt: skip


def _by_name(counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(name): count for name, count in counts.items()}
