"""All commands under one name."""

from typing import Annotated

import typer

from worker.cli import (
    appeal,
    bulk,
    database,
    dead,
    doctor,
    erase,
    export,
    filters,
    health,
    import_history,
    label,
    model,
    rescore,
    retain,
    retrain,
    rule,
    run,
    site,
    status,
    submit,
    token,
    truth,
    user,
    web,
    worker_process,
)
from worker.cli.group import group
from worker.cli.terminal import print_line
from worker.observability.version import installed_version

app = group(
    "Separate articles from their comments, and judge every comment: allow, review or spam.",
    name="winnow",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done · 2 wrong usage · 65 input refused or dead · 75 try again later · 78 wrong settings",
)


def _version(asked: bool) -> None:
    if asked:
        print_line(f"winnow {installed_version()}")
        raise typer.Exit


@app.callback()
def every_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="say the version, and nothing else")
    ] = False,
) -> None:
    """Separate articles from their comments, and judge every comment: allow, review or spam."""


app.command("run")(run.run)
app.command("submit")(submit.submit)
app.command("worker", context_settings={"allow_extra_args": True, "ignore_unknown_options": False})(
    worker_process.worker
)
app.command("import")(import_history.import_history)
app.command("status")(status.status)
app.command("export")(export.export)
app.command("separate")(filters.separate)
app.command("classify")(filters.classify)
app.command("doctor")(doctor.doctor)
app.command("rescore")(rescore.rescore)
app.command("retain")(retain.retain)
app.command("retrain")(retrain.retrain)
app.command("web")(web.web)
app.command("erase")(erase.erase)
app.command("appeal")(appeal.appeal)

app.add_typer(bulk.app, name="bulk")
app.add_typer(dead.app, name="dead")
app.add_typer(database.app, name="db")
app.add_typer(health.app, name="health")
app.add_typer(label.app, name="label")
app.add_typer(model.app, name="model")
app.add_typer(rule.app, name="rule")
app.add_typer(site.app, name="site")
app.add_typer(token.app, name="token")
app.add_typer(truth.app, name="truth")
app.add_typer(user.app, name="user")
