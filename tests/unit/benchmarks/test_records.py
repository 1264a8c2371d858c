"""A record is exact where all that the gold tells of it is right; gold comes as lines or as a folder."""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.records.gold import Record, Thread, read_threads
from benchmarks.records.report import tables
from benchmarks.records.score import same_time, score

TEXT = "The harbour froze over in the night, and the boats lay still until noon."
OTHER = "We walked to the island and back, which took us an hour with the dog."
GOLD = (Record(TEXT, "Ada", "March 3, 2021 at 9:14 am"), Record(OTHER, "Ben", "4.3.2021", 0))


def thread(*records: Record, parents: bool = True) -> Thread:
    return Thread("one", None, "<p>", records, opening=False, parents=parents)


def test_all_parts_right_is_exact() -> None:
    found = [Record(TEXT + " ", "ada", "2021-03-03T09:14:00"), Record(OTHER, "Ben", "2021-03-04T18:02:00", 0)]
    total = score([thread(*GOLD)], {"one": found})

    assert (total.exact, total.whole_pages, total.f1) == (2, 1, 1.0)
    assert not +total.wrong


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("author", Record(OTHER, "Bo", "2021-03-04", 0)),
        ("time", Record(OTHER, "Ben", "2021-03-05", 0)),
        ("time", Record(OTHER, "Ben", None, 0)),
        ("text", Record(OTHER + " Reply Share Report Reply Share", "Ben", "2021-03-04", 0)),
        ("parent", Record(OTHER, "Ben", "2021-03-04", None)),
    ],
)
def test_one_part_wrong_is_not_exact(part: str, wrong: Record) -> None:
    total = score([thread(*GOLD)], {"one": [Record(TEXT, "Ada", "2021-03-03T09:14"), wrong]})

    assert (total.exact, total.whole_pages, total.f1) == (1, 0, 0.5)
    assert +total.wrong == {part: 1}


@pytest.mark.parametrize("time", [None, "2021-03-04", "2029-01-01"])
def test_pages_with_all_posts_and_authors_right_are_counted_whatever_the_times(time: str | None) -> None:
    first, second = Record(TEXT, "Ada", "2021-03-03T09:14"), Record(OTHER, "Ben", time, 0)

    assert score([thread(*GOLD)], {"one": [first, second]}).signed_pages == 1
    assert score([thread(*GOLD)], {"one": [first]}).signed_pages == 0
    assert score([thread(*GOLD)], {"one": [first, second, Record("See also", "Cleo")]}).signed_pages == 0
    assert score([thread(*GOLD)], {"one": [first, Record(OTHER, "Bo", time, 0)]}).signed_pages == 0


def test_missed_and_extra_records_are_counted() -> None:
    total = score([thread(*GOLD)], {"one": [Record("Something else that nobody has ever said on this page.")]})

    assert +total.wrong == {"missed": 2, "extra": 1}
    assert total.f1 == 0


def test_parents_count_only_where_the_gold_tells_them() -> None:
    found = [Record(TEXT, "Ada", "2021-03-03T09:14"), Record(OTHER, "Ben", "2021-03-04", None)]

    assert score([thread(*GOLD, parents=False)], {"one": found}).exact == 2


def test_a_name_with_a_date_beside_it_is_the_golds_fault() -> None:
    gold = Record(TEXT, "Ada March 3, 2021 at 9:14 am")
    total = score([thread(gold)], {"one": [Record(TEXT, "Ada")]})

    assert (total.exact, total.excused) == (0, 1)
    assert score([thread(gold)], {"one": [Record(TEXT, "Bo")]}).excused == 0


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("March 3, 2021", "2021-03-03T09:14:00", True),
        ("March 3, 2021 at 9:14 am", "2021-03-03T09:14:59", True),
        ("March 3, 2021 at 9:14 am", "2021-03-03T10:14:00", False),
        ("March 3, 2021", "2021-03-04", False),
        ("last winter", "Last  Winter", True),
        ("March 3, 2021", None, False),
    ],
)
def test_times_are_the_same_to_the_less_exact_one(gold: str, found: str | None, same: bool) -> None:
    assert same_time(gold, found) is same


def test_lines_are_read_packed_or_not(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "html": "<p>", "comment_items": [{"text": TEXT, "author": "Ada", "date": "March 3, 2021"}]},
        {"id": "b", "html": "<p>", "comments": [{"text": TEXT}, {"text": OTHER, "parent": 0}]},
        {"id": "c", "html": "<p>", "comments": "one text of all"},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "gold.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "gold.jsonl.gz").write_bytes(gzip.compress(lines.encode()))

    for name in ("gold.jsonl", "gold.jsonl.gz"):
        first, second = read_threads(tmp_path / name)
        assert first.records == (Record(TEXT, "Ada", "March 3, 2021"),)
        assert (second.records[1].parent, first.parents, second.parents) == (0, False, True)


def test_a_folder_in_the_layout_of_web_forum_52_is_read(tmp_path: Path) -> None:
    posts = [
        {"post_text": {"surface_form": text}, "user": {"surface_form": name}, "datetime": {"surface_form": "3.3.2021"}}
        for text, name in ((TEXT, "Ada"), (OTHER, "Ben"))
    ]
    page = {"id": "7", "url": "https://coast.example/t/7", "html": "<p>", "gold_standard_annotation": posts}
    (tmp_path / "coast.json").write_text(json.dumps(page), encoding="utf-8")
    (tmp_path / "empty.json").write_text(json.dumps(page | {"gold_standard_annotation": []}), encoding="utf-8")
    [found] = read_threads(tmp_path)

    assert found.records == (Record(TEXT, "Ada", "3.3.2021"), Record(OTHER, "Ben", "3.3.2021"))
    assert (found.id, found.url, found.opening) == ("7", "https://coast.example/t/7", True)


def test_the_table_says_whether_the_target_is_reached() -> None:
    exact = score([thread(*GOLD, parents=False)], {"one": list(GOLD)})
    lines = "\n".join(tables({"coast": {"Winnow": exact, "another": score([thread(*GOLD)], {})}}))

    assert "## coast (1 pages, 2 records)" in lines
    assert "| Winnow | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 0 | 0 | 0 | 0 | 0 | 0 |" in lines
    assert "reached" in lines


@pytest.mark.parametrize(
    ("gold", "author", "again"),
    [
        (" ".join(OTHER.split()[:6]), "Ben", 1),  # cut off
        (f"Quote: {OTHER} __________ Fair winds cost nothing, and a good knot costs a morning in the rain.", "Ben", 1),
        (OTHER, "javascript:site.profile();", 1),
        (OTHER, "Cleo", 0),
        ("We sailed to the skerry, and nobody saw the ice between the two lights of the sound.", "Ben", 0),
    ],
)
def test_pages_are_counted_again_without_the_golds_faults(gold: str, author: str, again: int) -> None:
    told = [GOLD[0], Record(gold, author, "4.3.2021", 0)]
    found = [Record(TEXT, "Ada", "2021-03-03"), Record(OTHER, "Ben", "2021-03-04", 0)]
    total = score([thread(*told)], {"one": found})

    assert (total.signed_pages, total.signed_again) == (0, again)
    assert score([thread(*told)], {"one": [*found, Record("See also", "Cleo")]}).signed_again == 0
    assert score([thread(*GOLD)], {"one": found}).signed_again == 1
