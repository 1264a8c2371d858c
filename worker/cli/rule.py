"""``winnow rule``: what moderators want said of comments, whatever the model says."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifiers.types import Verdict
from worker.cli.actor import actor
from worker.cli.errors import say, unusable
from worker.cli.group import group
from worker.cli.options import Database, Json
from worker.cli.terminal import line_of, print_columns, print_json, print_line
from worker.domain import RuleKind
from worker.errors import MisconfiguredError

if TYPE_CHECKING:
    from worker.bootstrap import Winnow
    from worker.operations.rules import RulePreview
    from worker.store.flow.rules import StoredRule
    from worker.work.rule import Rule

app = group(
    "Say what is to be said of comments, whatever the model says; a moderator's label counts for more. Example: "
    "`winnow rule add no-casinos words casino jackpot --then spam`"
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="a to z, 0 to 9 and -; its reason is rule:NAME")]
Kind = Annotated[RuleKind, typer.Argument(case_sensitive=False, help="what it looks at, see docs/rules.md")]
Values = Annotated[list[str] | None, typer.Argument(metavar="VALUE...", help="what it looks for, or its number")]
Then = Annotated[Verdict, typer.Option("--then", case_sensitive=False, help="what it says of such a comment")]
From = Annotated[
    Path | None, typer.Option("--from", metavar="FILE", help="values, one a line, as WordPress keeps its lists")
]
OnSite = Annotated[str | None, typer.Option("--site", metavar="DOMAIN", help="on this site alone: blog.example")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="why there is such a rule")]
Days = Annotated[int | None, typer.Option("--days", min=1, max=36_500, help="in force for so long (else for ever)")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="whose rule it is (else account@host)")]

# Enough of a text to know it again.
_SHOWN_CHARS = 80


@app.command()
def add(
    name: Name,
    kind: Kind,
    values: Values = None,
    then: Then = Verdict.REVIEW,
    file: From = None,
    site: OnSite = None,
    note: Note = "",
    days: Days = None,
    by: By = None,
    database: Database = None,
) -> None:
    """Make a rule; it counts for what is judged from now on.

    What is stored stays as it is until `winnow rescore --rules`. `winnow rule preview` takes the same words, and says
    what the rule would have changed.

    Example: `winnow rule add old-posts days 30 --then review`
    """
    from worker.operations import rules, sites  # noqa: PLC0415

    rule, winnow = _rule(name, kind, values, then, file, site), _winnow(database)
    key = winnow.settings.email_key
    done = rules.add(winnow.engine, rule, by=by or actor(), email_key=key, note=note, days=days)
    if done.site is not None and done.site not in {one.name for one in sites.listed(winnow.engine)}:
        say(f"no site is named {done.site} (winnow site list): the rule is for pages of that domain that no site has")
    print_line(f"{done.code}: {done.kind} of {len(done.values):,} -> {done.verdict}")


@app.command("list")
def list_rules(database: Database = None, json: Json = False) -> None:
    """List all rules, with who made them, until when they are in force, and how many comments they decided.

    Example: `winnow rule list`
    """
    from worker.operations import rules  # noqa: PLC0415

    for one in rules.listed(_winnow(database).engine):
        if json:
            print_json(_row(one))
        else:
            ends = one.expires_at.date().isoformat() if one.expires_at else "for ever"
            shown = line_of(", ".join(one.rule.values), _SHOWN_CHARS)
            print_columns(
                one.rule.name, one.rule.kind, one.rule.verdict, one.rule.site or "all sites", ends, one.hits,
                one.created_by, line_of(one.note, _SHOWN_CHARS), shown,
            )  # fmt: skip


@app.command()
def remove(name: Name, by: By = None, database: Database = None) -> None:
    """Take a rule away; what it decided stays as it is until `winnow rescore --rules`.

    Example: `winnow rule remove no-casinos`
    """
    from worker.operations import rules  # noqa: PLC0415

    rules.remove(_winnow(database).engine, name, by=by or actor())
    print_line(f"rule:{name} is removed")


@app.command()
def preview(
    name: Name,
    kind: Kind,
    values: Values = None,
    then: Then = Verdict.REVIEW,
    file: From = None,
    site: OnSite = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Say what a rule would have changed in the last 30 days; nothing is stored.

    Example: `winnow rule preview no-casinos words casino jackpot --then spam`
    """
    from worker.operations import rules  # noqa: PLC0415

    rule, winnow = _rule(name, kind, values, then, file, site), _winnow(database)
    found = rules.preview(winnow.engine, rule, email_key=winnow.settings.email_key)
    if json:
        print_json(
            {
                "looked_at": found.looked_at,
                "found": found.found,
                "moves": [(before, after, many) for (before, after), many in sorted(found.moves.items())],
                "examples": [one.id for one in found.examples],
            }
        )
        return
    _show(found)


def _rule(
    name: str, kind: RuleKind, values: list[str] | None, then: Verdict, file: Path | None, site: str | None
) -> "Rule":
    from worker.work.rule import Rule  # noqa: PLC0415

    looked_for = tuple(values or ())
    if file is not None:
        try:
            looked_for += tuple(file.read_text(encoding="utf-8-sig", errors="replace").splitlines())
        except OSError as error:
            raise MisconfiguredError(unusable(str(file), error)) from None
    return Rule(name=name, kind=kind, values=looked_for, verdict=then, site=site)


def _row(one: "StoredRule") -> dict[str, object]:
    return {
        "name": one.rule.name,
        "kind": one.rule.kind,
        "values": one.rule.values,
        "then": one.rule.verdict,
        "site": one.rule.site,
        "note": one.note,
        "by": one.created_by,
        "created_at": one.created_at,
        "expires_at": one.expires_at,
        "hits": one.hits,
    }


def _show(found: "RulePreview") -> None:
    print_line(f"of {found.looked_at:,} comments it finds {found.found:,} and changes {found.changed:,}")
    for (before, after), many in sorted(found.moves.items()):
        print_line(f"{before} -> {after}: {many:,} comments")
    for one in found.examples:
        print_columns(one.id, one.before, one.after, one.author or "", line_of(one.text, _SHOWN_CHARS))


def _winnow(database: str | None) -> "Winnow":
    from worker.bootstrap import wire  # noqa: PLC0415

    return wire(database_url=database)
