"""Where the service may listen, and the tokens that let others in."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from worker.cli import app
from worker.errors import MisconfiguredError
from worker.web.server import require_guard


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "winnow.example", ""])
def test_every_other_address_than_this_machines_own_is_public(host: str) -> None:
    with pytest.raises(MisconfiguredError):
        require_guard(host, guarded=lambda: False)
    require_guard(host, guarded=lambda: True)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_loopback_needs_no_token(host: str) -> None:
    require_guard(host, guarded=lambda: False)


def test_tokens_are_added_listed_and_revoked(tmp_path: Path) -> None:
    def token(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["token", *arguments, "--database", f"sqlite:///{tmp_path}/tokens.db"])

    key = token("add", "blog", "--scope", "blog").stdout.strip()
    assert len(key) == 12
    assert token("add", "blog", "--scope", "ingest").exit_code == 65
    assert token("add", "both", "--scope", "blog", "--scope", "admin").exit_code == 65
    assert token("add", "none", "--scope", "king").exit_code == 78
    listed = token("list").stdout
    assert listed.split("\t")[:2] == ["blog", "blog"]
    assert key not in listed
    assert token("revoke", "blog").exit_code == 0
    assert token("revoke", "blog").exit_code == 66
    assert token("list").stdout == ""
