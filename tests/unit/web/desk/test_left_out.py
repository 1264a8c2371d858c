"""The process that reads an article's page for the desk: linear, bounded, and beside the service."""

import asyncio
import time

import pytest

from worker.domain import Format, Page
from worker.separate.leftovers import Part, blocks
from worker.web.desk.left_out import COMMAND, MEMORY_BYTES, Asked, left_out
from worker.web.desk.safe_text import visible
from worker.web.side_process import SideProcess

# Seconds: the machine may be busy.
PATIENCE_S = 120.0
PAGE = b"<body><nav>Home</nav><p>The mill turns again.</p><ol><li>Lovely!</ol><footer>Imprint</footer>"


def asked(raw: bytes) -> Asked:
    return Asked(raw=raw, format=Format.HTML, charset=None, body="The mill turns again.", comments="Ida\nLovely!")


def test_the_process_tells_kept_from_left_out() -> None:
    async def ask() -> None:
        process = SideProcess(COMMAND, PATIENCE_S, MEMORY_BYTES)
        found = await left_out(process, asked(PAGE))
        assert found
        assert {one.text: one.part for one in found} == {
            "Home": Part.NAVIGATION,
            "The mill turns again.": Part.BODY,
            "Lovely!": Part.COMMENTS,
            "Imprint": Part.FOOTER,
        }
        assert await left_out(process, asked(b"%PDF-1.7")) is None  # read by no process, and it lives
        assert await left_out(process, asked(PAGE)) == found
        await process.close()

    asyncio.run(ask())


def test_a_page_that_takes_too_long_is_not_waited_for() -> None:
    async def ask() -> None:
        process = SideProcess(("sleep", "60"), 0.1, 1_000_000_000, start_s=0.1)
        assert await left_out(process, asked(PAGE)) is None

    asyncio.run(ask())


@pytest.mark.parametrize("part", ["<p>a<b>b</b></p>", "<div><span>a</span>", "<p>same</p>", "a<a href=/>b</a>"])
def test_blocks_are_linear(part: str) -> None:
    def seconds(repeats: int) -> float:
        page, best = Page(content=part * repeats, format=Format.HTML), float("inf")
        for _ in range(3):
            start = time.process_time()
            blocks(page, "", "")
            best = min(best, time.process_time() - start)
        return best

    assert seconds(8_000) < 16 * seconds(2_000) + 0.02  # quadratic would be 16 times and more


def test_what_is_shown_of_a_page_is_bounded() -> None:
    long = blocks(Page(content=f"<p>{'a' * 9_000}</p>" * 500, format=Format.HTML), "", "")
    many = blocks(Page(content="<p>a</p>" * 9_000, format=Format.HTML), "", "")

    assert {len(one.text) for one in long} == {2_000}
    assert (sum(len(one.text) for one in long), len(many)) == (200_000, 2_000)


@pytest.mark.parametrize(
    "text", ["\u200b" * 2_000_000, "\u200b\u202e" * 90_000, "".join(map(chr, range(0xE000, 0xF8FF))) * 9]
)
def test_hidden_characters_fill_no_page(text: str) -> None:
    assert len(visible(text)) < 1_000_000
    assert "\u200b" not in visible(text)
