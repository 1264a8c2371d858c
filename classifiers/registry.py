"""Model versions in a folder: immutable once registered, named by aliases that change in one step."""

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from classifiers import artifact
from classifiers.artifact import Manifest, Provenance
from classifiers.errors import ModelIntegrityError, ModelNotFoundError
from classifiers.judge import Judge
from classifiers.policy import Policy

CHAMPION: Final = "champion"
CHALLENGER: Final = "challenger"
PREVIOUS: Final = "previous"
ALIASES: Final = (CHAMPION, CHALLENGER, PREVIOUS)

_ALIAS_FILE: Final = "aliases.json"
_LOCK_FILE: Final = ".lock"
_BASE: Final = Path(__file__).parent / "base"


class Registry:
    """The models under ``root``, and the one that is shipped, which is champion where root names none.

    Readers take no lock: a version's folder appears whole, and the aliases are one file that is replaced.
    """

    def __init__(self, root: Path, base: Path | None = None) -> None:
        self.root = Path(root)
        self.base = _BASE if base is None else Path(base)

    def versions(self) -> list[str]:
        """Return all versions, the shipped one among them, the oldest first."""
        manifests = {manifest.version: manifest for manifest in self.manifests()}
        return sorted(manifests, key=lambda version: (manifests[version].created, version))

    def manifests(self) -> list[Manifest]:
        """Return the manifests of all versions that have a sound one."""
        found = []
        for folder in (self.base, *sorted(self._versions.glob("[!.]*"))):
            try:
                found.append(artifact.read_manifest(folder))
            except (ModelNotFoundError, ModelIntegrityError):
                continue
        return found

    def aliases(self) -> dict[str, str]:
        """Return the versions that the aliases name; champion is always among them where a base is shipped."""
        names = self._stored_aliases()
        if CHAMPION not in names:
            names[CHAMPION] = artifact.read_manifest(self.base).version
        return names

    def champion(self) -> str:
        """Return the version in service."""
        return self.aliases()[CHAMPION]

    def resolve(self, version_or_alias: str) -> str:
        """Return the version that a name stands for; raises :class:`ModelNotFoundError` where there is none."""
        name = version_or_alias
        if name in ALIASES:
            found = self.aliases().get(name)
            if found is None:
                raise ModelNotFoundError(f"no model is {name} here; `winnow model list` shows what there is")
            return found
        self._folder(name)
        return name

    def load(self, version_or_alias: str = CHAMPION) -> Judge:
        """Return a model, verified before it is opened."""
        return artifact.load(self._folder(self.resolve(version_or_alias)))

    def load_spare(self) -> Judge:
        """Return what serves where the champion can't be loaded: the one before it, else the shipped model."""
        try:
            return self.load(PREVIOUS)
        except (ModelIntegrityError, ModelNotFoundError):
            return self.load_base()

    def load_base(self) -> Judge:
        """Return the shipped model, verified before it is opened."""
        return artifact.load(self.base)

    def manifest(self, version_or_alias: str = CHAMPION) -> Manifest:
        """Return a model's manifest, unverified."""
        return artifact.read_manifest(self._folder(self.resolve(version_or_alias)))

    def verify(self, version_or_alias: str = CHAMPION) -> Manifest:
        """Return a model's manifest once its bytes and library versions agree with it."""
        return artifact.verify(self._folder(self.resolve(version_or_alias)))

    def register(self, model: Any, policy: Policy, provenance: Provenance) -> str:
        """Store a model as a new version and make it challenger; return its version.

        A model with the same bytes as a stored one is that version.
        """
        with self._locked():
            incoming = self._versions / f".incoming-{uuid.uuid4().hex}"
            incoming.mkdir(parents=True)
            try:
                manifest = artifact.write(incoming, model, policy, provenance)
                self._install(incoming, manifest.version)
            finally:
                shutil.rmtree(incoming, ignore_errors=True)
            if manifest.version != self.champion_or_none():
                self._store_aliases({**self._stored_aliases(), CHALLENGER: manifest.version})
            return manifest.version

    def promote(self, version_or_alias: str = CHALLENGER) -> str:
        """Make a verified version champion and the old champion previous, in one step; return the version."""
        with self._locked():
            version = self.resolve(version_or_alias)
            artifact.verify(self._folder(version))
            old = self.champion_or_none()
            if old != version:
                self._take_over(version, old)
            return version

    def rollback(self) -> str:
        """Make the previous champion champion again, and the one that failed previous; return the version."""
        return self.promote(PREVIOUS)

    def welcome_base(self) -> str | None:
        """Register a shipped model that this registry has not seen as challenger; return its version if it is new.

        A registry without a champion of its own needs no welcome: the shipped model serves there.
        """
        with self._locked():
            version = artifact.read_manifest(self.base).version
            names = self._stored_aliases()
            if CHAMPION not in names or (self._versions / version).exists():
                return None
            self._adopt(version)
            self._store_aliases({**names, CHALLENGER: version})
            return version

    def champion_or_none(self) -> str | None:
        """Return the version in service, None where there is neither a champion nor a base."""
        try:
            return self.champion()
        except ModelNotFoundError:
            return None

    @property
    def _versions(self) -> Path:
        return self.root / "versions"

    def _folder(self, version: str) -> Path:
        folder = self._versions / version
        if version and "/" not in version and not version.startswith(".") and folder.is_dir():
            return folder
        try:
            if artifact.read_manifest(self.base).version == version:
                return self.base
        except ModelNotFoundError:
            pass
        raise ModelNotFoundError(
            f"there is no model {version!r} in {self.root}; `winnow model list` shows what there is"
        )

    def _take_over(self, version: str, old: str | None) -> None:
        """Write the aliases after a promotion; what they name stays at hand when the shipped base changes."""
        names = {**self._stored_aliases(), CHAMPION: version}
        if names.get(CHALLENGER) == version:
            del names[CHALLENGER]
        if old is not None:
            names[PREVIOUS] = old
        for named in {version, old} - {None}:
            self._adopt(str(named))
        self._store_aliases(names)

    def _adopt(self, version: str) -> None:
        """Copy the shipped base into the registry where it is meant and not there yet."""
        if (self._versions / version).is_dir() or self._folder(version) != self.base:
            return
        incoming = self._versions / f".incoming-{uuid.uuid4().hex}"
        incoming.mkdir(parents=True)
        try:
            for name in (artifact.MODEL_NAME, artifact.MANIFEST_NAME):
                shutil.copyfile(self.base / name, incoming / name)
                artifact.sync(incoming / name)
            self._install(incoming, version)
        finally:
            shutil.rmtree(incoming, ignore_errors=True)

    def _install(self, incoming: Path, version: str) -> None:
        """Move a complete folder to its place, where it never changes again."""
        target = self._versions / version
        if target.exists():
            return
        artifact.sync(incoming)
        incoming.rename(target)
        artifact.sync(self._versions)

    def _stored_aliases(self) -> dict[str, str]:
        path = self.root / _ALIAS_FILE
        try:
            names = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise ModelIntegrityError(
                f"{path} is damaged ({error}); name a champion with `winnow model promote`"
            ) from error
        return {name: str(version) for name, version in names.items() if name in ALIASES}

    def _store_aliases(self, names: dict[str, str]) -> None:
        artifact.replace_text(self.root / _ALIAS_FILE, json.dumps(names, indent=2, sort_keys=True) + "\n")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the registry's lock; the kernel lets go of it when the process dies, however it dies."""
        self.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.root / _LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            self._versions.mkdir(exist_ok=True)
            self._sweep()
            yield
        finally:
            os.close(handle)

    def _sweep(self) -> None:
        """Clear away what a killed process left half-written."""
        for leftover in (*self._versions.glob(".incoming-*"), *self.root.glob(".*.part")):
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)
