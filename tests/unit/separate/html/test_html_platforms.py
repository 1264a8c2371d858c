import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from worker.domain import Format, Page, Separation
from worker.reasons import Reason
from worker.separate.html.platforms import PLATFORMS, VOCABULARY, Platform
from worker.separate.html.records import Reader
from worker.separate.html.section import find_items
from worker.separate.html.selectors import names_of
from worker.separate.html.separation import separate_html
from worker.separate.html.tree import Names, read_tree

FIXTURES = Path(__file__).parent / "fixtures"
# Platforms that show no times.
UNDATED = {"flarum-noscript"}
BY_CODE = {row.reason.value.removeprefix("platform:"): row for row in PLATFORMS}


def read(code: str) -> Separation:
    html = (FIXTURES / f"{code}.html").read_text(encoding="utf-8")
    return separate_html(Page(content=html, format=Format.HTML))


def test_table_and_reasons_hold_the_same_platforms() -> None:
    table = [row.reason for row in PLATFORMS]
    codes = {reason for reason in Reason if reason.value.startswith("platform:")}

    assert len(set(table)) == len(table)
    assert set(table) | {Reason.PLATFORM_JSON_LD, Reason.PLATFORM_PIPERMAIL} == codes


def test_every_row_has_a_fixture() -> None:
    assert {path.stem for path in FIXTURES.glob("*.html")} == set(BY_CODE)


def test_every_name_in_the_table_is_a_whole_one() -> None:
    whole = re.compile(r"[.#][A-Za-z_](?:[\w-]*\w)?|\[[a-z-]+=[\w:-]+\]")

    assert [name for name in sorted(VOCABULARY) if not whole.fullmatch(name)] == []


@pytest.mark.parametrize("code", BY_CODE)
def test_a_platforms_comments_are_read_one_by_one(code: str) -> None:
    separation = read(code)

    assert separation.reason is BY_CODE[code].reason
    assert [comment.author for comment in separation.comments] == ["Ada", "Ben"]
    assert [comment.text for comment in separation.comments] == [
        "We walked to the island and back.",
        "It took us an hour, with the dog.",
    ]
    if code in UNDATED:
        assert [comment.posted_raw for comment in separation.comments] == [None, None]
        return
    assert [comment.posted_raw for comment in separation.comments] == [
        "March 3, 2021 at 9:14 am",
        "March 4, 2021 at 6:02 pm",
    ]
    assert [comment.posted_at for comment in separation.comments] == [
        "2021-03-03T09:14:00",
        "2021-03-04T18:02:00",
    ]


@pytest.mark.parametrize("code", BY_CODE)
def test_the_body_is_the_article_or_the_threads_first_post(code: str) -> None:
    body = read(code).body

    if BY_CODE[code].opens:
        assert body == ("Has anyone ever seen the harbour frozen over before this winter?",)
    else:
        assert [line[:15] for line in body if len(line) > 60] == [
            "The harbour fro",
            "By the morning ",
            "The harbour mas",
        ]
        assert not any("island" in line or "Reply" in line for line in body)


@pytest.mark.parametrize(
    ("code", "pager"),
    [
        ("wordpress", "<nav class='comment-navigation'><a href='{0}'>Older</a> <a href='#comments'>Up</a></nav>"),
        ("xenforo", "<ul class='pageNav'><li class='pageNav-page'><a href='{0}'>2</a><a href='{0}'>Next</a></li></ul>"),
        ("phpbb", "<div class='pagination'><a href='javascript:jump()'>Jump</a><a href='{0}'>2</a></div>"),
        ("hacker-news", "<a class='morelink' href='{0}'>More</a>"),
    ],
)
def test_a_threads_other_pages_are_told(code: str, pager: str) -> None:
    html = (FIXTURES / f"{code}.html").read_text(encoding="utf-8").replace("</body>", pager.format("ice?page=2"))
    page = Page(content=html, format=Format.HTML, url="https://tides.example/ice")

    assert separate_html(page).comment_pages == ("https://tides.example/ice?page=2",)


def test_a_broken_address_in_a_pager_is_left_out() -> None:
    html = (FIXTURES / "hacker-news.html").read_text(encoding="utf-8")
    html = html.replace("</body>", "<a class='morelink' href='http://[::1'>More</a>")

    assert separate_html(Page(content=html, format=Format.HTML, url="https://tides.example/ice")).comment_pages == ()


DOCUMENTED = Path(__file__).parents[4] / "docs" / "adding-a-platform.md"
PARLEY = """
<p class="parley-words">The harbour froze over in the night.</p>
<div class="parley">
  <div class="parley-item"><b class="parley-name">Ada</b> <i class="parley-when">March 3, 2021</i>
    <div class="parley-words"><p>We walked to the island.</p><a class="parley-buttons">Answer</a></div></div>
  <div class="parley-item"><b class="parley-guest">Ben</b> <i class="parley-when">March 4, 2021</i>
    <div class="parley-words"><p>It took us an hour.</p><a class="parley-buttons">Answer</a></div></div>
</div>
"""


def test_the_documented_row_reads_a_page_of_its_platform() -> None:
    written = re.search(r"```python\n(.*?),\n\s*```", DOCUMENTED.read_text(encoding="utf-8"), re.DOTALL)
    assert written
    reasons = SimpleNamespace(PLATFORM_PARLEY=Reason.PLATFORM_MICRODATA)
    row = eval(written[1].strip(), {"Platform": Platform, "Reason": reasons})
    names = names_of(f"{row.item}|{row.container}|{row.author}|{row.time}|{row.text}|{row.furniture}")
    tree = read_tree(PARLEY, Names(frozenset(names)))
    reader = Reader(tree, row)
    records = [reader.read(item) for item in find_items(tree, row)]

    assert [(record.author, record.posted_raw, record.lines) for record in records] == [
        ("Ada", "March 3, 2021", ["We walked to the island."]),
        ("Ben", "March 4, 2021", ["It took us an hour."]),
    ]
