"""One parameter for many values finds what each value alone would."""

import pytest
from sqlalchemy import Engine, select

from tests.factories import new_article
from worker.store.base.any_of import any_of
from worker.store.base.schema import articles
from worker.store.base.transactions import reading, writing
from worker.store.flow.inbox import Inbox

STRANGE = ["plain", "NULL", "", 'a "quoted" one', "back\\slash", "{braces}", "a,b", "new\nline", "žluťoučký", 'C:\\"x"']


@pytest.fixture
def titled(engine: Engine, inbox: Inbox) -> Engine:
    inbox.submit([new_article(f"article {number}", title=title) for number, title in enumerate(STRANGE)])
    return engine


@pytest.mark.parametrize("wanted", [STRANGE, STRANGE[:1], [], ["nothing like it", *STRANGE[3:6]]])
def test_texts_of_every_kind_are_found(titled: Engine, wanted: list[str]) -> None:
    with reading(titled) as connection:
        found = connection.scalars(select(articles.c.title).where(any_of(articles.c.title, wanted)))
        assert sorted(found) == sorted(set(wanted) & set(STRANGE))


@pytest.mark.parametrize("wanted", [[1, 2], [], [-5, 2**62], [3]])
def test_numbers_are_found(titled: Engine, wanted: list[int]) -> None:
    with writing(titled) as connection:
        found = connection.scalars(select(articles.c.id).where(any_of(articles.c.id, wanted)).with_for_update())
        assert sorted(found) == sorted(set(wanted) & set(range(1, len(STRANGE) + 1)))
