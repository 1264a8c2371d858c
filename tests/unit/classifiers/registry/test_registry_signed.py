"""Signatures: where a key is configured, only what it signed is opened."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from classifiers.errors import ModelIntegrityError
from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from tests.plain_model import number_of, plain_model

POLICY = Policy(0.2, 0.9)
PEM, NO_PASSWORD = serialization.Encoding.PEM, serialization.NoEncryption()


def key_files(folder: Path, name: str) -> tuple[Path, Path]:
    key = Ed25519PrivateKey.generate()
    private, public = folder / f"{name}.pem", folder / f"{name}.pub"
    private.write_bytes(key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, NO_PASSWORD))
    public.write_bytes(key.public_key().public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    return private, public


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    base = tmp_path / "base"
    base.mkdir()
    artifact.write(base, plain_model(0), POLICY, Provenance())
    return tmp_path


def registry(folder: Path, signing_key: Path | None = None, public_key: Path | None = None) -> Registry:
    return Registry(folder / "models", folder / "base", signing_key=signing_key, public_key=public_key)


def register(where: Registry, number: int) -> str:
    return where.register(plain_model(number), POLICY, Provenance())


def test_what_the_key_signed_is_opened(folder: Path) -> None:
    private, public = key_files(folder, "ours")
    ours = registry(folder, private, public)
    version = ours.promote(register(ours, 1))
    assert number_of(ours.load().model) == 1
    assert ours.verify(version).version == version
    assert ours.rollback() != version  # the shipped one, adopted and signed
    assert number_of(registry(folder, public_key=public).load().model) == 0


def test_unsigned_is_refused_before_it_is_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private, public = key_files(folder, "ours")
    version = register(registry(folder), 1)
    strict = registry(folder, private, public)
    with monkeypatch.context() as patch:
        patch.setattr(artifact, "read_arrays", lambda _: pytest.fail("it was opened"))
        for use in (strict.load, strict.verify, strict.promote):
            with pytest.raises(ModelIntegrityError, match="not signed"):
                use(version)
    assert strict.sign(version) == version
    assert strict.promote(version) == version


def test_another_key_and_a_changed_manifest_are_refused(folder: Path) -> None:
    private, public = key_files(folder, "ours")
    theirs, _ = key_files(folder, "theirs")
    strict = registry(folder, private, public)
    own = register(strict, 2)
    foreign = register(registry(folder, theirs), 1)
    with pytest.raises(ModelIntegrityError, match="not signed by the key"):
        strict.load(foreign)
    manifest = strict.root / "versions" / own / artifact.MANIFEST_NAME
    manifest.write_text(manifest.read_text().replace('"review_cut": 0.2', '"review_cut": 0.9'))
    with pytest.raises(ModelIntegrityError, match="not signed by the key"):
        strict.load(own)


def test_aliases_that_the_key_did_not_sign_name_nothing(folder: Path) -> None:
    private, public = key_files(folder, "ours")
    theirs, _ = key_files(folder, "theirs")
    strict = registry(folder, private, public)
    first, second = register(strict, 1), register(strict, 2)
    strict.promote(first)
    file = strict.root / "aliases.json"
    good = json.loads(file.read_text())
    forged = (
        {**good, "champion": second},
        {**good, "challenger": first},
        {**good, "champion@blog.example": second},
        {name: value for name, value in good.items() if name != "signature"},
        {**good, "signature": "!!"},
        {**good, "signature": None},
    )
    for names in forged:
        file.write_text(json.dumps(names))
        for use in (strict.champion, strict.load, strict.manifest, strict.rollback):
            with pytest.raises(ModelIntegrityError, match=r"winnow model promote VERSION|damaged"):
                use()
    registry(folder, theirs).promote(second)
    with pytest.raises(ModelIntegrityError, match="not signed by the key"):
        strict.champion()
    assert strict.promote(first) == first  # mends it
    assert strict.champion() == first
    file.write_text(json.dumps(json.loads(file.read_text())))  # written otherwise, and says the same
    assert registry(folder, public_key=public).champion() == first


def test_who_can_not_sign_changes_no_model_that_serves(folder: Path) -> None:
    private, public = key_files(folder, "ours")
    strict = registry(folder, private, public)
    first, second = register(strict, 1), register(strict, 2)
    strict.promote(first)
    before = {path: path.read_bytes() for path in strict.root.rglob("*") if path.is_file()}
    reader = registry(folder, public_key=public)
    for change in (lambda: reader.promote(second), reader.rollback, lambda: register(reader, 3)):
        with pytest.raises(ModelIntegrityError, match="WINNOW_MODEL_SIGNING_KEY"):
            change()
    assert {path: path.read_bytes() for path in strict.root.rglob("*") if path.is_file()} == before
    assert number_of(reader.load().model) == 1


def test_a_manifest_is_shown_only_if_it_is_signed(folder: Path) -> None:
    private, public = key_files(folder, "ours")
    strict = registry(folder, private, public)
    version = register(strict, 1)
    assert strict.manifest(version).review_cut == POLICY.review
    path = strict.root / "versions" / version / artifact.MANIFEST_NAME
    path.write_text(path.read_text().replace('"review_cut": 0.2', '"review_cut": 0.9'))
    with pytest.raises(ModelIntegrityError, match="not signed by the key"):
        strict.manifest(version)
    assert registry(folder).manifest(version).review_cut == 0.9


def test_the_shipped_model_needs_no_signature(folder: Path) -> None:
    _, public = key_files(folder, "ours")
    assert number_of(registry(folder, public_key=public).load().model) == 0


def test_a_file_that_is_no_key_is_named(folder: Path) -> None:
    private, public = key_files(folder, "ours")
    version = register(registry(folder, private, public), 1)
    (folder / "empty.pub").write_text("")
    other = generate_private_key(SECP256R1())
    (folder / "other.pem").write_bytes(other.private_bytes(PEM, serialization.PrivateFormat.PKCS8, NO_PASSWORD))
    for wrong in (folder / "empty.pub", folder / "none.pub", private):
        with pytest.raises(ModelIntegrityError, match=wrong.name):
            registry(folder, public_key=wrong).load(version)
    for wrong in (folder / "other.pem", public):
        with pytest.raises(ModelIntegrityError, match=wrong.name):
            register(registry(folder, wrong), 2)
    with pytest.raises(ModelIntegrityError, match="WINNOW_MODEL_SIGNING_KEY"):
        registry(folder).sign(version)
