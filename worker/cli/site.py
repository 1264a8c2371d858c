"""``winnow site``: one installation serves many sites, each with what is its own."""

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.actor import actor
from worker.cli.group import group
from worker.cli.options import Database, Json, ModelDir
from worker.cli.terminal import print_columns, print_json, print_line

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from classifiers.model.policy import Target
    from classifiers.registry.versions import Registry
    from worker.settings import Settings
    from worker.store.flow.sites import Site

app = group("Add, list, show or change the sites that are served here. Example: `winnow site add blog.example`")

Name = Annotated[str, typer.Argument(metavar="NAME", help="the site's host, blog.example; default is always there")]
Hosts = Annotated[
    list[str] | None, typer.Option("--host", metavar="HOST", help="a further host, with all below it; repeatable")
]
Without = Annotated[
    list[str] | None, typer.Option("--without-host", metavar="HOST", help="a host that it gives up; repeatable")
]

Stores = Annotated[
    str | None,
    typer.Option(
        "--akismet-stores", metavar="yes|no|default", help="store what Akismet's protocol asks about; default: as set"
    ),
]
RetainDays = Annotated[
    str | None,
    typer.Option("--akismet-retain-days", metavar="DAYS|default", help="keep that so long, if nobody labels it"),
]


@app.command()
def add(name: Name, host: Hosts = None, database: Database = None) -> None:
    """Make a site; what is stored of its hosts becomes its own, and what comes in.

    An article belongs to the site that has the nearest host above its address, else to the site default.

    Example: `winnow site add blog.example --host blog-archive.example`
    """
    from worker.operations import sites  # noqa: PLC0415

    wanted = sites.SiteChange(hosts=host or ())
    site, moved = sites.add(_engine(database), name, wanted, actor=actor())
    print_line(f"{site.name}: {', '.join(site.hosts)}; {moved:,} stored articles are its own")


@app.command("list")
def list_sites(database: Database = None, json: Json = False) -> None:
    """List the sites with their hosts.

    Example: `winnow site list`
    """
    from worker.operations import sites  # noqa: PLC0415

    for site in sites.listed(_engine(database)):
        if json:
            print_json(_row(site))
        else:
            print_columns(site.name, ", ".join(site.hosts) or "-")


@app.command()
def show(name: Name, database: Database = None, model_dir: ModelDir = None, json: Json = False) -> None:
    """Show a site with how much it has (articles, comments, what waits for a moderator, labels), and what serves there.

    Example: `winnow site show blog.example`
    """
    from dataclasses import asdict  # noqa: PLC0415

    from classifiers.registry.site_targets import target_asked  # noqa: PLC0415
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.operations import sites  # noqa: PLC0415

    winnow = wire(database_url=database, model_dir=model_dir)
    site, counts = sites.show(winnow.engine, name)
    own = winnow.registry.sound(site.name)
    model = own or winnow.registry.champion()
    aim = target_asked(winnow.registry, site.name)
    if json:
        serves = {"model": model, "own_model": own is not None, "target": asdict(aim) if aim else None}
        print_json({**_row(site), **asdict(counts), **serves, **_akismet(site, winnow.settings)})
        return
    whose = "the one for all" if own is None else f"its own{_aim(aim)}{_outdated(winnow.registry, own, site.name)}"
    shown = {**asdict(counts), "akismet": _of_akismet(site, winnow.settings), "model": f"{model}, {whose}"}
    for title, value in (("hosts", ", ".join(site.hosts) or "-"), *shown.items()):
        print_line(f"{title:9} {value}")


@app.command("set")
def set_site(
    name: Name,
    host: Hosts = None,
    without_host: Without = None,
    akismet_stores: Stores = None,
    akismet_retain_days: RetainDays = None,
    database: Database = None,
) -> None:
    """Change a site's hosts, which stored articles follow, or what is stored of what its blog asks about.

    Example: `winnow site set blog.example --host news.blog.example`
    """
    from worker.operations import sites  # noqa: PLC0415

    wanted = sites.SiteChange(
        hosts=host or (),
        without=without_host or (),
        akismet_stores=akismet_stores,
        akismet_retain_days=akismet_retain_days,
    )
    site, moved = sites.change(_engine(database), name, wanted, actor=actor())
    print_line(f"{site.name}: {', '.join(site.hosts) or '-'}; {moved:,} stored articles changed sites")


def _aim(target: "Target | None") -> str:
    return "" if target is None else f", with cut-offs for hm={target.hm:g},sm={target.sm:g}"


def _outdated(registry: "Registry", own: str, site: str) -> str:
    """Say what to do where a newer model is shipped than the one that a site's own stands on; else nothing."""
    base, below = registry.load_base().version, registry.manifest(own).parent
    return (
        ""
        if below == base
        else f", on {below}; `winnow retrain --site {site}` puts one on {base}, which is shipped now"
    )


def _row(site: "Site") -> dict[str, object]:
    return {"name": site.name, "hosts": site.hosts, "created_at": site.created_at}


def _akismet(site: "Site", settings: "Settings") -> dict[str, object]:
    """Return what holds on a site of Akismet's settings, and whether that is the site's own."""
    own_stores, own_days = site.akismet_stores is not None, site.akismet_retain_days is not None
    return {
        "akismet_stores": site.akismet_stores if own_stores else settings.akismet_stores,
        "own_akismet_stores": own_stores,
        "akismet_retain_days": site.akismet_retain_days if own_days else settings.akismet_retain_days,
        "own_akismet_retain_days": own_days,
    }


def _of_akismet(site: "Site", settings: "Settings") -> str:
    found = _akismet(site, settings)
    days = found["akismet_retain_days"]
    stores = "stored" if found["akismet_stores"] else "not stored"
    kept = "for ever" if days is None else f"{days:g} days"
    return f"{stores} ({_whose(found['own_akismet_stores'])}), kept {kept} ({_whose(found['own_akismet_retain_days'])})"


def _whose(is_own: object) -> str:
    return "its own" if is_own else "as set for all"


def _engine(database: str | None) -> "Engine":
    from worker.bootstrap import wire  # noqa: PLC0415

    return wire(database_url=database).engine
