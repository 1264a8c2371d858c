"""Every command with every wrong kind of argument: one sentence and an exit code that means something, no traceback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from worker.cli import app

pytestmark = pytest.mark.acceptance

# Files that are none, of no use or not there, numbers out of all bounds, addresses, and nothing at all.
VALUES = (
    "",
    " ",
    "-1",
    "99999999999999999999",
    "no such",
    "folder",
    "binary.bin",
    "x.csv",
    "https://example.org/a",
    "1e400",
)
DATABASES = ("", "x", "sqlite:///folder", "sqlite:///binary.bin", "sqlite:///no/such/x.db", "mysql://h/x",
             "postgresql://127.0.0.1:1/x", "postgresql://[", "postgresql://h:notaport/x")  # fmt: skip
BROKERS = (
    "",
    "x",
    "kafka://h",
    "redis://127.0.0.1:notaport",
    "redis://[",
    "amqp://127.0.0.1:1//",
    "redis://p@ss/w:rd@h",
)
MODELS = ("", "binary.bin", "no such", "folder")
OF_OPTION = {"--database": DATABASES, "--broker": BROKERS, "--model-dir": MODELS}
# Done, no, wrong usage, not promoted, sysexits' own.
CODES = {0, 1, 2, 3, 65, 66, 70, 75, 78}
# What serves until it is stopped where its arguments are right, and waits for a broker that is away.
SERVICES = {("worker",), ("web",)}


def leaves(group: Any, *names: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from leaves(command, *names, name)
        else:
            yield (*names, name), command


COMMANDS = {names: command for names, command in leaves(get_command(app)) if names not in SERVICES}


def wrong(names: tuple[str, ...]) -> Iterator[list[str]]:
    """Each argument, and each option, with each value that may be wrong."""
    command = COMMANDS[names]
    needed = [one for one in command.params if one.param_type_name == "argument" and one.required]
    if any(one.param_type_name == "argument" for one in command.params):
        yield from ([value] * max(1, len(needed)) for value in VALUES)
    for option in command.params:
        if option.param_type_name == "option" and not option.is_flag:
            values = OF_OPTION.get(option.opts[0], VALUES)
            yield from ([*["1"] * len(needed), option.opts[0], value] for value in values)


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_DATABASE_URL", "sqlite:///here.db")
    monkeypatch.setenv("WINNOW_BROKER_URL", "redis://127.0.0.1:1/0")  # nobody listens there
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_it_ends_with_a_sentence(names: tuple[str, ...]) -> None:
    for arguments in wrong(names):
        result = CliRunner().invoke(app, [*names, *arguments], input=b"{}\n\xff\n")
        tried = f"winnow {' '.join(names)} {arguments}: {result.exception!r} {result.output}"
        assert result.exception is None or isinstance(result.exception, SystemExit), tried
        assert "Traceback" not in result.output, tried
        assert result.exit_code in CODES, tried
        assert result.exit_code == 0 or result.stderr.strip() or result.stdout.strip(), tried


@pytest.mark.parametrize("name", ["worker", "web"])
@pytest.mark.parametrize(
    ("option", "value"),
    [("--database", "x"), ("--database", "kafka://h"), ("--database", "mysql://h/x"),
     ("--broker", "x"), ("--broker", "kafka://h"), ("--broker", "redis://[")],
)  # fmt: skip
def test_a_service_does_not_start_with_a_wrong_setting(name: str, option: str, value: str) -> None:
    result = CliRunner().invoke(app, [name, option, value])
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code in (66, 78)
    assert result.stderr.count("winnow: ") == 1
