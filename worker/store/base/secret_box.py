"""What must be read again, and by nobody who only has the database: encrypted by keys that stand in the settings."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import orjson

from worker.errors import MisconfiguredError

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_NO_KEY: Final = (
    "webhooks need a key that keeps their secrets: set WINNOW_WEBHOOK_KEYS to what `openssl rand -base64 32` says"
)
_LOST: Final = (
    "no key in WINNOW_WEBHOOK_KEYS opens this webhook: put back the key that it was made with, or make it anew"
)


class SecretBox:
    """Seals by the first of its keys, and opens by all of them (Fernet: AES-CBC, HMAC-SHA256)."""

    def __init__(self, listed: str) -> None:
        """Take keys that are parted by commas: 32 bytes in base64 each; raises MisconfiguredError, and names none."""
        keys = [part.strip() for part in listed.split(",") if part.strip()]
        self._keys = _fernets(keys) if keys else []

    def seal(self, values: Mapping[str, str]) -> str:
        """Return values as nobody reads them; raises MisconfiguredError where there is no key."""
        if not self._keys:
            raise MisconfiguredError(_NO_KEY)
        return self._keys[0].encrypt(orjson.dumps(dict(values))).decode()

    def open(self, sealed: str) -> dict[str, str]:
        """Return the values; raises MisconfiguredError where no key opens them."""
        if not self._keys:
            raise MisconfiguredError(_LOST)
        from cryptography.fernet import InvalidToken, MultiFernet  # noqa: PLC0415  - 20 MB: as in _fernets

        try:
            values: dict[str, str] = orjson.loads(MultiFernet(self._keys).decrypt(sealed))
        except InvalidToken:
            raise MisconfiguredError(_LOST) from None
        return values

    def is_current(self, sealed: str) -> bool:
        """Whether the first key seals this, so that no other is needed for it."""
        if not self._keys:
            return False
        from cryptography.fernet import InvalidToken  # noqa: PLC0415  - 20 MB: as in _fernets

        try:
            return bool(self._keys[0].decrypt(sealed))
        except InvalidToken:
            return False


def _fernets(keys: list[str]) -> "list[Fernet]":
    from cryptography.fernet import Fernet  # noqa: PLC0415  - 20 MB, for which only those pay who have webhooks

    try:
        return [Fernet(key) for key in keys]
    except ValueError:
        raise MisconfiguredError("a key in WINNOW_WEBHOOK_KEYS is not 32 bytes in base64") from None
