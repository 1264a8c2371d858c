"""SHA-256 as lower-case hexadecimal text: what keys, secrets and files are known by."""

import hashlib
from pathlib import Path
from typing import BinaryIO, Final

# Bytes read at once: enough that the calls cost nothing beside the hashing.
_PIECE_BYTES: Final = 1 << 20


def digest(content: str | bytes) -> str:
    """Return the digest of bytes, or of a text's UTF-8; no text is refused, lone surrogates are told apart."""
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(raw).hexdigest()


def digest_of_file(file: Path | BinaryIO) -> str:
    """Return the digest of a file, or of what an open one still holds, in constant memory."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return digest_of_file(opened)
    total = hashlib.sha256()
    while piece := file.read(_PIECE_BYTES):
        total.update(piece)
    return total.hexdigest()
