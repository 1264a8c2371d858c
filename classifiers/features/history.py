"""What was on a comment's site before it: by the same author, and with the same text.

Who has written before is known by it: a reader who comes back, a bot that goes from page to page. Only what lies in the
past counts, and never what stands on the comment's own page, which its neighbours tell.
"""

import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.digests import digest
from classifiers.features import links
from classifiers.features.feature import Feature, labels
from classifiers.features.top_level_domains import PROFILES
from classifiers.types import Earlier, History


class Past(Feature):
    """What the site knows of a comment's author and of its text."""

    HAS_AUTHOR = "Whether its author has written on the site before."
    AUTHOR_COMMENTS = "How many comments by the same author there are (log scale)."
    AUTHOR_PAGES = "On how many pages those stand (log scale)."
    AUTHOR_SCORE = "What all their words say, on average, the less the fewer they are."
    AUTHOR_EQUAL = "How many of them have the same text (log scale)."
    HAS_TEXT = "Whether the same text stands on other pages of the site."
    TEXT_COMMENTS = "How often it does (log scale)."
    TEXT_PAGES = "On how many pages it does (log scale)."
    TEXT_SCORE = "What all the words of those comments say, on average, the less the fewer they are."


PAST_NAMES: Final = labels(Past)
# Of an author's or a text's earlier comments, the newest that are looked at: more say nothing new.
MOST_EARLIER: Final = 50
# So many earlier comments say half of what their mean says.
_HALF: Final = 1
# A mean says no more than this, as one neighbour's score does.
_MOST_SCORE: Final = 6.0
_COUNT_SCALE: Final = 3
# Shorter texts (bytes of UTF-8) are said by many: "thank you very much", and as much in Han or Hangul.
_SHORTEST_TEXT: Final = 40
# Bits of a key: it fits a signed integer of 64 bits, and a billion comments meet one another by chance never.
_KEY_DIGITS: Final = 15
# What those call themselves who don't say who they are, and what many do who run a site.
_NOBODYS: Final = (
    "admin administrator anon anonym anonymous anonyme anonimo anónimo anônimo anonim author gast gość guest invité "
    "invitado misafir moderator owner unknown user visitor visitante webmaster ανώνυμος админ аноним анонім гость "
    "гість אורח אנונימי مجهول زائر अनाम 匿名 游客 遊客 名無し 名無しさん 익명 손님"
)
_NOBODY: Final = frozenset(_NOBODYS.split())


def author_key(
    name: str | None, address: str | None, site: str | None, email: str | None = None, *, scope: str | None = None
) -> int | None:
    """Return the key of an author on a site; None where the name alone, or nobody's name, says who it is.

    An author is a name with the site, the page of a network or the e-mail address (``mailto:``) behind it, else with
    the digest ``email``. ``scope`` is what several sites of one owner have in common: who is known on one is on all.
    """
    if not (name and site):
        return None
    signed, stands_for = _folded(name), (_identity(address, site) if address else None) or email
    if stands_for is None or not signed or signed in _NOBODY:
        return None
    return _key("author", scope or site, signed, stands_for)


def name_key(name: str | None, site: str) -> int | None:
    """Return the key of a bare name on a site, for what is learnt alone: in service it says nothing of who it is."""
    signed = _folded(name or "")
    return None if not signed or signed in _NOBODY else _key("name", site, signed)


def text_key(text: str, site: str | None) -> int | None:
    """Return the key of a text on a site; None where it is so short that many say it."""
    folded = _folded(text)
    if not site or len(folded.encode("utf-8", "replace")) < _SHORTEST_TEXT:
        return None
    return _key("text", site, folded)


def past_columns(histories: Sequence[History | None]) -> NDArray[np.float64]:
    """Return the PAST_NAMES of comments: shape (comments, names); zeros where nothing is known."""
    rows = np.zeros((len(histories), len(Past)))
    for row, history in zip(rows, histories, strict=True):
        if history is not None and history.author is not None:
            row[: Past.HAS_TEXT] = *_described(history.author), np.log1p(history.author.equal) / _COUNT_SCALE
        if history is not None and history.text is not None:
            row[Past.HAS_TEXT :] = _described(history.text)
    return rows


def _described(earlier: Earlier) -> list[float]:
    mean = min(max(earlier.mean, -_MOST_SCORE), _MOST_SCORE)
    return [
        1.0,
        float(np.log1p(earlier.comments)) / _COUNT_SCALE,
        float(np.log1p(earlier.pages)) / _COUNT_SCALE,
        mean * earlier.comments / (earlier.comments + _HALF),
    ]


def _identity(url: str, site: str) -> str | None:
    """Return what an address says of who is behind it: a host, a page of a network or of the site, an e-mail address.

    None where it says nothing: the front page of a network or of the site itself, and what hides its target.
    """
    if url.lower().startswith("mailto:"):
        mail = _folded(url.partition(":")[2])
        return mail if "@" in mail else None
    address = links.parse(url)
    if not address.host or address.is_shortener:
        return None
    if links.is_under(url, site) or address.host in PROFILES or address.is_profile:
        return f"{address.host}/{address.path}" if address.path else None
    return address.host


def _key(*parts: str) -> int:
    return int(digest("\x1f".join(parts))[:_KEY_DIGITS], 16)


def _folded(text: str) -> str:
    """Return a text with letters, spaces and spellings alike."""
    spelled = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(spelled.casefold().split())
