"""The desk without script: what each page shows and does."""

import csv
import io
import re

import orjson
import pytest

from tests.acceptance.desk.conftest import Visitor
from tests.desk_data import challenge
from tests.web import Site
from worker.store.base.audit import entries
from worker.store.moderation.review_cards import cards


def waiting(visitor: Visitor) -> int:
    found = re.search(r"(\d+) comments? waits?", visitor.get("/desk/queue").text)
    assert found
    return int(found[1])


def labels(visitor: Visitor) -> int:
    found = re.search(r"(\d+) labels? since the champion", visitor.get("/desk/queue").text)
    assert found
    return int(found[1])


def test_a_decision_is_a_label_and_can_be_undone(ida: Visitor, desk: Site) -> None:
    before, counted, comment = waiting(ida), labels(ida), ida.first()

    said = ida.send("/desk/decide", one=f"spam:{comment}", seen=f"{comment}:0", back="/desk/queue").text

    assert "Marked as spam." in said
    assert waiting(ida) == before - 1
    assert labels(ida) == counted + 1
    [card] = cards(desk.winnow.engine, [comment])
    assert card.stands.value == "spam"
    entry = entries(desk.winnow.engine, limit=1)[0]
    assert (entry.actor, entry.details["before"], entry.details["after"]) == ("ida", None, "spam")

    assert "Decision taken back." in ida.send("/desk/decide", many="undo", id=comment).text
    assert (waiting(ida), labels(ida)) == (before, counted)


def test_many_at_once(ida: Visitor) -> None:
    ids = re.findall(r'id="comment-(\d+)"', ida.get("/desk/queue?order=newest").text)[:4]
    before = waiting(ida)

    assert "4 comments marked as not spam." in ida.send("/desk/decide", many="ham", id=ids).text
    assert waiting(ida) == before - 4
    assert "Select at least one" in ida.send("/desk/decide", many="ham").text


def test_all_that_are_nearly_the_same(ida: Visitor) -> None:
    page = ida.get("/desk/queue?order=campaign").text
    campaign = re.search(r'<option value="(\d+)">Campaign \1 \(8\)', page)
    assert campaign
    page = ida.get(f"/desk/queue?order=campaign&campaign={campaign[1]}").text
    found = re.search(r'href="(/desk/many\?campaign=\d+)" data-act="alike"', page)
    assert found
    before = waiting(ida)

    # Looked at first, then decided, kept as a record, and taken back as a whole.
    looked = ida.get(found[1]).text
    assert "8 comments that nobody has decided" in looked
    assert waiting(ida) == before
    newest = re.search(r'name="newest" value="(\d+)"', looked)
    assert newest
    said = ida.send(found[1], label="spam", newest=newest[1])
    assert "8 comments marked as spam." in said.text
    assert waiting(ida) == before - 8
    undo = re.search(r"/desk/decisions/\d+/undo", said.text)
    assert undo
    assert "8 decisions taken back." in ida.send(undo[0]).text
    assert waiting(ida) == before


def test_the_second_moderator_is_told(ida: Visitor, jan: Visitor) -> None:
    comment = ida.first()
    ida.send("/desk/decide", one=f"ham:{comment}", seen=f"{comment}:0")

    said = jan.send("/desk/decide", one=f"spam:{comment}", seen=f"{comment}:0").text

    assert "Somebody else decided this meanwhile: ida said not spam." in said
    assert "There was no decision of yours" in jan.send("/desk/decide", one=f"undo:{comment}").text


@pytest.mark.parametrize(
    "sent", [{"one": "spam:x"}, {"one": "burn:1"}, {"many": "burn"}, {"one": "spam:1", "back": "x" * 5000}]
)
def test_what_no_form_sends_is_refused(ida: Visitor, sent: dict[str, str]) -> None:
    assert ida.send("/desk/decide", **sent).status_code == 422


def test_pages_of_the_queue_have_addresses_of_their_own(ida: Visitor) -> None:
    for order in ("uncertainty", "newest", "source", "language", "campaign"):
        first = ida.get(f"/desk/queue?order={order}")
        following = re.search(r'rel="next" href="([^"]+)"', first.text)
        shown = set(re.findall(r'id="comment-(\d+)"', first.text))
        assert shown
        if following:
            second = ida.get(following[1].replace("&amp;", "&"))
            assert second.status_code == 200
            assert not shown & set(re.findall(r'id="comment-(\d+)"', second.text))
    assert ida.get("/desk/queue?after=nonsense").status_code == 422


def test_search_and_its_files_agree(ida: Visitor) -> None:
    address = "q=clock&verdict=review"
    shown = set(re.findall(r'id="comment-(\d+)"', ida.get(f"/desk/search?{address}").text))
    rows = [orjson.loads(line) for line in ida.get(f"/desk/search.jsonl?{address}").content.splitlines()]
    table = list(csv.DictReader(io.StringIO(ida.get(f"/desk/search.csv?{address}").text)))

    assert shown <= {str(row["id"]) for row in rows}
    assert [str(row["id"]) for row in rows] == [row["id"] for row in table]
    assert all("clock" in row["text"] for row in rows)


def test_search_saves_as_parquet(ida: Visitor) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra, and is not there")

    table = parquet.read_table(io.BytesIO(ida.get("/desk/search.parquet?verdict=spam").content))
    rows = ida.get("/desk/search.jsonl?verdict=spam").content.splitlines()
    assert table.to_pylist() == [orjson.loads(row) for row in rows]


@pytest.mark.parametrize("address", ["verdict=x", "since=yesterday", "before=-1", "campaign=1;2"])
def test_a_search_that_makes_no_sense_is_refused(ida: Visitor, address: str) -> None:
    assert ida.get(f"/desk/search?{address}").status_code == 422


def test_an_article_shows_what_was_kept_and_what_was_cut(ida: Visitor) -> None:
    page = ida.get("/desk/articles/5").text

    assert re.search(r'class="part-body"><span class="why">body</span><span dir="auto">For a hundred', page)
    assert re.search(r'class="part-footer"><span class="why">page foot</span><span dir="auto">Printed weekly', page)
    assert re.search(r'class="part-navigation">.{0,60}</span><span dir="auto">Town', page)
    assert 'class="part-comments"' in page


def test_a_wrong_separation_becomes_a_case(ida: Visitor) -> None:
    said = ida.send("/desk/articles/5/flag", kind="missed-comments", note="=two are missing").text
    assert "Kept as a case" in said

    page = ida.get("/desk/cases").text
    assert "Comments were missed" in page
    case = re.search(r"/desk/cases/(\d+)/close", page)
    assert case
    assert "The case is closed." in ida.send(f"/desk/cases/{case[1]}/close").text


def test_the_dashboard_counts_and_replays(ida: Visitor, desk: Site) -> None:
    page = ida.get("/desk/dashboard").text

    assert page.count('<svg class="plot"') == 3
    assert "Replay 2" in page
    assert "2 articles are pending again." in ida.send("/desk/dashboard/replay", reason="TIMEOUT").text
    assert entries(desk.winnow.engine, limit=1)[0].actor == "ida"
    assert ida.send("/desk/dashboard/replay", reason="NO_SUCH").status_code == 422


def test_what_is_not_there_is_a_page_too(ida: Visitor) -> None:
    for path in ("/desk/articles/99999", "/desk/nowhere", "/desk/static/nothing.css"):
        response = ida.get(path)
        assert response.status_code == 404
    assert "There is no article 99999." in ida.get("/desk/articles/99999").text


def test_models_are_promoted_only_after_a_question(ida: Visitor) -> None:
    assert "Please confirm" in ida.get("/desk/models/confirm?act=train").text
    assert ida.get("/desk/models/confirm?act=burn").status_code == 404
    assert ida.get("/desk/models/confirm?act=promote&version=none").status_code == 404
    assert ida.get("/desk/models").text.count("champion") > 1


def test_the_models_page_shows_the_reports_curves(ida: Visitor, desk: Site) -> None:
    assert 'class="drawings"' not in ida.get("/desk/models").text
    version = challenge(desk.winnow.registry)

    page = ida.get("/desk/models").text
    assert page.count("<figure><figcaption>") == 3
    assert "Curves: all" in page
    assert f"from the report of {version}" in page


def test_reasons_are_explained_and_can_be_called_senseless(ida: Visitor, desk: Site) -> None:
    page = ida.get("/desk/queue?order=campaign").text
    marks = re.findall(r'<mark class="spam" title="[\d.]+ towards spam">(\w+)<span class="aside"> \(([\d.]+)', page)
    assert marks  # the words that weighed, with their weight for eyes and ears
    [senseless] = re.findall(r'name="senseless" value="(\d+:words)"', page)[:1]

    said = ida.send("/desk/reasons", senseless=senseless, back="/desk/queue?order=campaign").text
    assert "The reason counts as wrong here." in said
    assert f'name="sensible" value="{senseless}"' in said
    assert re.search(r">words</a></th><td>\d+</td><td>\d+</td><td>1</td>", ida.get("/desk/reasons").text)
    assert "The reason counts again." in ida.send("/desk/reasons", sensible=senseless).text
    assert ida.send("/desk/reasons", senseless="1:burn").status_code == 404
    for nonsense in ("x", "1:<b>", ""):
        assert ida.send("/desk/reasons", senseless=nonsense).status_code == 422


def test_search_says_how_many_there_are_and_offers_sources(ida: Visitor) -> None:
    page = ida.get("/desk/search?source=harbour-news").text
    rows = ida.get("/desk/search.jsonl?source=harbour-news").content.splitlines()
    assert f"{len(rows)} comments found" in page
    assert '<option value="alpine-kitchen">' in page
    assert "0 comments found" in ida.get("/desk/search?q=nobodysaysthis").text


def test_each_model_stands_in_the_table_once(ida: Visitor, desk: Site) -> None:
    registry = desk.winnow.registry
    before = registry.champion()
    registry.promote(challenge(registry))  # which keeps a copy of the shipped one at hand
    registry.promote(before)
    versions = re.findall(r'<code class="whole">([^<]+)</code>', ida.get("/desk/models").text)
    assert len(versions) == len(set(versions)) >= 2


def test_names_sites_and_histories_have_pages(ida: Visitor) -> None:
    author = ida.get("/desk/people?author=Oak+Ladders+3").text
    assert "All comments signed with this name" in author
    assert 'href="/desk/people?host=oak-ladders.example"' in author
    assert "Oak Ladders 5" in ida.get("/desk/people?host=oak-ladders.example").text
    assert "Nothing is stored of this." in ida.get("/desk/people?author=Nobody").text
    assert ida.get("/desk/people").status_code == 404

    comment = ida.first("/desk/queue?order=newest")
    ida.send("/desk/decide", one=f"spam:{comment}", seen=f"{comment}:0")
    ida.send("/desk/decide", one=f"undo:{comment}")
    page = ida.send(f"/desk/comments/{comment}/notes", note="<b>Seen</b> elsewhere").text
    assert "The note is kept." in page
    assert "&lt;b&gt;Seen&lt;/b&gt; elsewhere" in page
    assert re.search(r"took a decision back.*said <span", page, re.DOTALL)
    assert "1 note</a>" in page
    assert ida.get("/desk/comments/999999").status_code == 404


def test_nothing_is_offered_that_cannot_be_done(ida: Visitor) -> None:
    page = ida.get("/desk/queue?order=newest").text
    assert re.search(r'data-act="undo" hidden', page)
