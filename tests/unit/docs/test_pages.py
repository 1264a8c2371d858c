"""The pages point at what exists, and the architecture names every module."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("package", ["worker", "classifiers"])
def test_architecture_names_every_module_and_no_other(package: str) -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    tree = re.search(rf"^{package}/.*\n((?:  .*\n)*)", text, re.MULTILINE)
    assert tree
    named = set(re.findall(r"(?<![\w/])([a-z_]+(?:\.py|/))(?=[\s,)])", tree[1]))
    folder = ROOT / package
    modules = {path.name for path in folder.glob("[a-z]*.py")}
    packages = {f"{path.parent.name}/" for path in folder.rglob("*/__init__.py")}
    assert modules | packages <= named
    assert {name for name in named if not list(folder.rglob(name.rstrip("/")))} == set()


def test_help_lists_every_target_of_the_makefile() -> None:
    text = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))
    assert targets == set(re.findall(r"^([a-z][a-z-]*):.*## ", text, re.MULTILINE))
