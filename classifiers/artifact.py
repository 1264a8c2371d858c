"""The only door to joblib: model files are written aside, verified before they are opened, and mapped when loaded."""

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import joblib
import numpy as np
import sklearn

from classifiers.errors import ModelIntegrityError, ModelNotFoundError
from classifiers.judge import Judge
from classifiers.policy import Policy

MODEL_NAME: Final = "model.joblib"
MANIFEST_NAME: Final = "manifest.json"
# What a version is called: enough of its SHA-256 that two models never share a name.
_VERSION_DIGITS: Final = 12
_HASH_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that a model was trained on."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a manifest says of a model's making; ``figures`` were measured on held-out sources."""

    data: tuple[DataFile, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    parent: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The passport of a model file: its digest, and what it was made with and from."""

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
    )
    sync(part)
    part.replace(directory / MODEL_NAME)
    replace_text(directory / MANIFEST_NAME, json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n")
    return manifest


def read_manifest(directory: Path) -> Manifest:
    """Return the manifest of a model directory.

    Raises :class:`ModelNotFoundError` where there is none, :class:`ModelIntegrityError` where it is damaged.
    """
    path = directory / MANIFEST_NAME
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        values["data"] = tuple(DataFile(**entry) for entry in values["data"])
        return Manifest(**values)
    except FileNotFoundError:
        raise ModelNotFoundError(f"{directory} holds no model; train one with `winnow retrain`") from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelIntegrityError(f"{path} is damaged ({error}); roll back with `winnow model rollback`") from error


def verify(directory: Path) -> Manifest:
    """Return the manifest of a model whose bytes and library versions agree with it; the model is not opened.

    Raises :class:`ModelIntegrityError` where they don't.
    """
    manifest = read_manifest(directory)
    path = directory / MODEL_NAME
    try:
        found = _sha256(path)
    except OSError as error:
        raise ModelIntegrityError(f"{path} can't be read ({error}); roll back with `winnow model rollback`") from error
    if found != manifest.sha256:
        raise ModelIntegrityError(
            f"{path} is not the file that its manifest names (SHA-256 {found[:12]}…, not {manifest.sha256[:12]}…); "
            "it was not opened: restore it or roll back with `winnow model rollback`"
        )
    if _minor(manifest.scikit_learn) != _minor(sklearn.__version__):
        raise ModelIntegrityError(
            f"model {manifest.version} was made with scikit-learn {manifest.scikit_learn}, and this is "
            f"{sklearn.__version__}: run `winnow retrain` here, "
            f"or install scikit-learn {_minor(manifest.scikit_learn)}.*"
        )
    return manifest


def load(directory: Path) -> Judge:
    """Return a verified model, its arrays mapped read-only so that processes share them."""
    manifest = verify(directory)
    content = joblib.load(directory / MODEL_NAME, mmap_mode="r")
    return Judge(manifest.version, content["model"], content["policy"])


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
    total = hashlib.sha256()
    with path.open("rb") as file:
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
