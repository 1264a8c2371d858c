"""E-mail addresses as they are kept: by a digest that nobody without the key can make of a list of addresses."""

import hashlib
import hmac
from typing import Final

from worker.work.folded_text import folded

# Hexadecimal digits of a digest.
DIGITS: Final = 64


def email_digest(key: str, address: str | None) -> str | None:
    """Return the digest (HMAC-SHA-256, hex) that an address is kept as; None where there is no key or no address."""
    name = folded(address or "")
    if not key or "@" not in name:
        return None
    return hmac.new(key.encode(), name.encode(), hashlib.sha256).hexdigest()


def is_digest(value: str) -> bool:
    """Tell whether a value is such a digest."""
    return len(value) == DIGITS and not value.strip("0123456789abcdef")
