"""The table of operations and doors is whole and true: every module has its row, and every door that it names is there."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from fastapi import APIRouter
from starlette.routing import Route

from worker.cli import app
from worker.client.http import Client
from worker.web.api import PREFIX
from worker.web.application import ROUTERS
from worker.web.desk.router import PARTS as DESK_PARTS

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "architecture.md").read_text()
ROWS = [line.strip("| ").split(" | ") for line in re.findall(r"^\| [a-z]+ \|.*$", TEXT, re.MULTILINE)[1:]]
OPERATIONS = {row[0]: row[1:] for row in ROWS}
DESK = tuple(part.router for part in DESK_PARTS)
# What operations share: no operation themselves.
PARTS = {"__init__", "filter_rows", "in_order", "label_files", "object_store", "resources", "row_files", "statement"}


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def commands(group: Any, *names: str) -> set[str]:
    found = set()
    for name, command in getattr(group, "commands", {}).items():
        inner = hasattr(command, "commands")
        found |= commands(command, *names, name) if inner else {" ".join(["winnow", *names, name])}
    return found


def routes(routers: Sequence[APIRouter] = (*ROUTERS, *DESK)) -> set[str]:
    return {
        f"{method} {route.path}"
        for router in routers
        for route in router.routes
        if isinstance(route, Route)
        for method in route.methods or ()
    }


def test_every_operation_has_its_row() -> None:
    operations = ROOT / "worker" / "operations"
    modules = {path.stem for path in operations.glob("*.py")} | {path.parent.name for path in operations.glob("*/*.py")}
    assert set(OPERATIONS) == modules - PARTS


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_door_that_is_named_is_there(operation: str) -> None:
    command, api, client, desk, *_ = OPERATIONS[operation]
    assert set(named(command)) <= commands(typer.main.get_command(app))
    paths = routes()
    for route in named(api):
        method, path = route.split()
        assert f"{method} {PREFIX}{path}" in paths
    assert [name for name in named(client) if not callable(getattr(Client, name, None))] == []
    assert [path for path in named(desk) if not {f"GET {path}", f"POST {path}"} & paths] == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_absent_door_has_its_reason(operation: str) -> None:
    reasons = set(re.findall(r"^(\d+)\. \S", TEXT, re.MULTILINE))
    for cell in OPERATIONS[operation][:4]:
        absent = re.fullmatch(r"– \((\d+)\)", cell.strip())
        assert named(cell) or (absent and absent[1] in reasons), cell
    assert {mark for row in OPERATIONS.values() for cell in row for mark in re.findall(r"\((\d+)\)", cell)} == reasons
