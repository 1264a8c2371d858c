"""The desk says nothing that its catalogue does not hold, and the catalogue holds nothing that nobody says."""

import re
from datetime import date
from pathlib import Path

import pytest

import worker.web.desk as package
from classifiers.reasons import ReasonCode
from classifiers.types import Label, Verdict
from worker.domain import RuleKind
from worker.operations.statement import BY_A_PERSON, BY_RULE, BY_THE_PROGRAM, REDRESS
from worker.operations.trust import STANCES
from worker.separate.leftovers import Part
from worker.store.moderation.bulk_decisions import filters_of
from worker.store.moderation.review_queue import Order
from worker.store.moderation.search import Query
from worker.store.moderation.separation_reports import SeparationFault
from worker.web.desk import strings
from worker.web.desk.desk_jobs import JobKind
from worker.web.desk.languages import LANGUAGES

FOLDER = Path(package.__file__).parent
SOURCES = [*FOLDER.glob("*.py"), *(FOLDER / "templates").glob("*.html")]
# What a name's end is chosen from.
# What can be done to one comment, as the audit names it.
DONE = ("appeal", "label", "unlabel", "note", "snooze", "unsure", "resume", "reason_doubt", "reason_believe", "assign",
        "unassign")  # fmt: skip
# A search that asks for all that can be asked for.
EVERYTHING = Query(
    words="w", verdict=Verdict.SPAM, reason="r", source="s", model="m", since=date(2026, 1, 1), until=date(2026, 1, 2),
    campaign=1, author="a", host="h", language="l", assignee="e", site="o", waiting=True,
)  # fmt: skip
ENDS = (
    [*Order, *Verdict, *Label, *SeparationFault]
    + [
        "queue",
        "snooze",
        "unsure",
        "search",
        "models",
        "dashboard",
        "cases",
        "held",
        "rules",
        "champion",
        "challenger",
        "previous",
        "train",
        "promote",
        "take",
    ]
    + [f"{stance}{part}" for stance in STANCES.values() for part in ("", "_title", "_hint")]
    + ["open"]
    + ["rollback", "csv", "jsonl", "parquet", "next", "campaign", "help", "undo", "select", "select_all", "range"]
    + [f"{what}_{kind}" for what in ("running", "finished") for kind in JobKind]
    + [f"k_{kind}" for kind in RuleKind]
    + [f"part_{part}" for part in Part]
    + [f"confirm_{act}" for act in ("train", "promote", "rollback", "rescore")]
)


def spoken() -> set[str]:
    text = "\n".join(path.read_text() for path in SOURCES)
    names = set(re.findall(r"[\"']([a-z]+\.[a-z_-]+)[\"']", text))
    for group, start in re.findall(r"[\"']([a-z]+)\.([a-z]+_)?(?:[\"'] ~|\{)", text):
        names |= {f"{group}.{start}{end}" for end in ENDS} | {f"{group}.{end}" for end in ENDS}
    names |= {f"filter.{name}" for name in filters_of(EVERYTHING)}
    names |= {f"did.{name}" for name in DONE}
    names |= {f"{group}.{code}" for code in ReasonCode for group in ("because", "author")}
    names |= {f"author.{message}" for message in (BY_RULE, BY_A_PERSON, BY_THE_PROGRAM, REDRESS)}
    # A report's charts name their words themselves; the desk looks them up by what they say.
    names |= {name for name in strings.catalogue() if name.startswith("chart.")}
    return names | {f"models.mean_{figure}" for figure in ("hm", "sm", "auc", "review")}


def test_everything_in_the_catalogue_is_said_somewhere() -> None:
    plain = {name.removesuffix("_one") for name in strings.catalogue()}
    assert sorted(plain - spoken()) == []


def test_everything_that_is_said_is_in_the_catalogue() -> None:
    groups = {name.partition(".")[0] for name in strings.catalogue()}
    text = "\n".join(path.read_text() for path in SOURCES)
    said = set(re.findall(r"\b(?:t|n|say|count)\(\s*[\"']([a-z]+\.[a-z_-]+)[\"'](?! ~)", text))
    assert {name.partition(".")[0] for name in said} <= groups
    assert sorted(said - set(strings.catalogue())) == []


@pytest.mark.parametrize("template", sorted((FOLDER / "templates").glob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_words_of_their_own(template: Path) -> None:
    text = re.sub(
        r"\{[%#].{0,2000}?[%#]\}|\{\{.{0,500}?\}\}|<[^<>]{0,1000}>", " ", template.read_text(), flags=re.DOTALL
    )
    assert re.findall(r"[A-Za-z]{4,}", text) == []


def test_an_author_is_told_why_in_his_language() -> None:
    for tag, language in LANGUAGES.items():
        told = [strings.to_author(tag, message) for message in (*ReasonCode, BY_RULE, BY_A_PERSON, REDRESS)]
        assert len(set(told)) == len(told)
        english = [strings.to_author("en", message) for message in (*ReasonCode, BY_RULE, BY_A_PERSON, REDRESS)]
        assert (told == english) == (language.tag == "en")
    assert strings.to_author("de-AT", REDRESS) == strings.to_author("de", REDRESS)
    assert strings.to_author("zh_TW", REDRESS) == strings.to_author("zh-Hans", REDRESS)
    assert strings.to_author("tlh", REDRESS) == strings.to_author("", REDRESS) == strings.to_author("en", REDRESS)
    with pytest.raises(KeyError):
        strings.to_author("en", "no-such-reason")
