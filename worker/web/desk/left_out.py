"""What was left out of an article, found in a process beside the service: ``python -m worker.web.desk.left_out``.

Hostile pages are no business of the process that everybody waits for. A question and an answer are a line of JSON each.
"""

import os
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO, Final

import orjson
from pydantic import BaseModel, ConfigDict

from worker.domain import Format, Source
from worker.errors import UnprocessableError
from worker.separate.leftovers import Block, Part, blocks
from worker.store.moderation.article_pages import ModeratedArticle
from worker.store.moderation.review_cards import Card
from worker.web.side_process import SideProcess
from worker.work.confinement import die_with_parent
from worker.work.pipeline import read_page

COMMAND: Final = (sys.executable, "-m", "worker.web.desk.left_out")
# Seconds that a moderator waits for it at most once it runs, and memory (bytes of address space) that it may take.
TIME_S: Final = 3.0
MEMORY_BYTES: Final = 1_000_000_000


class Asked(BaseModel):
    """An article's page as it came, and what separation kept of it."""

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    raw: bytes
    format: Format
    charset: str | None
    body: str
    comments: str


def beside() -> SideProcess:
    """Return the process, which the first question starts."""
    return SideProcess(COMMAND, TIME_S, MEMORY_BYTES)


def question(article: ModeratedArticle, comments: Sequence[Card]) -> Asked | None:
    """Return what is asked of an article; None where its page isn't kept, or was none."""
    page = article.page
    if page is None or page.format is Format.THREAD:
        return None
    kept = "\n".join(f"{card.author or ''}\n{card.posted or ''}\n{card.text}" for card in comments)
    return Asked(raw=page.raw, format=page.format, charset=page.charset, body=article.body or "", comments=kept)


async def left_out(process: SideProcess, asked: Asked) -> list[Block] | None:
    """Return the page's blocks; None where it can't be read, or not within the process's limits."""
    try:
        answer = await process.ask(asked.model_dump(mode="json"))
    except UnprocessableError:
        return None
    found = answer["blocks"]
    return None if found is None else [Block(Part(part), text) for part, text in found]


def answer(line: bytes) -> dict[str, Any]:
    """Answer one question."""
    asked = Asked.model_validate_json(line)
    try:
        page = read_page(Source(raw=asked.raw, format=asked.format, charset=asked.charset))
    except UnprocessableError:
        return {"blocks": None}
    return {"blocks": [[block.part.value, block.text] for block in blocks(page, asked.body, asked.comments)]}


def main(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer questions, one a line, until there are none."""
    die_with_parent()
    for line in questions:
        answers.write(orjson.dumps(answer(line)) + b"\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, os.fdopen(1, "wb"))
