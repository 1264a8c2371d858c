"""A page's language is told by what is written, where none is declared or plainly another."""

import subprocess
import sys

import pytest

from worker.domain import Format, Page
from worker.separate import separate, separate_together
from worker.separate.language.content import ENOUGH, LANGUAGES, LEAST, tell_language

WRITTEN = {
    "en": "The bakery in the old mill opens again on Monday, and the owner "
    "hopes that people will come from all over the valley.",
    "de": "Die Bäckerei in der alten Mühle öffnet am Montag wieder, und "
    "die Besitzerin hofft, dass viele Leute kommen werden.",
    "fr": "La boulangerie du vieux moulin rouvre lundi, et la propriétaire "
    "espère que les gens viendront de toute la vallée.",
    "es": "La panadería del viejo molino vuelve a abrir el lunes, "
    "y la dueña espera que venga gente de todo el valle.",
    "it": "Il forno del vecchio mulino riapre lunedì, e la proprietaria "
    "spera che la gente venga da tutta la valle.",
    "pt": "A padaria do velho moinho volta a abrir na segunda-feira, "
    "e a dona espera que venham pessoas de todo o vale.",
    "nl": "De bakkerij in de oude molen gaat maandag weer open, en de "
    "eigenares hoopt dat er mensen uit het hele dal komen.",
    "sv": "Bageriet i den gamla kvarnen öppnar igen på måndag, "
    "och ägaren hoppas att folk kommer från hela dalen.",
    "pl": "Piekarnia w starym młynie otwiera się ponownie w poniedziałek, "
    "a właścicielka ma nadzieję, że przyjdzie wielu ludzi.",
    "cs": "Pekárna ve starém mlýně se v pondělí znovu otevře a "
    "majitelka doufá, že přijdou lidé z celého údolí.",
    "tr": "Eski değirmendeki fırın pazartesi günü yeniden açılıyor ve "
    "sahibi vadinin her yerinden insanların geleceğini umuyor.",
    "ru": "Пекарня на старой мельнице снова откроется в понедельник, "
    "и хозяйка надеется, что люди придут со всей долины.",
    "uk": "Пекарня у старому млині знову відкриється в понеділок, і "
    "господиня сподівається, що люди прийдуть з усієї долини.",
    "el": "Ο φούρνος στον παλιό μύλο ανοίγει ξανά τη Δευτέρα και η ιδιοκτήτρια "
    "ελπίζει ότι θα έρθει κόσμος από όλη την κοιλάδα.",
    "ja": "古い水車小屋のパン屋が月曜日に再び開店します。店主は谷のあちこちから"
    "人が来てくれることを願っています。パンは毎朝五時に焼き上がります。",
    "ko": "오래된 방앗간의 빵집이 월요일에 다시 문을 엽니다. 주인은 골짜기 곳곳에서 "
    "사람들이 오기를 바라고 있습니다. 빵은 아침마다 굽습니다.",
}  # fmt: skip
GERMAN = f"{WRITTEN['de']} {WRITTEN['de']} {WRITTEN['de']}"


@pytest.mark.parametrize(("language", "text"), WRITTEN.items(), ids=WRITTEN)
def test_the_language_of_a_text_that_declares_none(language: str, text: str) -> None:
    assert tell_language(text) == language


@pytest.mark.parametrize(("language", "text"), WRITTEN.items(), ids=WRITTEN)
def test_white_space_and_an_address_at_the_end_change_nothing(language: str, text: str) -> None:
    assert tell_language(f"  {text.replace(' ', '  ')}  https://mill.example/") == language


def test_a_long_text_outweighs_what_its_page_declares() -> None:
    assert len(GERMAN) >= ENOUGH
    assert tell_language(GERMAN, "en-US") == "de"


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        (WRITTEN["de"], "en"),  # too short to outweigh it
        (GERMAN, "de-AT"),  # the same, with its region
        (GERMAN, "gsw"),  # a language that the model doesn't tell
        ("12345 " * 60, "en"),
        ("", "fr"),
    ],
)
def test_what_is_declared_stands(text: str, declared: str) -> None:
    assert tell_language(text, declared) == declared


def test_relatives_leave_the_page_its_own_word() -> None:
    danish = "Bageriet i den gamle mølle åbner igen på mandag, og ejeren håber, at der kommer folk fra hele dalen. " * 3
    assert tell_language(danish, "nb") == "nb"


@pytest.mark.parametrize("text", ["", "Tak!", "x" * (LEAST - 1)])
def test_a_short_text_tells_none(text: str) -> None:
    assert tell_language(text) is None


def test_html_and_text_are_told_alike() -> None:
    text = Page(content=f"Die alte Mühle\n\n{GERMAN}", format=Format.TEXT)
    html = Page(
        content=f"<html lang='en'><body><article><h1>Die alte Mühle</h1><p>{GERMAN}</p></article></body></html>",
        format=Format.HTML,
    )
    assert [separate(text).language, separate(html).language] == ["de", "de"]
    assert [told.language for told in separate_together((text, text))] == ["de", "de"]


def test_where_next_to_nothing_is_body_the_comments_tell() -> None:
    lines = ["Brot", "2 Kommentare", "Jens sagt:", WRITTEN["de"], "Mia sagt:", GERMAN]
    assert separate(Page(content="\n\n".join(lines), format=Format.TEXT)).language == "de"


def test_forty_languages_and_more_are_told() -> None:
    assert len(LANGUAGES) >= 40


FORKED = """
import os
from worker.separate.language.content import load_language_model, tell_language

def own_pages():
    with open("/proc/self/smaps_rollup") as rollup:
        return sum(int(line.split()[1]) for line in rollup if line.startswith("Private_"))

load_language_model()
child = os.fork()
if child:
    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
before = own_pages()
assert tell_language("The harbour has bought a second crane, which will be set up next to the old one. " * 3) == "en"
os._exit(own_pages() - before > 20_000)  # kB; the model has 65,000
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts the pages of a process as Linux tells them")
def test_forked_processes_share_the_model() -> None:
    subprocess.run([sys.executable, "-c", FORKED], check=True, timeout=60)
