"""Links of the pages that leave docs/: their file's path on the site, and refused where there is no such file."""

from types import SimpleNamespace

import pytest

from scripts.site_links import on_page_markdown


def shown(markdown: str, page: str = "page.md") -> str:
    return on_page_markdown(markdown, SimpleNamespace(file=SimpleNamespace(src_uri=page)))


@pytest.mark.parametrize(
    ("markdown", "page", "site"),
    [
        ("See [the rules](../monitoring/alerts.yml).", "page.md", "See the rules (`monitoring/alerts.yml`)."),
        ("See [Makefile](../../Makefile#L3).", "benchmarks/page.md", "See `Makefile`."),
        ("See [`worker/reasons.py`](../worker/reasons.py).", "page.md", "See `worker/reasons.py`."),
    ],
)
def test_a_file_of_the_repository_is_named_by_its_path(markdown: str, page: str, site: str) -> None:
    assert shown(markdown, page) == site


@pytest.mark.parametrize(
    "markdown",
    [
        "[Reasons](reasons.md#what) and [a sample](samples/blogger.html)",
        "[nowhere](../monitoring/nowhere.yml)",
        "[outside](../../../etc/hostname)",
        "[away](https://example.org/../x)",
        "![a picture](../docs/images/desk-queue-390.png)",
    ],
)
def test_all_else_is_left_as_it_is(markdown: str) -> None:
    assert shown(markdown) == markdown
