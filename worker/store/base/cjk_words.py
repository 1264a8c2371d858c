"""Words for search in Chinese, Japanese and Korean, which part none or join particles to them: pairs of characters.

Neither database's full-text index finds a word inside such a run. Beside the text stands what this module makes of it,
where overlapping pairs are the words (Foo and Li 2004, "Chinese word segmentation and its effect on information
retrieval", find them as good as true words), and any part of a run is a phrase of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Iteration marks, kana, bopomofo, ideographs of all planes, Hangul; and halfwidth forms, which become these.
_SCRIPTS: Final = (
    "\u1100-\u11ff\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u318e\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_ANY: Final = re.compile(f"[{_SCRIPTS}]")
_RUNS: Final = re.compile(f"([{_SCRIPTS}]+)|[^\\W{_SCRIPTS}]+")
# Characters of a text that are looked at: PostgreSQL's search document has at most 1 MB.
_LONGEST: Final = 50_000


def is_unspaced(text: str) -> bool:
    """Return whether a text has a character of such a script."""
    return not text.isascii() and _ANY.search(text) is not None


def unspaced(author: str | None, text: str) -> str | None:
    """Return the words of an author's name and a text, with a blank between them; None where no such script is used.

    A run "ABC" becomes "AB BC C": its last character stands alone, so that each can be found as a word's beginning.
    Words of other scripts stand among them as they are.
    """
    both = f"{author or ''}\n{text}"
    return " ".join(_words(both[:_LONGEST])) if is_unspaced(both) else None


def phrase(term: str) -> tuple[list[str], bool]:
    """Return a term as consecutive words, and whether the last is only a word's beginning."""
    words = list(_words(term))
    if len(words) > 1 and len(words[-1]) == 1 and words[-2].endswith(words[-1]) and is_unspaced(words[-1]):
        return words[:-1], False  # a run's last character: in the text another may follow
    return words, bool(words) and len(words[-1]) == 1 and is_unspaced(words[-1])


def _words(text: str) -> Iterator[str]:
    for run in _RUNS.finditer(unicodedata.normalize("NFKC", text).lower()):
        if run[1]:
            yield from (run[0][at : at + 2] for at in range(len(run[0])))
        else:
            yield run[0]
