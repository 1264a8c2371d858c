"""One running service a module, over a database of its own."""

from collections.abc import Iterator

import pytest

from tests.web import Site, site, winnow_of


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(winnow_of(tmp_path_factory.mktemp("web"))) as running:
        yield running
