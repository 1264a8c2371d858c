"""docs/sites.md as it stands: its ten commands are run in order over a real Redis, and print what it says."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from classifiers.registry.versions import Registry
from tests.acceptance.test_site_models import BLOG, history
from tests.acceptance.test_tutorial import BLOCKS, expected, run
from tests.process import CHECKOUT
from worker.store.base.database import connect
from worker.store.base.schema import articles, results
from worker.store.base.transactions import reading


@pytest.mark.timeout(600)
def test_the_page_about_sites_does_what_it_says(tmp_path: Path, redis_url: str) -> None:
    page = (CHECKOUT / "docs" / "sites.md").read_text()
    history(tmp_path, BLOG, count=120).rename(tmp_path / "blog.xml")
    broker = {"WINNOW_BROKER_URL": redis_url, "WINNOW_BROKER_KEY_PREFIX": "sites-page:"}
    commands, said, checked = 0, "", 0
    for kind, text in BLOCKS.findall(page):
        if kind == "sh":
            commands += len(re.findall(r"^winnow ", text, re.MULTILINE))
            said = run(text, tmp_path, broker)
        else:
            checked += 1
            assert re.fullmatch(expected(text), said), f"it says:\n{said}\ninstead of:\n{text}"
    assert (commands, checked) == (10, 4)
    assert (tmp_path / "key.txt").read_text().strip()
    with reading(connect(f"sqlite:///{tmp_path}/winnow.db")) as connection:
        model = connection.scalar(select(results.c.model).join(articles).where(articles.c.url.endswith("/spring")))
    assert model == Registry(tmp_path / "models").champion(BLOG)
