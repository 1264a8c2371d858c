"""The published list of wrong labels."""

import re
from dataclasses import replace
from pathlib import Path

from classifiers.data import wrong_labels
from classifiers.data.datasets import Example
from classifiers.types import Comment, Label

LINES = Path(wrong_labels.__file__).with_name("wrong_labels.txt").read_text(encoding="utf-8").splitlines()


def test_every_line_names_a_comment_its_source_its_label_and_why():
    rows = [line for line in LINES if not line.startswith("#")]
    assert rows
    assert all(re.fullmatch(r"[0-9a-f]{16} \S+ (ham|spam) \S.*", row) for row in rows)
    assert len({tuple(row.split()[:2]) for row in rows}) == len(rows)


def test_only_what_is_listed_under_its_source_and_label_is_left_out(monkeypatch):
    example = Example(Comment("Our firm repairs lifts.", "lift repair"), Label.HAM, "blog")
    listed = (wrong_labels.digest_of(example), "blog", "ham")
    monkeypatch.setattr(wrong_labels, "_known", lambda: frozenset({listed}))
    assert wrong_labels.is_labelled_wrongly(example)
    assert not wrong_labels.is_labelled_wrongly(replace(example, label=Label.SPAM))
    assert not wrong_labels.is_labelled_wrongly(replace(example, source="other"))
    assert not wrong_labels.is_labelled_wrongly(replace(example, comment=Comment("Our firm repairs lifts.")))
