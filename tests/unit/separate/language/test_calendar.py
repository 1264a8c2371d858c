"""The committed calendars are what Babel's copy of the Unicode CLDR gives."""

import importlib.util
from pathlib import Path

import pytest

from worker.separate.language.calendar import calendars
from worker.separate.language.lookups import records
from worker.separate.language.record import parts

SCRIPT = Path(__file__).parents[4] / "scripts" / "write_calendar.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("write_calendar", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_is_what_make_calendar_writes(script):
    assert script.TABLE.read_text(encoding="utf-8") == script.table()


def test_every_language_has_a_calendar_and_no_other():
    assert list(calendars()) == sorted(records())


@pytest.mark.parametrize("code", sorted(records()))
def test_a_calendar_names_all_months_days_and_units_that_have_names(code):
    calendar = calendars()[code]
    numbered = code in ("ja", "ko", "vi", "zh")  # their months are numbers
    assert [bool(names) for names in calendar.months] == [not numbered or code == "zh"] * 12
    assert (len(calendar.weekdays), len(calendar.units), all(calendar.units)) == (7, 7, True)


def test_no_spelling_means_two_months():
    seen: dict[str, set[int]] = {}
    for code, record in records().items():
        unused = set(parts(record.ambiguous))
        for number, spellings in enumerate(calendars()[code].months, 1):
            for name in (*parts(spellings), *(name for name, month in record.months.items() if month == number)):
                if name not in unused:
                    seen.setdefault(name, set()).add(number)
    assert {name: numbers for name, numbers in seen.items() if len(numbers) > 1} == {}
