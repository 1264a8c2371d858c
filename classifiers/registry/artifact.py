"""Model files: written aside, verified before they are opened, and mapped when loaded."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from classifiers.digests import digest, digest_of_file
from classifiers.errors import ModelIntegrityError, ModelNotFoundError
from classifiers.features import meaning
from classifiers.model.judge import Judge
from classifiers.model.policy import Policy
from classifiers.model.site_model import Model
from classifiers.registry.array_file import read_arrays, write_arrays
from classifiers.registry.model_arrays import from_arrays, to_arrays
from classifiers.registry.sealed_file import sealed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MODEL_NAME: Final = "model.joblib"
MANIFEST_NAME: Final = "manifest.json"
SIGNATURE_NAME: Final = "manifest.sig"
# What a version is called: enough of its SHA-256 that two models never share a name.
_VERSION_DIGITS: Final = 12
# Features that a refusal names.
_NAMED: Final = 3
# Where a manifest can't tell whose model it is.
_WAY_BACK: Final = "roll back with `winnow model rollback`, a site's own with --site"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that a model was trained on."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a manifest says of a model's making; ``figures`` were measured on what was held out.

    ``scores`` counts the probabilities of its training data between the cuts of :mod:`classifiers.model.drift`.
    ``site`` is whose comments alone the model is for, None where it is for all.
    """

    data: tuple[DataFile, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    scores: tuple[int, ...] = ()
    parent: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    site: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The passport of a model file: its digest, and what it was made with and from.

    ``features`` is what each of its columns saw in fixed comments (:mod:`classifiers.features.meaning`).
    ``shifted_cuts`` are the cut-offs for review and spam where a site's prior has shifted the score, ``site`` is the
    one that the model is for, None for all.
    """

    version: str
    sha256: str
    created: str
    python: str
    scikit_learn: str
    numpy: str
    review_cut: float
    spam_cut: float
    data: tuple[DataFile, ...]
    figures: Mapping[str, Any]
    parent: str | None
    settings: Mapping[str, Any]
    scores: tuple[int, ...] = ()
    features: tuple[str, ...] = ()
    shifted_cuts: tuple[float, float] | None = None
    site: str | None = None


def write(
    directory: Path, model: Model, policy: Policy, provenance: Provenance, *, now: datetime | None = None
) -> Manifest:
    """Write a model and its manifest, both on disk when it returns, into an existing directory; return the manifest.

    A directory that already holds the very same model keeps its time of creation, so that making a
    model twice gives the same bytes.
    """
    part = directory / f".{MODEL_NAME}.part"
    write_arrays(part, to_arrays(model, policy))
    sha256 = digest_of_file(part)
    created = _known_creation(directory, sha256) or (now or datetime.now(UTC)).isoformat(timespec="seconds")
    manifest = Manifest(
        version=_version(sha256, provenance.site),
        sha256=sha256,
        created=created,
        python=platform.python_version(),
        scikit_learn=version("scikit-learn"),
        numpy=version("numpy"),
        review_cut=policy.review,
        spam_cut=policy.spam,
        data=provenance.data,
        figures=provenance.figures,
        parent=provenance.parent,
        settings=provenance.settings,
        scores=provenance.scores,
        features=meaning.fingerprint(),
        shifted_cuts=None if policy.shifted is None else (policy.shifted.review, policy.shifted.spam),
        site=provenance.site,
    )
    sync(part)
    part.replace(directory / MODEL_NAME)
    replace_text(directory / MANIFEST_NAME, json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n")
    return manifest


def read_manifest(directory: Path, key: "Ed25519PublicKey | None" = None) -> Manifest:
    """Return the manifest of a model directory; with a ``key``, it must be signed by it.

    Raises :class:`ModelNotFoundError` where there is none, :class:`ModelIntegrityError` where it is damaged.
    """
    return _parse(_read_signed(directory, key), directory)


def verify(directory: Path, key: "Ed25519PublicKey | None" = None) -> Manifest:
    """Return the manifest of a model that would serve: its bytes, its arrays and what its features mean are sound.

    With a ``key``, the manifest must be signed by it. Raises :class:`ModelIntegrityError` where something differs.
    """
    return _verified(directory, key)[0]


def load(directory: Path, key: "Ed25519PublicKey | None" = None) -> Judge:
    """Return a verified model, its arrays mapped read-only so that processes share them."""
    return _verified(directory, key)[1]


def sign(directory: Path, key: "Ed25519PrivateKey") -> None:
    """Sign the manifest of a model directory; what it says of the model's bytes is signed with it."""
    part = directory / f".{SIGNATURE_NAME}.{os.getpid()}.part"
    part.write_bytes(key.sign(_read(directory)))
    sync(part)
    part.replace(directory / SIGNATURE_NAME)
    sync(directory)


def _version(sha256: str, site: str | None) -> str:
    """Name a model by its bytes; two sites whose models are alike have one each, with a manifest and a report."""
    return (sha256 if site is None else digest(f"{site} {sha256}"))[:_VERSION_DIGITS]


def _verified(directory: Path, key: "Ed25519PublicKey | None") -> tuple[Manifest, Judge]:
    """Return a manifest, and the model that is in the very bytes that were found to agree with it."""
    manifest = read_manifest(directory, key)
    path = directory / MODEL_NAME
    try:
        with sealed(path) as file:
            _require_digest(file, manifest, path)
            _require_meaning(manifest)
            file.seek(0)
            model, policy = _opened(file, manifest)
    except OSError as error:
        raise ModelIntegrityError(
            f"{path} can't be read ({error}); roll back with {_command('model rollback', manifest.site)}"
        ) from error
    return manifest, Judge(manifest.version, model, policy)


def _command(said: str, site: str | None) -> str:
    """Return a command as it is to be typed: without its site's name it would be about the model for all."""
    return f"`winnow {said}`" if site is None else f"`winnow {said} --site {site}`"


def _opened(file: BinaryIO, manifest: Manifest) -> tuple[Model, Policy]:
    try:
        return from_arrays(read_arrays(file))
    except ModelIntegrityError as error:
        raise ModelIntegrityError(
            f"model {manifest.version} can't serve: {error}; run {_command('retrain', manifest.site)} here"
        ) from error


def _require_digest(file: BinaryIO, manifest: Manifest, path: Path) -> None:
    found = digest_of_file(file)
    if found != manifest.sha256:
        raise ModelIntegrityError(
            f"{path} is not the file that its manifest names (SHA-256 {found[:12]}…, not {manifest.sha256[:12]}…); "
            f"it was not opened: restore it or roll back with {_command('model rollback', manifest.site)}"
        )


def _require_meaning(manifest: Manifest) -> None:
    if changed := meaning.differences(manifest.features):
        named = ", ".join(changed[:_NAMED]) + (", ..." if len(changed) > _NAMED else "")
        raise ModelIntegrityError(
            f"model {manifest.version} was trained on features that this Winnow counts otherwise or does not know "
            f"({named}): run {_command('retrain', manifest.site)} here, or install the Winnow that it was trained with"
        )


def _read_signed(directory: Path, key: "Ed25519PublicKey | None") -> bytes:
    raw = _read(directory)
    if key is not None:
        from classifiers.registry import signature  # noqa: PLC0415  - 8 MB that only signed models need

        signature.check(raw, _signature(directory), key, directory)
    return raw


def _read(directory: Path) -> bytes:
    path = directory / MANIFEST_NAME
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ModelNotFoundError(f"{directory} holds no model; train one with `winnow retrain`") from None
    except OSError as error:
        raise ModelIntegrityError(f"{path} can't be read ({error}); {_WAY_BACK}") from error


def _parse(raw: bytes, directory: Path) -> Manifest:
    try:
        values = json.loads(raw)
        values["data"] = tuple(DataFile(**entry) for entry in values["data"])
        values["scores"] = tuple(values["scores"])
        values["features"] = tuple(map(str, values["features"]))
        values["shifted_cuts"] = tuple(values["shifted_cuts"]) if values.get("shifted_cuts") else None
        return Manifest(**values)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelIntegrityError(f"{directory / MANIFEST_NAME} is damaged ({error}); {_WAY_BACK}") from error


def _signature(directory: Path) -> bytes | None:
    try:
        return (directory / SIGNATURE_NAME).read_bytes()
    except OSError:
        return None


def replace_text(path: Path, text: str) -> None:
    """Replace a file's content so that a reader, or a crash, finds the old or the new one whole."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    sync(part)
    part.replace(path)
    sync(path.parent)


def _known_creation(directory: Path, sha256: str) -> str | None:
    try:
        manifest = read_manifest(directory)
    except (ModelNotFoundError, ModelIntegrityError):
        return None
    return manifest.created if manifest.sha256 == sha256 else None


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
