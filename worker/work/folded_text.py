"""Text as names and words are compared, in any script."""

import unicodedata


def folded(text: str) -> str:
    """Return a text with spellings of one letter alike (NFKC), spaces and case alike.

    Characters that only steer how text is shown (Unicode's category Cf: zero-width ones, marks of direction) are none.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    spelled = unicodedata.normalize("NFKC", text)
    shown = "".join(letter for letter in spelled if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", shown.casefold()).split())
