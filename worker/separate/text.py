"""Separating plain text: an article and its comments run together, their tags gone."""

from worker.domain import Page, Separation
from worker.reasons import Reason
from worker.separate.text_front import is_debris, read_front
from worker.separate.text_records import read_comments
from worker.separate.text_section import find_section, read_rows


def separate_text(page: Page) -> Separation:
    """Take a page of plain text apart into the article's paragraphs and single comments."""
    lines = page.content.split("\n")
    front = read_front(lines)
    rows = read_rows(lines)
    section = find_section(rows)
    comments = read_comments(rows[section.first : section.end], page.fetched_at) if section else ()
    end = rows[section.start].index if section else len(lines)
    body = tuple(line.strip() for line in lines[front.start : end] if not is_debris(line))
    return Separation(
        body=body,
        comments=comments,
        reason=Reason.TEXT_SECTION if comments else Reason.NONE,
        title=front.title or page.title,
        published=front.published or page.published,
        section=front.section,
        language=page.language,
        declared_comments=section.declared if section else None,
    )
