"""Each language's catalogue has each of the desk's messages, in all its plurals, with the same blanks to fill in."""

import inspect
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from hatchling.builders.wheel import WheelBuilder

from classifiers.model import explain
from scripts.catalogue import template, written
from worker.learn import report
from worker.store.flow import appeals
from worker.web.desk import strings
from worker.web.desk.languages import ENGLISH, LANGUAGES
from worker.web.desk.speech import Speech, speak
from worker.work import ruling, slice_hold

ROOT = Path(__file__).parents[4]
TRANSLATED = [tag for tag in LANGUAGES if tag != ENGLISH]
# The blank that is left out where a plural's form says the number itself: "one comment".
NUMBER = "number"
# Numbers that fall into each of the plurals of the eight languages.
COUNTED = (0, 1, 2, 3, 5, 11, 21, 22, 25, 99, 100, 101, 1_000_000)


def catalogue(tag: str) -> Catalog:
    return read_po(BytesIO((strings.LOCALES / f"{tag}.po").read_bytes()))


def messages(tag: str) -> list[Message]:
    return [message for message in catalogue(tag) if message.id]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.fixture(autouse=True)
def _spoken_english_afterwards() -> Iterator[None]:
    yield
    speak(Speech())


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_catalogue_is_what_make_catalogue_writes(tag: str) -> None:
    assert (strings.LOCALES / f"{tag}.po").read_text() == written(LANGUAGES[tag], template())


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_message_is_translated_with_the_same_blanks(tag: str) -> None:
    assert len(messages(tag)) == len(template())
    for message in messages(tag):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        english = message.id[-1] if isinstance(message.id, tuple) else message.id
        assert all(form.strip() for form in forms), message.context
        assert blanks(forms[-1]) == blanks(english), message.context
        for form in forms:
            assert blanks(form) | {NUMBER} == blanks(english) | {NUMBER}, (message.context, form)
        assert not message.fuzzy, message.context


@pytest.mark.parametrize("tag", TRANSLATED)
def test_each_plural_of_the_language_has_its_form(tag: str) -> None:
    forms = catalogue(tag).num_plurals
    counted = [message for message in messages(tag) if isinstance(message.id, tuple)]
    assert {len(message.string) for message in counted} == {forms}
    values = {name: name for message in counted for name in blanks(message.id[-1]) if name != NUMBER}
    speak(Speech(LANGUAGES[tag]))
    for message in counted:
        for number in COUNTED:
            assert "{" not in strings.count(message.context, number, **values)


def test_a_plural_is_chosen_by_its_language() -> None:
    said = {}
    for tag in ("en", "ru", "ar", "ja"):
        speak(Speech(LANGUAGES[tag]))
        said[tag] = [strings.count("card.notes", number) for number in (1, 2, 5)]
    assert said == {
        "en": ["1 note", "2 notes", "5 notes"],
        "ru": ["1 заметка", "2 заметки", "5 заметок"],
        "ar": ["ملاحظة واحدة", "ملاحظتان", "5 ملاحظات"],
        "ja": ["メモ 1 件", "メモ 2 件", "メモ 5 件"],
    }


def test_what_is_the_same_in_english_may_differ_elsewhere() -> None:
    speak(Speech(LANGUAGES["de"]))
    assert strings.say("nav.search") == "Suche"
    assert strings.say("search.submit") == "Suchen"


def test_reasons_are_worded_in_the_language() -> None:
    speak(Speech(LANGUAGES["fr"]))
    assert (
        strings.because("words", "Its words are those of spam: order, price.")
        == "Ses mots sont ceux du spam: order, price."
    )
    # Of an older model, or by another program.
    assert strings.because("words", "It sounds like spam.") == "It sounds like spam."
    assert strings.because("unheard-of", "Its words are those of spam") == "Its words are those of spam"


def test_reasons_and_charts_are_in_the_catalogue_as_they_are_worded() -> None:
    english = strings.catalogue()
    sources = {
        "because.": "".join(map(inspect.getsource, (explain, ruling, appeals, slice_hold))),
        "chart.": inspect.getsource(report),
    }
    assert {evidence.message for evidence in explain.EVIDENCE} <= set(english.values())
    for group, source in sources.items():
        worded = [text for name, text in english.items() if name.startswith(group) and name != "chart.label"]
        assert [text for text in worded if text not in source] == []


def test_a_wheel_holds_the_catalogues() -> None:
    shipped = {one.distribution_path for one in WheelBuilder(str(ROOT)).recurse_included_files()}
    assert {f"worker/web/desk/locales/{tag}.po" for tag in TRANSLATED} <= shipped
    assert "worker/web/desk/strings.toml" in shipped
