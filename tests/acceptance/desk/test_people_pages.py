"""Trusting and blocking from an author's and a host's page, and searches that are kept under a name."""

import re

import pytest

from tests.acceptance.desk.conftest import Visitor
from tests.web import Site
from worker.store.flow.rules import active_rules

pytestmark = pytest.mark.acceptance


def rules_of(desk: Site) -> list[tuple[str, tuple[str, ...], str, str | None]]:
    return [(one.kind.value, one.values, one.verdict.value, one.site) for one in active_rules(desk.winnow.engine)]


@pytest.mark.parametrize(
    ("whom", "kind", "value"),
    [
        ("author=Oak+Ladders+3", "authors", "Oak Ladders 3"),
        ("host=oak-ladders.example", "hosts", "oak-ladders.example"),
    ],
)
@pytest.mark.parametrize(("then", "does"), [("spam", "Block"), ("allow", "Trust")])
def test_a_name_and_a_host_are_trusted_or_blocked_after_a_look(
    ida: Visitor, desk: Site, whom: str, kind: str, value: str, then: str, does: str
) -> None:
    page = ida.get(f"/desk/people?{whom}").text
    assert "No rule is about this." in page
    assert re.search(rf'<button name="then" value="{then}" class="\w+">{does}…</button>', page)

    looked = ida.get(f"/desk/people/rule?{whom}&then={then}&on=").text
    assert f"{does} {value}" in looked
    assert re.search(r"Found: [1-8]\. Verdicts that would change: [1-8]\.", looked)
    assert rules_of(desk) == []  # a look changes nothing
    assert f'href="/desk/many?{whom}&amp;waiting=1"' in looked

    said = ida.send(f"/desk/people/rule?{whom}&then={then}", note="seen elsewhere").text
    assert f"{does}ed from now on." in said
    assert "seen elsewhere" in said
    assert rules_of(desk) == [(kind, (value,), then, None)]
    again = ida.send(f"/desk/people/rule?{whom}&then={then}")
    assert again.status_code == 422
    assert "already" in again.text

    name = re.search(r'<button name="name" value="([a-z0-9-]+)">Take it back', said)
    assert name
    assert name[1] in ida.get("/desk/rules").text
    assert "is removed" in ida.send(f"/desk/people/rule/remove?{whom}", name=name[1]).text
    assert rules_of(desk) == []
    audit = ida.get("/desk/dashboard").text
    assert "rule add" in audit
    assert "rule remove" in audit


def test_one_site_alone_can_be_meant(ida: Visitor, desk: Site) -> None:
    address = "author=Ida&then=allow&on=harbour.example"
    assert "Anybody can sign with any name" in ida.get(f"/desk/people/rule?{address}").text
    said = ida.send(f"/desk/people/rule?{address}", days="30").text
    assert "On the site <bdi>harbour.example</bdi>" in said
    assert rules_of(desk) == [("authors", ("Ida",), "allow", "harbour.example")]
    [rule] = active_rules(desk.winnow.engine)
    ida.send("/desk/people/rule/remove?author=Ida", name=rule.name)


def test_rules_are_an_admins_and_seen_by_all(ida: Visitor, jan: Visitor, desk: Site) -> None:
    ida.send("/desk/people/rule?author=R.&then=spam")
    page = jan.get("/desk/people?author=R.").text
    assert "block-author-" in page
    assert "Take it back" not in page
    assert 'action="/desk/people/rule"' not in page
    assert jan.get("/desk/people/rule?author=R.&then=spam").status_code == 403
    assert jan.send("/desk/people/rule?author=R.&then=allow").status_code == 403
    [rule] = active_rules(desk.winnow.engine)
    assert jan.send("/desk/people/rule/remove?author=R.", name=rule.name).status_code == 403
    ida.send("/desk/people/rule/remove?author=R.", name=rule.name)


@pytest.mark.parametrize(
    ("address", "status"),
    [("then=spam", 404), ("author=a&host=b&then=spam", 404), ("author=a", 422), ("author=a&then=burn", 422),
     ("author=a&then=review", 422), ("host=//&then=spam", 404)],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(ida: Visitor, address: str, status: int) -> None:
    assert ida.get(f"/desk/people/rule?{address}").status_code == status


def test_a_search_is_kept_with_what_waits_of_it(ida: Visitor, jan: Visitor) -> None:
    assert "No filter is kept." in ida.get("/desk/filters").text
    found = ida.get("/desk/search?host=oak-ladders.example").text
    assert 'action="/desk/filters?host=oak-ladders.example"' in found
    assert "Keep this search" not in ida.get("/desk/search").text  # what asks for nothing is no filter

    said = ida.send("/desk/filters?host=oak-ladders.example", name=" Oak & <b>ladders</b>").text
    assert "Oak &amp; &lt;b&gt;ladders&lt;/b&gt;" in said
    assert '<a href="/desk/search?host=oak-ladders.example&amp;waiting=1">8</a>' in said
    assert "8 comments found" in ida.get("/desk/search?host=oak-ladders.example&waiting=1").text
    assert "Oak" not in jan.get("/desk/filters").text

    ida.send("/desk/filters?q=clock&verdict=spam&since=2026-01-01", name="Clocks", shared="1")
    page = jan.get("/desk/filters").text
    assert "Clocks" in page
    assert '<a href="/desk/search?verdict=spam&amp;since=2026-01-01&amp;q=clock">' in page
    number = re.search(r"/desk/filters/(\d+)/drop", ida.get("/desk/filters").text)
    assert "/drop" not in page  # another's, and jan is no admin
    assert number
    assert jan.send(f"/desk/filters/{number[1]}/drop").status_code == 404
    for one in re.findall(r"/desk/filters/(\d+)/drop", ida.get("/desk/filters").text):
        assert "The filter is dropped." in ida.send(f"/desk/filters/{one}/drop").text
    assert "No filter is kept." in jan.get("/desk/filters").text


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_filter_needs_a_name(ida: Visitor, name: str) -> None:
    assert ida.send("/desk/filters?q=clock", name=name).status_code == 422
