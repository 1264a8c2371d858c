"""Model versions in a folder: immutable once registered, named by aliases that change in one step."""

import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from classifiers.errors import ModelIntegrityError, ModelNotFoundError
from classifiers.model.judge import Judge
from classifiers.model.policy import Policy
from classifiers.model.site_model import Model
from classifiers.registry import artifact
from classifiers.registry.aliases import (
    ALIASES,
    CHALLENGER,
    CHAMPION,
    PREVIOUS,
    alias_of,
    is_alias,
    read_aliases,
    sites_in,
    write_aliases,
)
from classifiers.registry.artifact import Manifest, Provenance

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

# What `winnow retrain` writes beside a model: a page for people, and its charts for whoever draws them again.
REPORT_NAME: Final = "report.html"
CHARTS_NAME: Final = "report.json"
# Makes what stands beside a model: texts of files, by their names.
Report = Callable[[Manifest], Mapping[str, str]]

_ALIAS_FILE: Final = "aliases.json"
_LOCK_FILE: Final = ".lock"
_BASE: Final = Path(__file__).parents[1] / "base"


class Registry:
    """The models under ``root``, and the one that is shipped, which is champion where root names none.

    Readers take no lock: a version's folder appears whole, and the aliases are one file that is replaced.

    A ``site`` has aliases of its own in it, champion@SITE: they name models that were trained for it, and no others
    do. None stands for all sites without one.

    With ``public_key`` (a PEM file, as ``signing_key``), only versions that it signed are opened or promoted, and only
    aliases that it signed name one. The shipped model needs no signature as long as it comes from the package, whose
    code would check it.
    """

    def __init__(
        self,
        root: Path,
        base: Path | None = None,
        *,
        signing_key: Path | None = None,
        public_key: Path | None = None,
    ) -> None:
        self.root = Path(root)
        self.base = _BASE if base is None else Path(base)
        self._signing_key = signing_key
        self._public_key = public_key

    def versions(self) -> list[str]:
        """Return all versions, the shipped one among them, the oldest first."""
        manifests = {manifest.version: manifest for manifest in self.manifests()}
        return sorted(manifests, key=lambda version: (manifests[version].created, version))

    def manifests(self) -> list[Manifest]:
        """Return the sound manifests, one a version: the registry may keep a copy of the base."""
        found: dict[str, Manifest] = {}
        for folder in (self.base, *sorted(self._versions.glob("[!.]*"))):
            try:
                manifest = artifact.read_manifest(folder)
            except (ModelNotFoundError, ModelIntegrityError):
                continue
            found.setdefault(manifest.version, manifest)
        return list(found.values())

    def aliases(self) -> dict[str, str]:
        """Return the versions that the aliases name; champion is always among them where a base is shipped."""
        names = self._stored_aliases()
        if CHAMPION not in names:
            names[CHAMPION] = artifact.read_manifest(self.base).version
        return names

    def champion(self, site: str | None = None) -> str:
        """Return the version in service: a site's own, else the one for all."""
        names = self.aliases()
        return names.get(alias_of(CHAMPION, site), names[CHAMPION])

    def sites(self) -> list[str]:
        """Return the sites that a model was trained for, whether it serves or not."""
        return sites_in(self._stored_aliases())

    def of_sites(self) -> dict[str, tuple[str, ...]]:
        """Return the models in service of the sites that have one of their own, each followed by the one before it."""
        names = self._stored_aliases()
        asked = {site: (alias_of(CHAMPION, site), alias_of(PREVIOUS, site)) for site in sites_in(names)}
        found = {site: [names[alias] for alias in both if alias in names] for site, both in asked.items()}
        return {site: tuple(versions) for site, versions in found.items() if asked[site][0] in names}

    def sound(self, site: str) -> str | None:
        """Return which of a site's own models serves: the champion, else the one before it; None where neither can."""
        for version in self.of_sites().get(site, ()):
            with suppress(ModelIntegrityError, ModelNotFoundError):
                return self.verify(version).version
        return None

    def resolve(self, version_or_alias: str, site: str | None = None) -> str:
        """Return the version that a name stands for; raises :class:`ModelNotFoundError` where there is none.

        An alias without a site is that of ``site``.
        """
        name = alias_of(version_or_alias, site) if version_or_alias in ALIASES else version_or_alias
        if is_alias(name):
            found = self.aliases().get(name)
            if found is None:
                raise ModelNotFoundError(f"no model is {name} here; `winnow model list` shows what there is")
            return found
        self._folder(name)
        return name

    def load(self, version_or_alias: str = CHAMPION) -> Judge:
        """Return a model, verified before it is opened."""
        folder = self._folder(self.resolve(version_or_alias))
        return artifact.load(folder, self._key_of(folder))

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
        """Return a model's manifest; its signature is checked where there is a key, the model's bytes are not."""
        folder = self._folder(self.resolve(version_or_alias))
        return artifact.read_manifest(folder, self._key_of(folder))

    def verify(self, version_or_alias: str = CHAMPION) -> Manifest:
        """Return a model's manifest once its bytes, signature and library versions agree with it."""
        return self._verify(self._folder(self.resolve(version_or_alias)))

    def report(self, version_or_alias: str = CHALLENGER, name: str = REPORT_NAME) -> Path:
        """Return where the report of a model's making stands; raises :class:`ModelNotFoundError` where it has none.

        A link is none: it would show whatever file it leads to.
        """
        path = self._folder(self.resolve(version_or_alias)) / name
        if any(map(Path.is_symlink, (path, path.parent))) or not path.is_file():
            raise ModelNotFoundError(f"{path.parent} holds no report: only `winnow retrain` writes one")
        return path

    def read_report(self, version_or_alias: str = CHALLENGER, name: str = REPORT_NAME) -> str:
        """Return the report of a model's making; raises :class:`ModelNotFoundError` where it has none."""
        path = self.report(version_or_alias, name)
        try:
            # Looked at once more as it is opened: it may have become a link meanwhile.
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), encoding="utf-8") as file:
                return file.read()
        except (OSError, UnicodeDecodeError):
            raise ModelNotFoundError(f"{path} can't be read as a report; `winnow retrain` writes one") from None

    def register(self, model: Model, policy: Policy, provenance: Provenance, report: Report | None = None) -> str:
        """Store a model as a new version, with its report beside it, and make it challenger; return its version.

        A model with the same bytes as a stored one is that version. It is signed where there is a key to sign with.
        """
        self._require_pen()
        with self._locked():
            incoming = self._versions / f".incoming-{uuid.uuid4().hex}"
            incoming.mkdir(parents=True)
            try:
                manifest = artifact.write(incoming, model, policy, provenance)
                for name, text in (report(manifest) if report else {}).items():
                    artifact.replace_text(incoming / name, text)
                self._sign(incoming)
                self._install(incoming, manifest.version)
            finally:
                shutil.rmtree(incoming, ignore_errors=True)
            if manifest.version != self._champion_or_none(provenance.site):
                alias = alias_of(CHALLENGER, provenance.site)
                self._store_aliases({**self._stored_aliases(), alias: manifest.version})
            return manifest.version

    def promote(self, version_or_alias: str = CHALLENGER, site: str | None = None) -> str:
        """Make a verified version champion, of a site or of all, and the old champion previous; return the version.

        It takes effect in one step. A version that is named by itself mends an alias file that is damaged: what it said
        of sites is lost. Raises :class:`ModelIntegrityError` where aliases must be signed and there is no key to sign
        with, and where the model is another site's.
        """
        self._require_pen()
        with self._locked():
            version = self.resolve(version_or_alias, site)
            _require_owner(self._verify(self._folder(version)), site)
            try:
                names, old = self._stored_aliases(), self._champion_or_none(site)
            except ModelIntegrityError:
                if site is not None:
                    raise
                names, old = {}, None
            if old != version:
                self._take_over(version, old, names, site)
            return version

    def before(self, site: str | None = None) -> str:
        """Return the version that a rollback leads to; raises :class:`ModelNotFoundError` where nothing was before.

        Before a site's first model was the one for all.
        """
        names = self._stored_aliases()
        if site is None or alias_of(PREVIOUS, site) in names:
            return self.resolve(PREVIOUS, site)
        if alias_of(CHAMPION, site) not in names:
            raise ModelNotFoundError(f"{site} has no model of its own; train one with `winnow retrain --site {site}`")
        return self.champion()

    def rollback(self, site: str | None = None) -> str:
        """Make the previous champion champion again, and the one that failed previous; return the version in service.

        A site's first model gives way to the one for all.
        """
        if site is None or alias_of(PREVIOUS, site) in self._stored_aliases():
            return self.promote(PREVIOUS, site)
        self._require_pen()
        with self._locked():
            version, names = self.before(site), self._stored_aliases()
            names[alias_of(PREVIOUS, site)] = names.pop(alias_of(CHAMPION, site))
            self._store_aliases(names)
            return version

    def sign(self, version_or_alias: str) -> str:
        """Sign a version whose bytes agree with its manifest, so that it may be opened; return the version."""
        if self._signing_key is None:
            raise ModelIntegrityError("there is no key to sign with; set WINNOW_MODEL_SIGNING_KEY to its PEM file")
        with self._locked():
            version = self.resolve(version_or_alias)
            artifact.verify(self._folder(version))
            self._adopt(version)
            self._sign(self._versions / version)
            return version

    def welcome_base(self) -> str | None:
        """Register a shipped model that this registry has not seen as challenger; return its version if it is new.

        A registry without a champion of its own needs no welcome: the shipped model serves there.
        """
        version = artifact.read_manifest(self.base).version
        if not self._is_news(version):  # looked at without the lock: most often there is nothing to write
            return None
        self._require_pen()
        with self._locked():
            if not self._is_news(version):
                return None
            self._adopt(version)
            self._store_aliases({**self._stored_aliases(), CHALLENGER: version})
            return version

    def _is_news(self, version: str) -> bool:
        return CHAMPION in self._stored_aliases() and not (self._versions / version).exists()

    def _champion_or_none(self, site: str | None = None) -> str | None:
        """Return the champion of a site or of all, None where there is none, and for all no base either."""
        if site is not None:
            return self._stored_aliases().get(alias_of(CHAMPION, site))
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

    def _verify(self, folder: Path) -> Manifest:
        return artifact.verify(folder, self._key_of(folder))

    def _key_of(self, folder: Path) -> "Ed25519PublicKey | None":
        """Return the key that must have signed what is in a folder."""
        if self._public_key is None or folder == self.base:
            return None
        from classifiers.registry import signature  # noqa: PLC0415  - 8 MB that only signed models need

        return signature.read_public_key(self._public_key)

    def _require_pen(self) -> None:
        """Raise ModelIntegrityError where what is written here would be refused for want of a signature."""
        if self._public_key is not None and self._signing_key is None:
            raise ModelIntegrityError(
                "models and aliases must be signed here, and there is no key to sign with: do it where "
                "WINNOW_MODEL_SIGNING_KEY is set, on the same folder of models"
            )

    def _sign(self, folder: Path) -> None:
        if self._signing_key is not None:
            from classifiers.registry import signature  # noqa: PLC0415

            artifact.sign(folder, signature.read_signing_key(self._signing_key))

    def _take_over(self, version: str, old: str | None, names: Mapping[str, str], site: str | None) -> None:
        """Write the aliases after a promotion; what they name stays at hand when the shipped base changes."""
        champion, challenger, previous = (alias_of(name, site) for name in ALIASES)
        names = {**names, champion: version}
        if names.get(challenger) == version:
            del names[challenger]
        names.pop(previous, None)
        if old is not None:
            names[previous] = old
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
            self._sign(incoming)
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
        return read_aliases(self.root / _ALIAS_FILE, self._key_of(self.root))

    def _store_aliases(self, names: Mapping[str, str]) -> None:
        write_aliases(self.root / _ALIAS_FILE, names, self._signing_key)

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


def _require_owner(manifest: Manifest, site: str | None) -> None:
    """Raise ModelIntegrityError where a model was trained for another site: its labels are nobody else's."""
    if manifest.site != site:
        whose = f"for {manifest.site}" if manifest.site else "for all sites"
        wanted = f"with --site {manifest.site}" if manifest.site else "without --site"
        raise ModelIntegrityError(f"model {manifest.version} was trained {whose}: promote it {wanted}")
