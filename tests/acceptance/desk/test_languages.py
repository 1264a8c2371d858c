"""The desk in other languages: chosen, asked for by the browser, and with nothing said that no catalogue holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.routing import Route

from classifiers.reasons import ReasonCode
from classifiers.types import Verdict
from tests.acceptance.desk.conftest import Visitor
from tests.desk_data import NAMES, SOURCES, TITLES, challenge
from tests.desk_pages import NO_PAGES, PAGES
from tests.doors import NAME
from tests.web import Site
from worker.operations.trust import Whom, rule_about
from worker.store.access.preferences import Preferences, preferences_of
from worker.web.desk import strings
from worker.web.desk.languages import LANGUAGES
from worker.web.desk.router import PARTS, router
from worker.web.desk.time_zones import time_zones

# The language whose place the made-up one takes: dates and numbers by its rules hold no Latin letter.
PLACE = "zh-Hans"
# Where texts of strangers, names of machines and moments stand.
FOREIGN = "code, pre, kbd, bdi, time, script, style, [dir=auto], [lang]:not(html)"
SPOKEN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the desk speak a language that is English in letters which nobody else uses."""
    with (strings.LOCALES / f"{PLACE}.po").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if message.id:
            many = message.id[-1] if isinstance(message.id, tuple) else message.id
            message.string = (wide(many),) if isinstance(message.id, tuple) else wide(many)
    with (tmp_path / f"{PLACE}.po").open("wb") as file:
        write_po(file, catalogue)
    monkeypatch.setattr(strings, "LOCALES", tmp_path)
    strings.translations.cache_clear()
    yield
    strings.translations.cache_clear()


def wide(text: str) -> str:
    """Return a text in fullwidth letters, its blanks left as they are."""
    parts = re.split(r"(\{[a-z_]+\})", text)
    return "".join(
        part if part[:1] == "{" else re.sub(r"[A-Za-z]", lambda one: chr(ord(one[0]) + 0xFEE0), part) for part in parts
    )


def latin(page: str, known: set[str]) -> list[str]:
    """Return what a page says in Latin letters, but for what is known and what others wrote."""
    tree = LexborHTMLParser(page)
    said = [node.attributes.get(name) or "" for name in SPOKEN_ATTRIBUTES for node in tree.css(f"[{name}]")]
    said += [
        value or ""
        for node in tree.css("[data-deck]")
        for name, value in node.attributes.items()
        if name.startswith("data-say")
    ]
    for node in tree.css(FOREIGN):
        node.decompose()
    said += [text for node in tree.css("title, body *") for text in own_text(node)]
    names = re.compile("|".join(rf"\b{re.escape(name)}(?!\w)" for name in sorted(known, key=len, reverse=True)))
    return sorted({text.strip() for text in said if re.search(r"[A-Za-z]{2,}", names.sub("", text))})


def own_text(node: LexborNode) -> list[str]:
    return [child.text(deep=False) or "" for child in node.iter(include_text=True) if child.tag == "-text"]


def known_names(desk: Site) -> set[str]:
    versions = set(desk.winnow.registry.versions())
    strangers = {
        *NAMES,
        *TITLES.values(),
        "Nobody",
        "oak-ladders.example",
        "slow-clocks.example",
        "best-ladders.example",
        "kitchen.example de",
    }
    machine = {*ReasonCode, *SOURCES, *versions, "all", "UTC"}  # "all" is a set that a report measured
    shown = {"order, price, delivery"}  # behind the reason that names them
    return {*machine, *strangers, *shown, *time_zones(), "ida", "jan", *(one.name for one in LANGUAGES.values())}


def test_no_page_says_what_the_catalogue_does_not_hold(ida: Visitor, desk: Site, made_up: None) -> None:
    ida.client.headers["Accept-Language"] = "zh"
    challenge(desk.winnow.registry)
    visited, found = [], {}
    known = {*known_names(desk), rule_about(Whom(author="Ida"), Verdict.SPAM).name}
    ida.send("/desk/comments/5/notes", note="Look again")
    ida.send("/desk/articles/5/flag", kind="body", note="")
    ida.send("/desk/decide", one="unsure:5")
    ida.send("/desk/assign", many="assign", id=[6, 7], to="jan")
    ida.send("/desk/filters?q=clock&waiting=1", name="时钟", shared="1")
    ida.send("/desk/people/rule?author=Ida&then=spam", note="又来")
    ida.send("/desk/many?author=Jan+Visser", label="ham", newest=10**6)
    for path in PAGES:
        page = ida.get(path)
        assert page.headers["Content-Language"] == PLACE
        found[path] = latin(page.text, known)
        assert re.search(r"[\uff21-\uff5a]", page.text), path
        visited.append(path.partition("?")[0])
    assert {path: said for path, said in found.items() if said} == {}

    routes = [*router.routes, *(route for part in PARTS for route in part.router.routes)]
    shown = [route for route in routes if isinstance(route, Route) and "GET" in (route.methods or ())]
    assert len(shown) > len(NO_PAGES)
    unseen = {route.path for route in shown if not any(route.path_regex.fullmatch(path) for path in visited)}
    assert unseen - NO_PAGES == set()


def test_what_is_done_is_said_in_the_language_too(ida: Visitor, made_up: None) -> None:
    ida.client.headers["Accept-Language"] = "zh"
    comment = ida.first()
    answers = []
    for action in ("spam", "ham", "undo", "unsure", "undo", "snooze", "undo"):
        sent = {"csrf": ida.csrf(), "one": f"{action}:{comment}"}
        answer = ida.client.post("/desk/decide", data=sent, headers={"Accept": "application/json"}).json()
        answers += [answer["message"], answer["waiting"], answer["labels"]]
    for action in ("assign", "undo", "take", "undo", "free"):
        sent = {"csrf": ida.csrf(), "many": action, "to": "jan", "id": str(comment)}
        answer = ida.client.post("/desk/assign", data=sent, headers={"Accept": "application/json"}).json()
        answers += [answer["message"]]
    answers += [ida.send("/desk/decide", one="burn:1").text]
    assert [said for said in answers if latin(f"<p>{said}</p>", {"ida", "jan", "UTC"})] == []


def test_the_browsers_language_is_spoken_until_another_is_chosen(ida: Visitor, desk: Site) -> None:
    ida.client.headers["Accept-Language"] = "fr-CA,fr;q=0.9,en;q=0.5"
    assert '<html lang="fr" dir="ltr">' in ida.get("/desk/queue").text

    said = ida.send("/desk/settings", language="ar", zone="Asia/Tokyo")
    assert "حُفظت إعداداتك." in said.text
    assert '<html lang="ar" dir="rtl">' in said.text
    assert said.headers["Content-Language"] == "ar"
    # Beside it, what must not matter: the browser, and who else is here.
    ida.client.headers["Accept-Language"] = "ja"
    assert '<html lang="ar" dir="rtl">' in ida.get("/desk/queue").text
    assert re.search(r'<option value="ar" lang="ar" selected>', ida.get("/desk/settings").text)
    assert " UTC" not in ida.get("/desk/models").text

    ida.send("/desk/settings", language="", zone="")
    assert '<html lang="ja" dir="ltr">' in ida.get("/desk/queue").text
    assert " UTC" in ida.get("/desk/models").text
    assert preferences_of(desk.winnow.engine, NAME) == Preferences()


def test_before_the_log_in_the_browsers_language_is_spoken(visitor: Visitor) -> None:
    visitor.client.headers["Accept-Language"] = "ru"
    assert "Пароль" in visitor.get("/desk/login").text
    assert "Это имя и этот пароль" in visitor.log_in("nobody").text


@pytest.mark.parametrize(
    "sent", [{"language": "tlh"}, {"zone": "Moon/Base"}, {"zone": "../etc/passwd"}, {"zone": "x" * 99}]
)
def test_what_cannot_be_chosen_is_refused(ida: Visitor, desk: Site, sent: dict[str, str]) -> None:
    assert ida.send("/desk/settings", **sent).status_code == 422
    assert preferences_of(desk.winnow.engine, NAME) == Preferences()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_is_served_in_every_language(ida: Visitor, tag: str) -> None:
    ida.client.headers["Accept-Language"] = tag
    for path in PAGES:
        assert f'<html lang="{tag}"' in ida.get(path).text, path
