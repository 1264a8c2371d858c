"""Names of models in service, for all sites and for single ones, and the signed file that keeps them."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from classifiers.errors import ModelIntegrityError
from classifiers.registry import artifact

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CHAMPION: Final = "champion"
CHALLENGER: Final = "challenger"
PREVIOUS: Final = "previous"
ALIASES: Final = (CHAMPION, CHALLENGER, PREVIOUS)
# Between an alias and the site that it is of.
_OF: Final = "@"
# What the file holds beside the aliases.
_SIGNATURE: Final = "signature"


def alias_of(name: str, site: str | None = None) -> str:
    """Return what an alias is called for a site; None stands for all sites."""
    return name if site is None else f"{name}{_OF}{site}"


def is_alias(name: str) -> bool:
    """Tell whether a name is an alias, of a site or of all, and no version."""
    return name.partition(_OF)[0] in ALIASES


def sites_in(names: Mapping[str, str]) -> list[str]:
    """Return the sites that some of these aliases are of."""
    return sorted({site for _, _, site in (name.partition(_OF) for name in names) if site})


def read_aliases(path: Path, key: "Ed25519PublicKey | None") -> dict[str, str]:
    """Return the versions that a file's aliases name, none where there is no file; a ``key`` must have signed them.

    Raises ModelIntegrityError.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        names = {name: str(version) for name, version in stored.items() if is_alias(name)}
        proof = base64.b64decode(str(stored[_SIGNATURE])) if _SIGNATURE in stored else None
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        raise ModelIntegrityError(
            f"{path} is damaged ({error}); name a champion: `winnow model promote VERSION`, one of the folders in "
            f"{path.parent / 'versions'}"
        ) from error
    if key is not None:
        from classifiers.registry import signature  # noqa: PLC0415  - 8 MB that only signed models need

        signature.check_aliases(_signed_bytes(names), proof, key, path)
    return names


def write_aliases(path: Path, names: Mapping[str, str], signing_key: Path | None) -> None:
    """Replace a file of aliases in one step; they are signed where there is a key to sign with."""
    stored = dict(names)
    if signing_key is not None:
        from classifiers.registry import signature  # noqa: PLC0415

        proof = signature.read_signing_key(signing_key).sign(_signed_bytes(names))
        stored[_SIGNATURE] = base64.b64encode(proof).decode()
    artifact.replace_text(path, json.dumps(stored, indent=2, sort_keys=True) + "\n")


def _signed_bytes(names: Mapping[str, str]) -> bytes:
    """Return what a signature of aliases is over: no manifest's begins so."""
    return b"winnow aliases " + json.dumps(dict(names), sort_keys=True).encode()
