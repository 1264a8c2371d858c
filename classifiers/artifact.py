"""The only door to joblib: model files are written aside, verified before they are opened, and mapped when loaded."""

import hashlib
import json
import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

import joblib
import numpy as np
import sklearn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from classifiers import signature
from classifiers.errors import ModelIntegrityError, ModelNotFoundError
from classifiers.features import FINGERPRINT
from classifiers.judge import Judge
from classifiers.policy import Policy

MODEL_NAME: Final = "model.joblib"
MANIFEST_NAME: Final = "manifest.json"
# What a version is called: enough of its SHA-256 that two models never share a name.
_VERSION_DIGITS: Final = 12
_HASH_CHUNK: Final = 1 << 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that a model was trained on."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a manifest says of a model's making; ``figures`` were measured on what was held out.

    ``scores`` counts the probabilities of its training data between the cuts of :mod:`classifiers.drift`.
    """

    data: tuple[DataFile, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    scores: tuple[int, ...] = ()
    parent: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The passport of a model file: its digest, and what it was made with and from.

    ``features`` is the fingerprint of what it looks at.
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
    features: str = ""


def write(
    directory: Path, model: Any, policy: Policy, provenance: Provenance, *, now: datetime | None = None
) -> Manifest:
    """Write a model and its manifest, both on disk when it returns, into an existing directory; return the manifest.

    A directory that already holds the very same model keeps its time of creation, so that making a
    model twice gives the same bytes.
    """
    part = directory / f".{MODEL_NAME}.part"
    joblib.dump({"model": model, "policy": policy}, part, compress=0)
    sha256 = _sha256(part)
    created = _known_creation(directory, sha256) or (now or datetime.now(UTC)).isoformat(timespec="seconds")
    manifest = Manifest(
        version=sha256[:_VERSION_DIGITS],
        sha256=sha256,
        created=created,
        python=platform.python_version(),
        scikit_learn=sklearn.__version__,
        numpy=np.__version__,
        review_cut=policy.review,
        spam_cut=policy.spam,
        data=provenance.data,
        figures=provenance.figures,
        parent=provenance.parent,
        settings=provenance.settings,
        scores=provenance.scores,
        features=FINGERPRINT,
    )
    sync(part)
    part.replace(directory / MODEL_NAME)
    replace_text(directory / MANIFEST_NAME, json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n")
    return manifest


def read_manifest(directory: Path) -> Manifest:
    """Return the manifest of a model directory.

    Raises :class:`ModelNotFoundError` where there is none, :class:`ModelIntegrityError` where it is damaged.
    """
    return _parse(_read(directory), directory)


def verify(directory: Path, key: Ed25519PublicKey | None = None) -> Manifest:
    """Return the manifest of a model whose bytes and library versions agree with it; the model is not opened.

    With a ``key``, the manifest must be signed by it. Raises :class:`ModelIntegrityError` where something differs.
    """
    return _verified(directory, key, lambda manifest, _: manifest)


def load(directory: Path, key: Ed25519PublicKey | None = None) -> Judge:
    """Return a verified model, its arrays mapped read-only so that processes share them."""
    return _verified(directory, key, _open)


def sign(directory: Path, key: Ed25519PrivateKey) -> None:
    """Sign the manifest of a model directory; what it says of the model's bytes is signed with it."""
    part = directory / f".{signature.SIGNATURE_NAME}.{os.getpid()}.part"
    part.write_bytes(key.sign(_read(directory)))
    sync(part)
    part.replace(directory / signature.SIGNATURE_NAME)
    sync(directory)


def _verified(directory: Path, key: Ed25519PublicKey | None, use: Callable[[Manifest, BinaryIO], T]) -> T:
    """Return what is made of a manifest and of the very file that was found to agree with it."""
    raw = _read(directory)
    if key is not None:
        signature.check(raw, _signature(directory), key, directory)
    manifest = _parse(raw, directory)
    path = directory / MODEL_NAME
    try:
        file = path.open("rb")
    except OSError as error:
        raise ModelIntegrityError(f"{path} can't be read ({error}); roll back with `winnow model rollback`") from error
    with file:
        _require_digest(file, manifest, path)
        _require_versions(manifest)
        return use(manifest, file)


def _require_digest(file: BinaryIO, manifest: Manifest, path: Path) -> None:
    found = _sha256_of(file)
    if found != manifest.sha256:
        raise ModelIntegrityError(
            f"{path} is not the file that its manifest names (SHA-256 {found[:12]}…, not {manifest.sha256[:12]}…); "
            "it was not opened: restore it or roll back with `winnow model rollback`"
        )


def _require_versions(manifest: Manifest) -> None:
    if _minor(manifest.scikit_learn) != _minor(sklearn.__version__):
        raise ModelIntegrityError(
            f"model {manifest.version} was made with scikit-learn {manifest.scikit_learn}, and this is "
            f"{sklearn.__version__}: run `winnow retrain` here, "
            f"or install scikit-learn {_minor(manifest.scikit_learn)}.*"
        )
    if manifest.features != FINGERPRINT:
        raise ModelIntegrityError(
            f"model {manifest.version} was made by a Winnow that looks at other signs than this one: "
            "run `winnow retrain` here"
        )


def _open(manifest: Manifest, file: BinaryIO) -> Judge:
    # By its handle, not by its name: another file may have that name by now.
    content = joblib.load(f"/proc/self/fd/{file.fileno()}", mmap_mode="r")
    return Judge(manifest.version, content["model"], content["policy"])


def _read(directory: Path) -> bytes:
    path = directory / MANIFEST_NAME
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ModelNotFoundError(f"{directory} holds no model; train one with `winnow retrain`") from None
    except OSError as error:
        raise ModelIntegrityError(f"{path} can't be read ({error}); roll back with `winnow model rollback`") from error


def _parse(raw: bytes, directory: Path) -> Manifest:
    try:
        values = json.loads(raw)
        values["data"] = tuple(DataFile(**entry) for entry in values["data"])
        values["scores"] = tuple(values.get("scores", ()))
        return Manifest(**values)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelIntegrityError(
            f"{directory / MANIFEST_NAME} is damaged ({error}); roll back with `winnow model rollback`"
        ) from error


def _signature(directory: Path) -> bytes | None:
    try:
        return (directory / signature.SIGNATURE_NAME).read_bytes()
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


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return _sha256_of(file)


def _sha256_of(file: BinaryIO) -> str:
    total = hashlib.sha256()
    while chunk := file.read(_HASH_CHUNK):
        total.update(chunk)
    return total.hexdigest()


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])
