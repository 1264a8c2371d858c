"""Ed25519 signatures of manifests: who may put a model into service where a key is configured."""

from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from classifiers.errors import ModelIntegrityError

_MAKE: Final = "make one with: openssl genpkey -algorithm ed25519 -out key.pem"
_PUBLISH: Final = "make it with: openssl pkey -in key.pem -pubout -out key.pub"


def read_signing_key(path: Path) -> Ed25519PrivateKey:
    """Return the private key of a PEM file; raises :class:`ModelIntegrityError` where it holds none."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ModelIntegrityError(f"{path} is no private key that can be read ({error}); {_MAKE}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ModelIntegrityError(f"{path} is no Ed25519 key; {_MAKE}")
    return key


def read_public_key(path: Path) -> Ed25519PublicKey:
    """Return the public key of a PEM file; raises :class:`ModelIntegrityError` where it holds none."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise ModelIntegrityError(f"{path} is no public key that can be read ({error}); {_PUBLISH}") from None
    if not isinstance(key, Ed25519PublicKey):
        raise ModelIntegrityError(f"{path} is no Ed25519 key; {_PUBLISH}")
    return key


def check(manifest: bytes, signature: bytes | None, key: Ed25519PublicKey, where: Path) -> None:
    """Return where the signature of a manifest's bytes is the key's; raises :class:`ModelIntegrityError` elsewhere."""
    if signature is None:
        raise ModelIntegrityError(
            f"{where} is not signed, and WINNOW_MODEL_PUBLIC_KEY asks for it: "
            "it was not opened; look at it, and sign it with `winnow model sign`"
        )
    try:
        key.verify(signature, manifest)
    except InvalidSignature:
        raise ModelIntegrityError(
            f"{where} is not signed by the key that WINNOW_MODEL_PUBLIC_KEY names: "
            "it was not opened; roll back with `winnow model rollback`, a site's own with --site"
        ) from None


def check_aliases(aliases: bytes, signature: bytes | None, key: Ed25519PublicKey, where: Path) -> None:
    """Return where the signature of aliases is the key's; raises :class:`ModelIntegrityError` elsewhere."""
    try:
        key.verify(signature or b"", aliases)
    except InvalidSignature:
        raise ModelIntegrityError(
            f"{where} is not signed by the key that WINNOW_MODEL_PUBLIC_KEY names; say which model is meant, where "
            "WINNOW_MODEL_SIGNING_KEY is set: `winnow model promote VERSION`"
        ) from None
