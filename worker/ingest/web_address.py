"""Addresses that a stranger gave himself: those of the web are kept, and those that a browser would run are not."""

import re
from typing import Final

# Browsers pass over control characters and blanks in a scheme (WHATWG URL, 4.4), so they are no part of it here.
_PASSED_OVER: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")
# Bounds keep a search linear; a longer scheme or host is nobody's (RFC 1035, 2.3.4).
_SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{0,63}):")
_KEPT: Final = frozenset({"http", "https", "mailto"})
# "example.com:8080/me": a host and its port, not a scheme.
_PORT: Final = re.compile(r"(?=[^:.]{0,63}\.)[^:]{1,255}:\d{1,5}(?:/|$)")


def web_address(address: str | None) -> str | None:
    """Return an address of the web, or one without a scheme, as it is; None for ``data:``, ``javascript:`` and such."""
    if address is None:
        return None
    bare = _PASSED_OVER.sub("", address)
    scheme = _SCHEME.match(bare)
    if scheme is None or scheme[1].lower() in _KEPT or _PORT.match(bare):
        return address
    return None
