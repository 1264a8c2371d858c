"""``winnow run``: the whole job in one process, with no server."""

import typer

from worker.cli.errors import say
from worker.cli.options import Database, Json, ModelDir, Paths, ReadAs


def run(
    paths: Paths, read_as: ReadAs = None, database: Database = None, model_dir: ModelDir = None, json: Json = False
) -> None:
    """Submit, process and store articles in this process, and show what came out.

    Needs no broker and no server: the queue is in memory, the database a SQLite file unless --database says otherwise.
    After Ctrl-C the same command goes on.

    Example: `winnow run page.html texts/*.txt articles.jsonl.gz`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.cli.files import find  # noqa: PLC0415
    from worker.cli.intake import Intake, take_in  # noqa: PLC0415
    from worker.cli.progress import progress  # noqa: PLC0415
    from worker.cli.run_summary import print_articles, show_articles  # noqa: PLC0415
    from worker.cli.submit import INTERRUPTED  # noqa: PLC0415
    from worker.cli.waiting import wait_for  # noqa: PLC0415
    from worker.domain import State  # noqa: PLC0415
    from worker.observability.logs import configure_logs  # noqa: PLC0415
    from worker.queue.embedded import EMBEDDED_BROKER, embedded_worker  # noqa: PLC0415
    from worker.store.flow.inbox import Inbox  # noqa: PLC0415

    configure_logs("WARNING")
    winnow = wire(database_url=database, model_dir=model_dir, broker_url=EMBEDDED_BROKER, sweep_interval_s=1.0)
    winnow.service.judge()  # a model that can't serve is said before anything is stored
    files, intake = find(paths, read_as), Intake()
    incoming = files.articles(max_bytes=winnow.settings.max_page_bytes)
    try:
        with embedded_worker(winnow.app):
            with progress("submitted") as advance:
                take_in(winnow.service, incoming, lambda so_far: advance(len(so_far.stored), share=files.share), intake)
            ids = list(dict.fromkeys(one.id for one in intake.stored))
            with progress("processed") as advance:
                states = wait_for(ids, Inbox(winnow.engine).states, advance)
    except KeyboardInterrupt:
        say(f"{len(intake.stored):,} articles are stored, and some are processed; the same command goes on")
        raise typer.Exit(INTERRUPTED) from None
    dead = sorted(one for one, state in states.items() if state is State.DEAD)
    print_articles(winnow.engine, ids) if json else show_articles(winnow.engine, ids, dead)
    winnow.close()  # all is in the one file now, which may be copied
    if summary := files.summary():
        say(summary)
    if dead:
        say(f"{len(dead)} of {len(ids)} articles could not be processed; see: winnow dead list")
    if dead or intake.refused:
        raise typer.Exit(65)
