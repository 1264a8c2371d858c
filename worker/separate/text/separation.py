"""Separating plain text: an article and its comments run together, their tags gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from worker.domain import Page, SeparatedComment, Separation
from worker.reasons import Reason
from worker.separate.text.front_matter import Front, is_debris, is_title, read_front
from worker.separate.text.line_features import Array, Floats, read_lines
from worker.separate.text.line_model import COMMENT, OTHER, first_scores, load_weights, log_probabilities
from worker.separate.text.records import read_comments, read_paragraphs
from worker.separate.text.section import TextRow, TextSection, find_section, read_rows
from worker.separate.text.short_lines import Kind
from worker.separate.text.spans import find_body, split_stretches, weigh

# Log-odds that the labeller must find for comments that no cue tells, and then for every line, as weighed: a false
# section is worse than a missed one. A form below says nothing, as most pages have one.
EVIDENT, DENSE = 16.0, 2.0
# Characters of the texts that are worked on at once: enough to share the cost of a call, and still in the cache.
CHUNK = 1 << 17
# Rows in which an article's date, section, title, dek and byline stand.
FRONT = 5
# Characters of body below which the first line need not be a title.
LEAST_ARTICLE = 500
# Characters of body below which the labeller's doubt is overruled: a page has an article.
LEAST_BODY = 250
# Characters from a page's invitation to comment to its end: no more of the article stands below.
MAX_FOOT = 300
# Characters that an entry of a menu stays below.
MENU = 25
# Lines that a text has at most from which an extractor has cut a page's menus and lists.
CLEAN_ROWS = 60
# Characters of a line that, closed by one of the endings, can only be a paragraph of text.
PARAGRAPH = 160
ENDINGS = frozenset('.!?…"”’»)。！？')
# Log-odds that are then given to "body", step by step.
STEPS = (0.0, 2.0, 4.0, 8.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Which rows are body, and the comments with how they were found."""

    body: Sequence[int]
    comments: tuple[SeparatedComment, ...] = ()
    reason: Reason = Reason.NONE
    declared: int | None = None


def separate_text(page: Page) -> Separation:
    """Take a page of plain text apart into the article's paragraphs and single comments.

    Cues (headings, name lines, forms) tell the comment section where there are any; a labeller of lines tells
    the body from a page's furniture, and comments that stand without cues.
    """
    return separate_texts((page,))[0]


def separate_texts(pages: Sequence[Page]) -> list[Separation]:
    """Take pages apart as ``separate_text`` does, several at a time, which is faster."""
    return [separation for chunk in _chunks(pages) for separation in _separate(chunk)]


def _chunks(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    """Cut pages into runs of at most ``CHUNK`` characters, or of one page."""
    start = size = 0
    for at, page in enumerate(pages):
        size += len(page.content)
        if size > CHUNK and at > start:
            yield pages[start:at]
            start, size = at, len(page.content)
    if start < len(pages):
        yield pages[start:]


def _separate(pages: Sequence[Page]) -> Iterator[Separation]:
    texts = [[line.strip() for line in page.content.split("\n")] for page in pages]
    lines = read_lines(texts)
    rows = read_rows(texts, lines)
    sections = [find_section(of_text) for of_text in rows]
    spans = [(section.start, section.end) if section else None for section in sections]
    weights = load_weights()
    doubtful = [section.start if section else len(of_text) for section, of_text in zip(sections, rows, strict=True)]
    wanted = np.concatenate([start + np.arange(count) for start, count in zip(lines.bounds, doubtful, strict=False)])
    logs = log_probabilities(lines, first_scores(lines, weights), spans, weights, wanted)
    weighed = weigh(lines.length.take(wanted))
    end = 0
    for page, of_text, section, count in zip(pages, rows, sections, doubtful, strict=True):
        start, end = end, end + count
        yield _separation(page, of_text, _lay_out(page, of_text, section, logs[start:end], weighed[start:end]))


def _separation(page: Page, rows: Sequence[TextRow], layout: _Layout) -> Separation:
    front = _front(rows, layout.body)
    texts = (rows[at].text for at in layout.body if at >= front.start or at == front.dek)
    return Separation(
        body=tuple(text for text in texts if not is_debris(text)),
        comments=layout.comments,
        reason=layout.reason,
        title=front.title or page.title,
        byline=front.byline,
        published=front.published or page.published,
        section=front.section,
        language=page.language,
        declared_comments=layout.declared,
    )


def _front(rows: Sequence[TextRow], body: Sequence[int]) -> Front:
    """Read date, section and title where the page begins with the article or its date, not with a menu.

    What stands above a few lines may be one of them, so there the title stays in the body too, but for one above a
    sentence.
    """
    front = read_front([row.text for row in rows[:FRONT]])
    headed = (front.dated and body[0] < front.start) or (front.byline and body[0] <= front.start) if body else False
    begins = bool(body) and (body[0] == 0 or headed)
    if not begins:
        return Front()
    small = sum(len(rows[at].text) for at in body) < LEAST_ARTICLE
    listed = front.start < len(rows) and is_title(rows[front.start].text)
    return replace(front, start=0) if small and listed and not front.dated else front


def _lay_out(
    page: Page, rows: Sequence[TextRow], section: TextSection | None, logs: Floats, weights: Floats
) -> _Layout:
    """Tell body from comments; ``logs`` and ``weights`` are those of the rows above the section, or of all."""
    if not rows:
        return _Layout(body=())
    if section is not None:
        comments = read_comments(rows[section.first : section.end], page.fetched_at)
        body = _body(rows[: section.start], logs, weights)
        return _Layout(
            body=body,
            comments=comments,
            reason=Reason.TEXT_SECTION if comments else Reason.NONE,
            declared=section.declared,
        )
    start, evidence = split_stretches(logs, weights)
    if 0 < start < len(rows) and _is_plain(evidence, weights[start:]):
        end = _end(logs, start)
        comments = read_paragraphs(rows[start:end], page.fetched_at)
        body = _body(rows[:start], logs[:start], weights[:start])
        return _Layout(body=body, comments=comments, reason=Reason.TEXT_MODEL if comments else Reason.NONE)
    end = _form(rows)
    return _Layout(body=_body(rows[:end], logs[:end], weights[:end]))


def _is_plain(evidence: float, weights: Floats) -> bool:
    """Tell evidence that is strong in sum and line by line: a long text gathers much of the weak kind."""
    return evidence > max(EVIDENT, DENSE * float(weights.sum()))


def _form(rows: Sequence[TextRow]) -> int:
    """Return the row with which a page's last lines invite comments, or say that there are none; else the end."""
    left = MAX_FOOT
    end = len(rows)
    for at in range(len(rows) - 1, 0, -1):
        left -= len(rows[at].text)
        if left < 0:
            break
        mark = rows[at].mark
        if mark is not None and (mark.kind is Kind.FORM or (mark.kind is Kind.HEADING and mark.declared == 0)):
            end = at
    return end


def _end(logs: Floats, start: int) -> int:
    """Return the row past the last one from ``start`` on that may be a comment."""
    spoken = (logs[start:, COMMENT] > logs[start:, OTHER]).nonzero()[0]
    return start + int(spoken[-1]) + 1 if spoken.size else start


def _body(rows: Sequence[TextRow], logs: Floats, weights: Floats) -> list[int]:
    """Return the numbers of the body's rows, with less doubt where next to nothing is left of a page."""
    chosen = np.zeros(0, np.int64)
    sizes = np.array([len(row.text) for row in rows])
    for step in STEPS:
        chosen = find_body(logs, weights, step)
        if sizes[chosen].sum() >= LEAST_BODY:
            break
    told = chosen.tolist()
    return _with_lists(rows, told) if _is_clean(sizes, chosen) else _with_paragraphs(rows, told)


def _is_clean(sizes: Array, chosen: Array) -> bool:
    """Tell a short text, most of which is body: an extractor has cut the page's furniture, and left its lists."""
    return sizes.size <= CLEAN_ROWS and bool(sizes[chosen].sum() * 2 > sizes.sum())


def _with_lists(rows: Sequence[TextRow], chosen: Sequence[int]) -> list[int]:
    """Add all that stands within the body, and the lines around it that are longer than a menu's."""
    start, end = chosen[0], chosen[-1] + 1
    while start > 0 and _is_long(rows[start - 1]):
        start -= 1
    while end < len(rows) and _is_long(rows[end]):
        end += 1
    return [at for at in range(start, end) if rows[at].kind not in (Kind.HEADING, Kind.LINK, Kind.FORM)]


def _is_long(row: TextRow) -> bool:
    return len(row.text) >= MENU or row.text[-1] == ":"


def _with_paragraphs(rows: Sequence[TextRow], chosen: list[int]) -> list[int]:
    """Add the paragraphs within the body, and those that border on it: a page's furniture has none so long."""
    if not chosen:
        return chosen
    start, end = chosen[0], chosen[-1] + 1
    while start > 0 and _is_paragraph(rows[start - 1]):
        start -= 1
    while end < len(rows) and _is_paragraph(rows[end]):
        end += 1
    kept = set(chosen)
    return [at for at in range(start, end) if at in kept or _is_paragraph(rows[at])]


def _is_paragraph(row: TextRow) -> bool:
    return row.mark is None and len(row.text) >= PARAGRAPH and row.text[0] not in "•*©" and row.text[-1] in ENDINGS
