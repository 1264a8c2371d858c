"""Who speaks of himself or to somebody, in every language that has a record."""

import pytest

from tests.unit.separate.threads_of_languages import THREADS
from worker.separate.language.lookups import records
from worker.separate.language.persons import in_person
from worker.separate.language.record import parts

# The labeller learnt how people speak in English.
LEARNT = "en"
OTHERS = sorted(set(records()) - {LEARNT})


@pytest.mark.parametrize("code", OTHERS)
def test_each_word_of_a_record_makes_a_line_personal(code):
    words = parts(records()[code].persons)
    assert words
    assert [word for word in words if not in_person(f"xyz{word[1:]}" if word[0] == "-" else word, code)] == []
    assert [word for word in words if word != word.casefold()] == []


@pytest.mark.parametrize("code", sorted(code for code in THREADS if code.partition("-")[0] != LEARNT))
def test_an_article_s_lines_are_nobody_s(code):
    assert [line for line in THREADS[code].article if in_person(line, code)] == []


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Ich fahre jeden Tag mit der Bahn.", "de"),
        ("ICH FAHRE JEDEN TAG MIT DER BAHN.", "de-AT"),
        ("Wer soll das bezahlen? Die Stadt.", "de"),
        ("Eu moro perto da ponte.", "pt-BR"),
        ("Jeg bor like ved broen.", "no"),
        ("J’habite à côté du pont, et pour moi c'est parfait.", "fr"),
        ("Biletten önce sormak istiyorum.", "tr"),
        ("橋のそばに住んでいます。", "ja"),
    ],
)
def test_a_line_in_person(line, language):
    assert in_person(line, language)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Die Bahn fährt jeden Tag.", "de"),
        ("„Ich fahre jeden Tag mit der Bahn“, sagte der Bürgermeister.", "de"),
        ("«Ich fahre jeden Tag", "de"),
        ("– Jeg bor like ved broen, forteller hun.", "nb"),
        ("Ich fahre jeden Tag mit der Bahn.", "eo"),
        ("Ich fahre jeden Tag mit der Bahn.", "fr"),
        ("늘어나는 승객 때문에 다리가 좁다.", "ko"),
    ],
)
def test_a_line_that_speaks_of_others(line, language):
    assert not in_person(line, language)
