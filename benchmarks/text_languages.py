"""Texts in ten languages: our own threads as pages of five layouts, and what thirteen extractors leave of each.

Nobody labelled these: what stands in a text of the article's paragraphs and of the comments is known, as we wrote them.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from text_threads import THREADS, Thread

WORD = re.compile(r"\w")
# Characters of an article's words without which a text has lost it, as a share.
LEFT = 0.5
# Letters of the shortest line of an article or comment, and of the longest that holds a name and a time.
SHORT, MAX_SIGNED = 12, 60
Row = dict[str, Any]


def pages() -> Iterator[Row]:
    """Yield each thread in each layout, as ``id``, ``html``, ``language`` and whether its comments stand on it."""
    for language, thread in THREADS.items():
        for name, layout in LAYOUTS.items():
            yield {"id": f"{language}-{name}", "lang": language, "html": _page(language, thread, layout(thread))}


def extracted_texts(python: Path) -> list[Row]:
    """Return the texts that the extractors in another environment leave, each with its gold, as the scorer reads it."""
    made = list(pages())
    given = "".join(json.dumps({"id": page["id"], "html": page["html"]}) + "\n" for page in made)
    script = Path(__file__).with_name("extractors.py")
    done = subprocess.run(
        [str(python), str(script)], input=given, stdout=subprocess.PIPE, text=True, check=True, encoding="utf-8"
    )
    languages = {page["id"]: page["lang"] for page in made}
    rows = (_labelled(json.loads(line), languages) for line in done.stdout.splitlines())
    return [row for row in rows if row]


def _labelled(told: Row, languages: dict[str, str]) -> Row | None:
    """Return a text's row with the lines of the article and of the comments, or None where it lost the article."""
    thread = THREADS[languages[told["id"]]]
    lines = [line for line in told["text"].split("\n") if WORD.search(line)]
    body = [line for line in lines if _stands(line, thread.paragraphs)]
    if len(_letters("".join(body))) < LEFT * len(_letters("".join(thread.paragraphs))):
        return None
    said = [line for line in lines if _stands(line, thread.comments)]
    comments = [line for line in lines if line in said or (said and _signs(line, thread))]
    left, folded = _letters("".join(said)), _letters(told["text"])
    items = [
        {"author": name if _letters(name) in folded else None, "text": text}
        for name, text in zip(thread.names, thread.comments, strict=True)
        if _letters(text) in left
    ]
    return told | {
        "id": f"{told['id']}@{told['by']}", "lang": languages[told["id"]], "body": "\n".join(body),
        "comments": "\n".join(comments), "comment_items": items,
    }  # fmt: skip


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _stands(line: str, texts: tuple[str, ...]) -> bool:
    letters = _letters(line)
    return any(letters in text or text in letters for text in map(_letters, texts)) and len(letters) >= SHORT


def _signs(line: str, thread: Thread) -> bool:
    """Whether a short line holds a comment's name or time."""
    letters = _letters(line)
    days = (_day(thread, at) for at in range(len(thread.comments)))
    return len(letters) <= MAX_SIGNED and any(_letters(one) in letters for one in (*thread.names, *days))


def _page(language: str, thread: Thread, section: str) -> str:
    menu = "".join(f'<li><a href="/{at}">{escape(one)}</a></li>' for at, one in enumerate(thread.menu))
    article = "".join(f"<p>{escape(one)}</p>" for one in thread.paragraphs)
    head = f'<head><meta charset="utf-8"><title>{escape(thread.title)}</title></head>'
    return (
        f'<!DOCTYPE html><html lang="{language}">{head}<body><nav><ul>{menu}</ul></nav>'
        f'<article class="post"><h1>{escape(thread.title)}</h1>{article}</article>'
        f"{section}<footer><p>© 2024</p></footer></body></html>"
    )


def _form(thread: Thread) -> str:
    return f'<div id="respond"><h3>{escape(thread.form[0])}</h3><p>{escape(thread.form[1])}</p></div>'


def _wordpress(thread: Thread) -> str:
    items = "".join(
        f'<li class="comment" id="comment-{at}"><div class="comment-author"><b class="fn">{escape(name)}</b> '
        f'<span class="says">{escape(thread.says)}</span></div><div class="comment-meta">{_day(thread, at)}</div>'
        f"<p>{escape(text)}</p><div class='reply'><a href='#r{at}'>{escape(thread.reply)}</a></div></li>"
        for at, (name, text) in enumerate(zip(thread.names, thread.comments, strict=True))
    )
    heading = escape(thread.heading.replace("#", str(len(thread.comments))))
    return f'<div id="comments"><h2>{heading}</h2><ol class="commentlist">{items}</ol>{_form(thread)}</div>'


def _dated(thread: Thread) -> str:
    items = "".join(
        f'<div class="comment"><p class="who">{escape(name)}</p><p class="when">{_day(thread, at)}</p>'
        f"<p>{escape(text)}</p><p><a href='#r{at}'>{escape(thread.reply)}</a></p></div>"
        for at, (name, text) in enumerate(zip(thread.names, thread.comments, strict=True))
    )
    return f'<section class="comments">{items}{_form(thread)}</section>'


def _signed(thread: Thread) -> str:
    items = "".join(
        f'<div class="comment"><p>{escape(text)}</p><p class="meta">{escape(name)}, {_day(thread, at)}</p></div>'
        for at, (name, text) in enumerate(zip(thread.names, thread.comments, strict=True))
    )
    heading = escape(thread.heading.replace("#", str(len(thread.comments))))
    return f'<div class="comments"><h3>{heading}</h3>{items}</div>'


def _bare(thread: Thread) -> str:
    items = "".join(f'<div class="comment"><p>{escape(text)}</p></div>' for text in thread.comments)
    return f'<div class="comments">{items}</div>'


def _none(thread: Thread) -> str:
    return _form(thread)


def _day(thread: Thread, at: int) -> str:
    return escape(thread.day.format(at + 3, at))


LAYOUTS: dict[str, Callable[[Thread], str]] = {
    "wordpress": _wordpress, "dated": _dated, "signed": _signed, "bare": _bare, "none": _none,
}  # fmt: skip
