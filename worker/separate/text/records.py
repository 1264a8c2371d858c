"""Cutting the rows of a comment section into single comments."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from worker.domain import CommentKind, SeparatedComment
from worker.separate.language.dates import parse_time
from worker.separate.language.name_lines import MAX_NAME, MAX_NAME_WORDS, cut_tail, is_closed, is_name
from worker.separate.text.rows import TextRow
from worker.separate.text.short_lines import Kind, Mark

# A short line that repeats so often in a section is its furniture ("Like Thumb up 0").
REPEATS = 3
# Share of the name lines and dates that a line stands beside which is no one's name ("Senior Member").
EVERYWHERE = 0.4
# Characters that a line of furniture stays below.
MAX_FURNITURE = 80
# Characters of the first line below the last signature where a comment goes on, and no form begins.
UNSIGNED = 80
# Characters beside the name in the words that stand for a picture ("u/NAME avatar").
MAX_PICTURE = 16
# Comments with names below a first one without, which then is a tool bar if it is made of short lines.
MIN_SIGNED = 2

_LINK = re.compile(r"https?://[^\s<>\"')\]]{1,2000}")
_PING = re.compile(r"\s{0,2}(?:\d{1,4}[.)]\s)?(pingback|trackback)\b", re.IGNORECASE)
# Characters within which a comment that is one says so.
MAX_PING = 20
# What leads a name in a section whose names are numbered ("4. StyleVOCI.").
_LISTED = re.compile(r"\d{1,5}[.)]\s")
_DIGITS = re.compile(r"\d{1,20}")


@dataclass(slots=True)
class _Draft:
    author: str | None = None
    posted_raw: str | None = None
    answers: str | None = None
    sure: bool = False
    lines: list[TextRow] = field(default_factory=list)


def read_comments(rows: Sequence[TextRow], anchor: datetime | None) -> tuple[SeparatedComment, ...]:
    """Return the comments that a section's rows hold, in order."""
    return read_worded(without_furniture(rows), anchor)


def read_worded(rows: Sequence[TextRow], anchor: datetime | None) -> tuple[SeparatedComment, ...]:
    """Return the comments of a section's rows that hold no furniture any more, in order."""
    drafts = [draft for draft in _drafts(rows) if draft.lines]
    return tuple(_comments(drafts[1:] if _is_headed(drafts) else drafts, anchor))


def _drafts(rows: Sequence[TextRow]) -> Iterator[_Draft]:
    if _is_signed_below(rows):
        return _signed_below(rows)
    return _dated_below(rows) if _is_dated_below(rows) else _named_above(rows)


def _is_headed(drafts: Sequence[_Draft]) -> bool:
    """Tell a tool bar above the first of several signed comments ("Log in with", "Sort by Best")."""
    first, *others = drafts or (_Draft(),)
    if first.author or first.posted_raw or sum(bool(draft.author) for draft in others) < MIN_SIGNED:
        return False
    closed = sum(row.text[-1] in ".!?" for row in first.lines)
    return all(len(row.text) < UNSIGNED for row in first.lines) and closed * 2 < len(first.lines)


def read_paragraphs(rows: Sequence[TextRow], anchor: datetime | None) -> tuple[SeparatedComment, ...]:
    """Return the comments of rows without names: each row that is text, or below each time, and what name lines say."""
    times = sum(row.kind is Kind.TIME for row in rows)
    timed = times >= MIN_SIGNED and rows[0].kind is Kind.TIME
    if timed or any(row.sign == 2 for row in rows) or names_stand(without_furniture(rows)):
        return read_comments(rows, anchor)
    return tuple(_comments([_Draft(lines=[row]) for row in rows if row.mark is None], anchor))


def without_furniture(rows: Sequence[TextRow]) -> list[TextRow]:
    """Leave out what no comment says: links, forms, and short lines that stand under many names alike."""
    shapes = {
        at: _DIGITS.sub("9", row.text)
        for at, row in enumerate(rows)
        if row.mark is None and len(row.text) < MAX_FURNITURE
    }
    counts = Counter(shapes.values())
    signed = sum(row.kind in (Kind.NAME, Kind.TIME) for row in rows)
    everywhere = {
        shape for shape, count in counts.items() if count >= max(REPEATS, EVERYWHERE * signed) or "9" in shape
    }
    kept: list[TextRow] = []
    spoken, repeated = True, None
    for at, row in enumerate(rows):
        if row.kind is Kind.NAME:
            kept.extend(_only_words(spoken, repeated))
            spoken, repeated = False, None
        if row.mark is not None:
            kept.extend([row] if row.kind is Kind.NAME or row.kind is Kind.TIME or row.mark.answers else [])
        elif _pictures(row, rows[at + 1 : at + 2]) or _is_handle(rows, at):
            continue
        elif at not in shapes or counts[shapes[at]] < REPEATS or (is_name(row.text) and shapes[at] not in everywhere):
            kept.append(row)
            spoken = True
        else:
            repeated = repeated or row
    kept.extend(_only_words(spoken, repeated))
    return kept


def _pictures(row: TextRow, following: Sequence[TextRow]) -> bool:
    """Tell the words that stand for a picture of whose name follows: "u/NAME avatar"."""
    name = following[0].text if following else ""
    if not name or name not in row.text or len(row.text) > len(name) + MAX_PICTURE:
        return False
    bare = cut_tail(row.text)
    return len(bare) < len(row.text) and bare.endswith(name)


def _is_handle(rows: Sequence[TextRow], at: int) -> bool:
    """Tell the account's name between the person's and a time: "@orla@sea.example"."""
    if rows[at].text[0] != "@" or " " in rows[at].text or not 0 < at < len(rows) - 1:
        return False
    return rows[at + 1].kind is Kind.TIME and _plain_name(rows[at - 1])


def _only_words(spoken: bool, repeated: TextRow | None) -> list[TextRow]:
    """Return the first repeated line of a comment that says nothing else: spam often says the same many times."""
    return [] if spoken or repeated is None else [repeated]


def _is_signed_below(rows: Sequence[TextRow]) -> bool:
    """Tell whether names stand below their comments: text begins the section, or "Posted by" ends it."""
    names = [at for at, row in enumerate(rows) if row.kind is Kind.NAME]
    if not names:
        return False
    signed = sum(row.mark.signed for row in rows if row.mark) * 2 > len(names)
    closing = names[-1] == len(rows) - 1
    return closing and signed if rows[0].mark is not None else closing or signed


def _signed_below(rows: Sequence[TextRow]) -> Iterator[_Draft]:
    draft = _Draft()
    for row in rows:
        if row.mark is None:
            draft.lines.append(row)
            continue
        draft.author, draft.posted_raw = row.mark.author or draft.author, row.mark.posted or draft.posted_raw
        if row.mark.kind is Kind.NAME:
            if len(draft.lines) > 1 and draft.lines[0].text == draft.author:
                del draft.lines[0]
            yield draft
            draft = _Draft()
    if draft.lines and len(draft.lines[0].text) >= UNSIGNED:  # the last one's signature may be cut off
        yield draft


def _is_dated_below(rows: Sequence[TextRow]) -> bool:
    """Tell whether a name begins each comment, and its time, which nothing but the next name follows, ends it."""
    if len(rows) < MIN_SIGNED + 1 or rows[-1].kind is not Kind.TIME or not _plain_name(rows[0]):
        return False
    return rows[1].mark is None and names_stand(rows) > 0


def _dated_below(rows: Sequence[TextRow]) -> Iterator[_Draft]:
    draft = _Draft()
    barred = True  # a tool bar may stand above the first name
    for row in rows:
        if row.mark is not None:
            yield replace(draft, posted_raw=row.mark.posted)
            draft, barred = _Draft(), False
        elif _plain_name(row) and (draft.author is None or (barred and not draft.lines)):
            draft.author = row.text
        else:
            draft.lines.append(row)


def _named_above(rows: Sequence[TextRow]) -> Iterator[_Draft]:
    draft = _Draft()
    before = names_stand(rows)
    numbered = sum(row.mark is not None and row.mark.numbered for row in rows) >= MIN_SIGNED
    for row in rows:
        mark = row.mark
        if mark is None:
            draft.lines.append(row)
        elif mark.kind is Kind.LINK or _completes(draft, mark):
            _complete(draft, mark)
        else:
            fresh = _Draft(mark.author, mark.posted, mark.answers, mark.sure)
            above = draft.lines[-1].text if draft.lines and mark.author is None else ""
            if is_name(above) and (before < 0 or (numbered and _LISTED.match(above))):
                fresh.author = draft.lines.pop().text.lstrip("•*-0123456789.) ")
            yield draft
            draft = fresh
        if mark is not None and mark.rest:
            draft.lines.append(TextRow(row.number, mark.rest))
        if (
            mark is None
            and before > 0
            and len(draft.lines) == 1
            and draft.author is None
            and draft.posted_raw
            and is_name(row.text)
        ):
            draft.author = draft.lines.pop().text
    yield draft


def _completes(draft: _Draft, mark: Mark) -> bool:
    """Tell a mark that belongs to the comment at hand: the date below its name, or below its text."""
    if mark.kind is Kind.TIME:
        return draft.author is not None and (draft.posted_raw is None or not draft.lines)
    return not draft.lines and (draft.author is None or (draft.posted_raw is None and mark.sure and not draft.sure))


def _complete(draft: _Draft, mark: Mark) -> None:
    draft.author = mark.author if mark.author and not draft.sure else draft.author
    draft.posted_raw = mark.posted if mark.kind is Kind.TIME else draft.posted_raw or mark.posted
    draft.answers = draft.answers or mark.answers
    draft.sure = draft.sure or mark.sure


def names_stand(rows: Sequence[TextRow]) -> int:
    """Return where names stand by lone dates: -1 on the line before, 1 on the line after, 0 on neither."""
    before = after = dates = 0
    for at, row in enumerate(rows):
        if row.kind is not Kind.TIME or (at and rows[at - 1].kind is Kind.TIME):
            continue
        dates += 1
        before += at > 0 and _plain_name(rows[at - 1])
        after += at + 1 < len(rows) and _plain_name(rows[at + 1])
    if dates == 0 or max(before, after) * 2 <= dates:
        return 0
    return -1 if before >= after else 1


def _plain_name(row: TextRow) -> bool:
    return row.mark is None and is_name(row.text) and not is_closed(row.text)


def _comments(drafts: Sequence[_Draft], anchor: datetime | None) -> Iterator[SeparatedComment]:
    by_author: dict[str, int] = {}
    depths: list[int] = []
    for number, draft in enumerate(drafts):
        text = _text(draft.lines)
        parent = _parent(draft, text, by_author)
        depths.append(0 if parent is None else depths[parent] + 1)
        yield SeparatedComment(
            text=text,
            author=draft.author or None,
            posted_raw=draft.posted_raw,
            posted_at=parse_time(draft.posted_raw, anchor=anchor) if draft.posted_raw else None,
            links=tuple(_LINK.findall(text)) if "://" in text else (),
            parent=parent,
            depth=depths[-1],
            kind=_kind(text, draft.author),
        )
        if draft.author:
            by_author[draft.author] = number


def _parent(draft: _Draft, text: str, by_author: Mapping[str, int]) -> int | None:
    """Return whom a comment answers: whom its links or lead name, or whom it addresses ("@NAME")."""
    if draft.answers:
        return by_author.get(draft.answers)
    if not text.startswith("@"):
        return None
    words = text[1 : MAX_NAME + 2].split()[:MAX_NAME_WORDS]
    names = (" ".join(words[:count]).rstrip(":,;.!?") for count in range(len(words), 0, -1))
    return next((by_author[name] for name in names if name in by_author), None)


def _kind(text: str, author: str | None) -> CommentKind:
    for said in (text, author or ""):
        # Most say neither, which is told far sooner than they are read.
        found = _PING.match(said) if "back" in said[:MAX_PING].casefold() else None
        if found:
            return CommentKind(found[1].lower())
    return CommentKind.COMMENT


def _text(rows: Sequence[TextRow]) -> str:
    """Join a comment's lines; a blank line in the page parts its paragraphs."""
    parts: list[str] = []
    for row, before in zip(rows, [None, *rows], strict=False):
        if before is not None:
            parts.append("\n\n" if row.number > before.number + 1 else "\n")
        parts.append(row.text)
    return "".join(parts)
