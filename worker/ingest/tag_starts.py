"""Where a page's tags begin and what they may be: one look at all of them, before any is followed."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FORMATTING: Final = "a b big code em font i nobr s small strike strong tt u"
# Elements whose content the parser takes for text up to their end tag.
RAW: Final = "script style title textarea iframe noscript noframes xmp noembed"
_OPENED, _FORMATTED, _RAW = 1, 2, 4
_LETTERS: Final = range(ord("a"), ord("z") + 1)
# What ends a tag's name.
_ENDS: Final = " \t\n\v\f\r/>"


def _kinds() -> NDArray[np.uint8]:
    """What a tag may be, by its first two bytes."""
    kinds = np.zeros((256, 256), dtype=np.uint8)
    kinds[_LETTERS] = _OPENED
    for bit, names in ((_FORMATTED, FORMATTING), (_RAW, RAW)):
        for name in names.split():
            for second in name[1:2] or _ENDS:
                kinds[ord(name[0]), ord(second)] |= bit
    return kinds.reshape(-1)


_KINDS: Final = _kinds()


@dataclass(frozen=True)
class TagStarts:
    """A page's bytes in lower case, where ``<`` stands in them, and what may begin there; scripts' are among them."""

    page: bytes
    at: NDArray[np.int64]
    kinds: NDArray[np.uint8]

    def opened(self) -> int:
        """How many start tags there are at most."""
        return int(np.count_nonzero(self.kinds & _OPENED))

    def formatted(self) -> int:
        """How many start tags of formatting elements there are at most."""
        return int(np.count_nonzero(self.kinds & _FORMATTED))

    def raw(self) -> list[int]:
        """Where start tags of elements whose content is text may be."""
        found: list[int] = self.at[(self.kinds & _RAW) != 0].tolist()
        return found


def tag_starts(html: str, utf8: bytes | None = None) -> TagStarts:
    """Look a page over, by its bytes in UTF-8 where they are known; linear in its length."""
    page = (html.encode("utf-8", "replace") if utf8 is None else utf8).lower()
    content = np.frombuffer(page, dtype=np.uint8)
    at = np.flatnonzero(content == ord("<"))
    # Behind the page's end stands what no name begins with, or what lengthens one that is no tag then.
    first, second = (content.take(at + ahead, mode="clip") for ahead in (1, 2))
    return TagStarts(page, at, _KINDS[first.astype(np.uint16) << 8 | second])
