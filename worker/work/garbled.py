"""Texts that were lost before they came: U+FFFD stands where bytes were that nobody could read."""

from typing import Final

from worker.domain import Separation

_LOST: Final = "\ufffd"
# Share of the letters that may be lost: a fifth are those of a text that only who wrote it reads, and every European
# language whose accents alone are lost has fewer (Vietnamese, with the most, has more).
_MAX_SHARE: Final = 0.2
# ... from so many on: a title or a smiley is no text.
_FEW: Final = 20


def is_garbled(separation: Separation, content: str) -> bool:
    """Whether the body can't be read or, where there is none, most of the comments can't; of neither, the page.

    Where there is a body its site alone wrote it: no comment makes a page unreadable.
    """
    if separation.body or not separation.comments:
        return _is_lost("".join(separation.body) or content)
    lost = sum(_is_lost(comment.text) for comment in separation.comments)
    return lost > len(separation.comments) / 2


def _is_lost(text: str) -> bool:
    lost = text.count(_LOST)
    return lost >= _FEW and lost > _MAX_SHARE * (lost + sum(map(str.isalpha, text)))
