"""Cutting the lines of a comment section into single comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from worker.domain import SeparatedComment
from worker.separate.cues import replies, says
from worker.separate.dates import find_time, parse_time

# Characters of a line that can hold a name and a date.
MAX_HEAD = 120

_NUMBERED = re.compile(r"[\s•*-]{0,6}\(?(\d{1,5})[.)]\s{1,4}(\S.{0,100})$")
_LINK = re.compile(r"https?://[^\s<>\"')\]]{1,2000}")


@dataclass(slots=True)
class _Draft:
    author: str | None = None
    posted_raw: str | None = None
    lines: list[str] = field(default_factory=list)


def read_comments(lines: list[str], anchor: datetime | None) -> tuple[SeparatedComment, ...]:
    """Return the comments that a section's lines hold, in order."""
    return tuple(_comment(draft, anchor) for draft in _drafts(lines) if draft.lines)


def _drafts(lines: list[str]) -> Iterator[_Draft]:
    draft = _Draft()
    for line in lines:
        head = _head(line)
        if head:
            yield draft
            draft = head
        elif line.strip().casefold() not in replies():
            draft.lines.append(line.strip())
    yield draft


def _head(line: str) -> _Draft | None:
    text = line.strip()
    if not text or len(text) > MAX_HEAD:
        return None
    span = find_time(text)
    posted = text[span[0] : span[1]] if span else None
    rest = (text[: span[0]] + " " + text[span[1] :]).strip(" ,|-–—") if span else text
    numbered = _NUMBERED.match(rest)
    name = numbered[2] if numbered else rest
    bare = name.rstrip(": ")
    verb = next((verb for verb in says() if bare.casefold().endswith(" " + verb)), None)
    if verb:
        return _Draft(author=bare[: -len(verb)].strip(), posted_raw=posted)
    if numbered and (posted or name.endswith(" Avatar")):
        return _Draft(author=name.removesuffix(" Avatar").strip(), posted_raw=posted)
    return None


def _comment(draft: _Draft, anchor: datetime | None) -> SeparatedComment:
    text = "\n".join(draft.lines).strip()
    return SeparatedComment(
        text=text,
        author=draft.author,
        posted_raw=draft.posted_raw,
        posted_at=parse_time(draft.posted_raw, anchor=anchor) if draft.posted_raw else None,
        links=tuple(_LINK.findall(text)),
    )
