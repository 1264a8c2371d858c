"""docs/adding-a-language.md is true: it names every field, and one file is all that a language needs."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from worker.separate.language.record import Language

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs" / "adding-a-language.md").read_text(encoding="utf-8")
ESPERANTO = """
from worker.separate.language.record import Language

LANGUAGE = Language(
    code="eo",
    nouns="komento|komentoj",
    says="diras|skribis",
    reply="respondi|citi",
    removed_what="ĉi tiu komento",
    removed="estas forigita",
)
"""
SEPARATES = """
import sys

from worker.domain import Format, Page
from worker.separate import separate
from worker.separate.language import locales

locales.__path__.append(sys.argv[1])
article = "La haveno frostiĝis dum la nokto kaj neniu ŝipo povis forlasi la urbon.\\n" * 2
says = "{} diras:\\nMi promenis sur la glacio.\\nRespondi\\n"
thread = "2 komentoj\\n" + says.format("Ada") + says.format("Bo")
items = "".join(f"<div><p>{name} diras:</p><p>Mi promenis.</p><p>Respondi</p></div>" for name in ("Ada", "Bo"))
items += "<div><p>Cyd diras:</p><p>Ĉi tiu komento estas forigita.</p></div>"
html = f"<p>{article}</p><div><h3>2 komentoj</h3>{items}</div>"
for page in (Page(content=article + thread, format=Format.TEXT), Page(content=html, format=Format.HTML)):
    print(*(f"{comment.author}: {comment.text}" for comment in separate(page).comments), sep=", ")
"""


def test_every_field_of_a_record_stands_in_the_tables_and_no_other():
    rows = [row.split("|")[1] for row in re.findall(r"^ +\| `.*$", PAGE, re.MULTILINE)]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == {field.name for field in fields(Language)}


def test_the_files_that_it_names_are_there():
    paths = {path for path in re.findall(r"`((?:worker|tests|benchmarks)/[\w/.-]+)`", PAGE) if "CODE" not in path}
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_one_file_is_all_that_a_language_needs(tmp_path):
    (tmp_path / "eo.py").write_text(ESPERANTO, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", SEPARATES, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert told.stdout.splitlines() == [
        "Ada: Mi promenis sur la glacio., Bo: Mi promenis sur la glacio.",
        "Ada: Mi promenis., Bo: Mi promenis.",
    ]
