"""Sites are made, listed, shown and changed on the command line."""

import json
import re
from pathlib import Path

from typer.testing import CliRunner, Result

from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from tests.plain_model import plain_model
from worker.cli import app


def winnow(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--database", f"sqlite:///{folder / 'sites.db'}"])


def test_a_site_is_made_listed_shown_and_changed(tmp_path: Path) -> None:
    made = winnow(tmp_path, "site", "add", "www.Blog.example", "--host", "old.example")
    assert made.stdout == "blog.example: blog.example, old.example; 0 stored articles are its own\n"
    changed = winnow(tmp_path, "site", "set", "blog.example", "--without-host", "old.example")
    assert changed.exit_code == 0
    listed = [json.loads(line) for line in winnow(tmp_path, "site", "list", "--json").stdout.splitlines()]
    assert [(one["name"], one["hosts"]) for one in listed] == [("default", []), ("blog.example", ["blog.example"])]
    shown = winnow(tmp_path, "site", "show", "blog.example").stdout.splitlines()
    assert [line.split() for line in shown[1:-2]] == [
        ["articles", "0"], ["comments", "0"], ["waiting", "0"], ["labels", "0"]
    ]  # fmt: skip
    assert re.fullmatch(r"model     [0-9a-f]{12}, the one for all", shown[-1])
    assert shown[-2] == "akismet   stored (as set for all), kept 90 days (as set for all)"
    assert json.loads(winnow(tmp_path, "site", "show", "default", "--json").stdout)["articles"] == 0


def test_what_is_stored_of_what_a_blog_asks_about_is_a_sites_own(tmp_path: Path) -> None:
    winnow(tmp_path, "site", "add", "blog.example")

    def shown(site: str) -> str:
        return winnow(tmp_path, "site", "show", site).stdout.splitlines()[-2]

    of_others = shown("default")
    winnow(tmp_path, "site", "set", "blog.example", "--akismet-stores", "no", "--akismet-retain-days", "30")
    assert shown("blog.example") == "akismet   not stored (its own), kept 30 days (its own)"
    winnow(tmp_path, "site", "set", "blog.example", "--host", "old.example", "--akismet-stores", "default")
    assert shown("blog.example") == "akismet   stored (as set for all), kept 30 days (its own)"
    told = json.loads(winnow(tmp_path, "site", "show", "blog.example", "--json").stdout)
    assert (told["akismet_stores"], told["own_akismet_stores"]) == (True, False)
    assert (told["akismet_retain_days"], told["own_akismet_retain_days"]) == (30.0, True)
    winnow(tmp_path, "site", "set", "blog.example", "--akismet-retain-days", "default")
    assert shown("blog.example") == shown("default") == of_others


def test_a_sites_model_on_a_base_that_is_no_longer_shipped_is_said_to_be_so(tmp_path: Path) -> None:
    models, site = tmp_path / "models", "blog.example"
    registry = Registry(models)
    base = registry.load_base()
    winnow(tmp_path, "site", "add", site)
    for number, below in enumerate((base.version, "0123456789ab")):
        own = registry.register(plain_model(number), base.policy, Provenance(site=site, parent=below))
        registry.promote(own, site)
        shown = winnow(tmp_path, "site", "show", site, "--model-dir", str(models)).stdout.splitlines()[-1]
        told = f", on {below}; `winnow retrain --site {site}` puts one on {base.version}, which is shipped now"
        assert shown == f"model     {own}, its own{told if number else ''}"


def test_what_is_wrong_is_said_in_one_line(tmp_path: Path) -> None:
    winnow(tmp_path, "site", "add", "blog.example")
    for arguments, code in (
        (("site", "show", "nobody.example"), 66),
        (("site", "add", "blog.example/path"), 78),
        (("site", "set", "nobody.example", "--host", "old.example"), 66),
        (("site", "set", "blog.example", "--akismet-stores", "maybe"), 78),
        (("site", "set", "blog.example", "--akismet-retain-days", "-1"), 78),
        (("site", "set", "blog.example", "--akismet-retain-days", "36501"), 78),
        (("site", "set", "blog.example", "--akismet-retain-days", "nan"), 78),
    ):
        result = winnow(tmp_path, *arguments)
        assert result.exit_code == code, result.output
        assert len(result.stderr.splitlines()) == 1


def test_a_users_role_stays_with_the_sites_that_he_is_of(tmp_path: Path) -> None:
    winnow(tmp_path, "site", "add", "blog.example")
    seen = []
    for arguments in (("moderator", "--site", "Blog.example"), ("admin",), ("moderator", "--all-sites")):
        assert winnow(tmp_path, "user", "role", "jan", *arguments).exit_code == 0
        [user] = [json.loads(line) for line in winnow(tmp_path, "user", "list", "--json").stdout.splitlines()]
        seen.append((user["role"], user["sites"]))
    assert seen == [("moderator", ["blog.example"]), ("admin", ["blog.example"]), ("moderator", None)]
