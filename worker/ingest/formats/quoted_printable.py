"""Pages whose bytes are quoted-printable (RFC 2045), as they were cut out of a mail or a saved page."""

import quopri
import re
from typing import Final

# An attribute of a tag: <html lang=3D"en">.
_QUOTED_ATTRIBUTE: Final = re.compile(rb"<[A-Za-z][^<>=]{0,200}=3D")
# What no such page holds: an equals sign that neither quotes a byte nor ends a line.
_UNQUOTED: Final = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]{0,80}\r?\n|[ \t]{0,80}\Z)")


def unquoted(raw: bytes) -> bytes:
    """Return a page's bytes as they were before they were quoted; as they are where a single one can't be quoted."""
    if _QUOTED_ATTRIBUTE.search(raw) and not _UNQUOTED.search(raw):
        return quopri.decodestring(raw)
    return raw
