"""The queue's switch between the sites that one installation serves."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.desk.conftest import NAME, filled_desk
from tests.doors import Visitor
from tests.web import Site
from worker.operations import sites
from worker.operations.sites import SiteChange
from worker.store.access.roles import Role

pytestmark = pytest.mark.acceptance

# Where all of the articles stand.
ORCHARD = "orchard.example"


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Site]:
    with filled_desk(tmp_path, {NAME: Role.MODERATOR}, articles=12) as running:
        yield running


def test_the_switch_is_there_where_there_are_sites_and_stays_over_orders(filled: Site) -> None:
    ida = Visitor(filled.url)
    ida.log_in()
    assert '<select name="site"' not in ida.get("/desk/queue").text
    assert '<select name="site"' not in ida.get("/desk/search").text
    sites.add(filled.winnow.engine, ORCHARD, SiteChange(), actor="test")

    page = ida.get(f"/desk/queue?site={ORCHARD}&view=list").text
    assert f"<option selected>{ORCHARD}</option>" in page
    assert 'id="comment-' in page
    for order in re.findall(r'href="(/desk/queue\?(?:order|mine|aside)=[^"]+)"', page):
        assert f"view=list&amp;site={ORCHARD}" in order
    assert f'href="/desk/many?site={ORCHARD}&amp;waiting=1"' in page
    many = re.search(r"(\d+) comments? waits?", page)
    assert many
    assert f"{many[1]} comment" in ida.get(f"/desk/search?site={ORCHARD}&waiting=1").text
    assert "Nothing waits in this part" in ida.get("/desk/queue?site=default").text
    ida.client.close()
