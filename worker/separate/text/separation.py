"""Separating plain text: an article and its comments run together, their tags gone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import dropwhile, pairwise

import numpy as np

from worker.domain import Page, SeparatedComment, Separation
from worker.reasons import Reason
from worker.separate.language.content import SAMPLE, tell_language
from worker.separate.text.clean_lines import split_lines
from worker.separate.text.conversations import is_conversation
from worker.separate.text.front_matter import Front, is_debris, is_title, read_front
from worker.separate.text.line_context import Cued
from worker.separate.text.line_features import Array, read_lines
from worker.separate.text.line_model import first_scores, load_weights, log_probabilities
from worker.separate.text.mailing import without_mailing
from worker.separate.text.records import names_stand, read_paragraphs, read_worded, without_furniture
from worker.separate.text.rows import FORM, TextRow, mark_code, read_rows
from worker.separate.text.section import DISTINCT, MOSTLY, TextSection, is_answer, is_prose, with_section
from worker.separate.text.short_lines import Kind
from worker.separate.text.spans import find_body, find_likely_body, weigh
from worker.separate.text.speakers import find_speakers
from worker.separate.text.zones import CLEAN_ROWS, LabelledRows, find_zone, is_foreign, sounds_like_comments

# The language in which the labeller saw comments between articles and forms.
LEARNT = "en"
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
# Times between the parts of a report, at least.
MIN_TIMES = 2
# Characters of a line that, closed by one of the endings, can only be a paragraph of text.
PARAGRAPH = 160
ENDINGS = frozenset('.!?…"”’»)。！？')
# Share of the characters of comments without cues that stand in sentences or long lines.
MIN_PROSE = 0.3
# What Markdown puts before a quotation's lines, and the share of lines above which all is an article's quotation.
QUOTE, HALF = ">", 0.5
# Parts of a report that its few authors sign, or that have a time, at least.
MIN_SIGNED = 3
# Lines above a section's first name line that may be the article's last words.
FEW = 2
# Lines above a section's first text in which its author's name may stand, above a rank and a number of posts.
MAX_ABOVE = 6
# Comments with names below a first one that must have lost its own.
MIN_NAMED = 2
# Log-odds that are then given to "body", step by step.
STEPS = (0.0, 2.0, 4.0, 8.0)


_Comments = tuple[SeparatedComment, ...]


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
    texts = [split_lines(page.content) for page in pages]
    lines = read_lines(texts)
    rows, sections = zip(*map(with_section, read_rows(texts, lines)), strict=True)
    spans = [(section.start, section.end) if section else None for section in sections]
    weights = load_weights()
    marks = np.array([0 if row.mark is None else mark_code(row) for of_text in rows for row in of_text], np.int64)
    bounds = list(pairwise(lines.bounds.tolist()))
    languages = [
        None if section and not section.lone else _foreign(page) for page, section in zip(pages, sections, strict=True)
    ]
    for language, (start, end) in zip(languages, bounds, strict=True):
        if language is not None:
            _hide_forms(marks[start:end])
    scores = first_scores(lines, weights)
    logs = log_probabilities(lines, scores, Cued(marks, spans), weights)
    every = LabelledRows(marks, logs, scores[:, 0], weigh(lines.length), lines.length)
    for page, of_text, section, language, (start, end) in zip(pages, rows, sections, languages, bounds, strict=True):
        labelled = every.between(start, end, foreign=is_foreign(page.content))
        yield _separation(page, of_text, _lay_out(page, of_text, section, labelled, language))


def _foreign(page: Page) -> str | None:
    """Return the language of a text whose words the labeller hardly knows; None where it knows them or none is told."""
    middle = max(len(page.content) // 2 - SAMPLE, 0)
    language = tell_language(page.content[middle:], page.language)
    return None if language == LEARNT else language


def _hide_forms(marks: Array) -> None:
    """Make text of forms in a language that the labeller hardly knows: it takes what is above for comments."""
    marks[marks == FORM] = 0


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
    page: Page,
    rows: Sequence[TextRow],
    section: TextSection | None,
    labelled: LabelledRows,
    language: str | None = None,
) -> _Layout:
    """Tell body from comments; ``language`` where no cue tells a section and the labeller hardly knows the words."""
    if not rows:
        return _Layout(body=())
    start, end = find_zone(labelled, section)
    spoken = False
    if start >= end and language is not None:
        start, end = find_speakers(rows, language)
        spoken = start < end
    if section is not None and section.declared and section.signs == section.declared:
        # As many comments as the heading says: no word of theirs is surer than that.
        start, end = min(start, section.start), max(end, section.end)
    cued = section if section is not None and section.start < end and start < section.end else None
    if cued is None and not _is_discussion(rows[:start], rows[start:end]):
        start = end = len(rows)
    counted = cued is not None and cued.declared is not None
    if not spoken and _is_report(rows[start:end]) and not sounds_like_comments(labelled, start, end, counted=counted):
        start = end = len(rows)
    start = _first_of(rows, start, cued) if start < end else start
    end = _past_last(rows, start, end, cued.declared if cued else None)

    def read(first: int) -> _Comments:
        return _comments(rows[first:end], cued, page.fetched_at)

    start, comments = _with_first_name(rows, start, read(start), read)
    if comments:
        body = _without_menu(rows, _body(rows[:start], labelled.until(start)))
        reason = Reason.TEXT_MODEL if cued is None else Reason.TEXT_SECTION
        return _Layout(body=body, comments=comments, reason=reason, declared=cued.declared if cued else None)
    end = _form(rows)
    return _Layout(body=_body(rows[:end], labelled.until(end)))


def _is_discussion(above: Sequence[TextRow], rows: Sequence[TextRow]) -> bool:
    """Tell comments from a list of headlines, as enough of what no mark tells is sentences, from a quoted letter, and
    from an interview.
    """
    text = [row.text for row in rows if row.mark is None]
    spoken = sum(len(line) for line in text if is_prose(line)) >= MIN_PROSE * max(sum(map(len, text)), 1)
    quoted = sum(row.text[0] == QUOTE for row in rows) > len(rows) * HALF
    return spoken and not quoted and not is_conversation([row.text for row in above], [row.text for row in rows])


def _without_menu(rows: Sequence[TextRow], body: list[int]) -> list[int]:
    """Cut short lines that no sentence is from a body's end: what stands between it and its comments."""
    end = len(body)
    while end > 1 and len(rows[body[end - 1]].text) < MENU and rows[body[end - 1]].text[-1] not in (*ENDINGS, ":"):
        end -= 1
    return body[:end]


def _is_report(rows: Sequence[TextRow]) -> bool:
    """Tell a report whose few authors sign each of its parts, or whose parts have times and no one's name."""
    names = [row.mark.author for row in rows if row.sign == 2 and row.mark and row.mark.author]
    if len(names) >= MIN_SIGNED:
        return len(set(names)) < DISTINCT * len(names)
    times = sum(row.kind is Kind.TIME for row in rows)
    named = sum(row.kind is Kind.NAME for row in rows)
    if sum(map(is_answer, rows)) * 2 > times:
        return False
    return times >= max(MIN_SIGNED, 2 * named) and not names_stand(without_furniture(rows))


def _first_of(rows: Sequence[TextRow], start: int, section: TextSection | None) -> int:
    """Return the row that the first comment begins with: its name line, or a section's start some lines below."""
    if section is not None and 0 < section.start - start <= FEW:
        named = rows[section.first].sign == 2 and not any(row.mark for row in rows[start : section.start])
        signed = rows[section.end - 1].sign == 2  # names that end a section stand below their texts
        return section.start if named and not signed else start
    above = start
    if rows[above].mark is None and above and rows[above - 1].kind is Kind.TIME:
        above -= 1
    if rows[above].kind in (None, Kind.TIME) and above and rows[above - 1].sign == 2:
        return above - 1
    return start


def _past_last(rows: Sequence[TextRow], start: int, end: int, declared: int | None) -> int:
    """Return the end past the last comment's text, where name lines stand above texts and the heading tells of more.

    A name or time that ends a section has a text below; so has a name right behind, while fewer stand in the section
    than the heading says.
    """
    begins = next((row for row in rows[start:end] if row.kind not in (Kind.HEADING, Kind.FORM)), None)
    if begins is None or begins.kind is not Kind.NAME:
        return end
    names = sum(row.kind is Kind.NAME for row in rows[start:end])
    while end < len(rows):
        if rows[end].kind is Kind.NAME and names < (declared or 0):
            names += 1
        elif rows[end - 1].kind not in (Kind.NAME, Kind.TIME) or rows[end].kind not in (Kind.TIME, None):
            break
        end += 1
    return end


def _comments(rows: Sequence[TextRow], cued: TextSection | None, anchor: datetime | None) -> _Comments:
    """Read comments; where no line says who or when, each paragraph, unless the heading counts one."""
    if cued is None:
        return read_paragraphs(rows, anchor)
    worded = without_furniture(list(dropwhile(_opens, rows)))
    signed = any(row.kind in (Kind.NAME, Kind.TIME) for row in worded)
    apart = cued.declared != 1 and not signed
    parted = apart and sum(is_prose(row.text) for row in worded) >= MOSTLY * len(worded)
    return read_paragraphs(worded, anchor) if parted else read_worded(worded, anchor)


def _opens(row: TextRow) -> bool:
    return row.kind in (Kind.HEADING, Kind.FORM)


def _with_first_name(
    rows: Sequence[TextRow], start: int, comments: _Comments, read: Callable[[int], _Comments]
) -> tuple[int, _Comments]:
    """Add the short lines above the first comment that give it a name, where the others have theirs.

    ``read`` gives the comments that begin at a row.
    """
    if not comments or comments[0].author or sum(bool(one.author) for one in comments) < MIN_NAMED:
        return start, comments
    best = start, comments
    for above in range(start - 1, max(start - MAX_ABOVE, 1) - 1, -1):
        if rows[above].kind in (Kind.HEADING, Kind.FORM) or is_prose(rows[above].text):
            break
        found = read(above)
        author = found[0].author if [one.text for one in found] == [one.text for one in comments] else None
        if author:
            best = above, found
        if author and author[0] != "@":  # an account's name stands below the person's
            break
    return best


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


def _body(rows: Sequence[TextRow], labelled: LabelledRows) -> list[int]:
    """Return the numbers of the body's rows: a stretch of a text without furniture, the likeliest lines of another."""
    if not rows:
        return []
    stretch = _stretch(labelled)
    if _is_clean(labelled.lengths, stretch) or _is_timed(rows, stretch.tolist()):
        return without_mailing(rows, _with_lists(rows, stretch.tolist()))
    paragraphs = np.fromiter(map(_is_paragraph, rows), np.bool_, len(rows))
    likely = find_likely_body(labelled.logs, labelled.weights, labelled.lengths, paragraphs)
    return without_mailing(rows, _with_paragraphs(rows, likely.tolist()))


def _stretch(labelled: LabelledRows) -> Array:
    """Return the stretch that is most like a body, with less doubt where next to nothing would be left of a page."""
    chosen = np.zeros(0, np.int64)
    for step in STEPS:
        chosen = find_body(labelled.logs, labelled.weights, step)
        if labelled.lengths[chosen].sum() >= LEAST_BODY:
            break
    return chosen


def _is_clean(sizes: Array, chosen: Array) -> bool:
    """Tell a short text, most of which is body: an extractor has cut the page's furniture, and left its lists."""
    return sizes.size <= CLEAN_ROWS and bool(sizes[chosen].sum() * 2 > sizes.sum())


def _is_timed(rows: Sequence[TextRow], body: Sequence[int], least: int = MIN_TIMES) -> bool:
    """Tell a short text with times between its parts: a report or a list of events."""
    within = rows[body[0] : body[-1] + 1] if body and len(rows) <= CLEAN_ROWS else ()
    return sum(row.kind is Kind.TIME for row in within) >= least


def _with_lists(rows: Sequence[TextRow], chosen: Sequence[int]) -> list[int]:
    """Add all within the body, and around it lines longer than a menu's, and paragraphs below a short one."""
    start, end = chosen[0], chosen[-1] + 1
    while start > 0 and (_is_long(rows[start - 1]) or (start > 1 and _is_timed(rows, [start - 1], 1))):
        start -= 1
    while end < len(rows) and (_is_long(rows[end]) or _heads(rows, end)):
        end += 1
    return [at for at in range(start, end) if rows[at].kind not in (Kind.HEADING, Kind.LINK, Kind.FORM)]


def _heads(rows: Sequence[TextRow], at: int) -> bool:
    """Tell a short line above a paragraph, or a time soon above any text: a report's, or a list's of events."""
    below = rows[at + 1 : at + 3]
    timed = rows[at].kind is Kind.TIME or rows[at - 1].kind is Kind.TIME
    return any(map(_is_paragraph, below[:1])) or (timed and any(map(_is_long, below)))


def _is_long(row: TextRow) -> bool:
    return len(row.text) >= MENU or row.text[-1] == ":"


def _with_paragraphs(rows: Sequence[TextRow], chosen: list[int]) -> list[int]:
    """Add the paragraphs within the body, and those that border on it: a page's furniture has none so long."""
    start, end = chosen[0], chosen[-1] + 1
    while start > 0 and _is_paragraph(rows[start - 1]):
        start -= 1
    while end < len(rows) and (_is_paragraph(rows[end]) or _parts(rows, end)):
        end += 1
    kept = set(chosen)
    return [at for at in range(start, end) if at in kept or _is_paragraph(rows[at])]


def _parts(rows: Sequence[TextRow], at: int) -> bool:
    """Tell a time or name that parts paragraphs, as in a live report."""
    return rows[at].kind in (Kind.NAME, Kind.TIME) and at + 1 < len(rows) and _is_paragraph(rows[at + 1])


def _is_paragraph(row: TextRow) -> bool:
    return row.mark is None and len(row.text) >= PARAGRAPH and row.text[0] not in "•*©" and row.text[-1] in ENDINGS
