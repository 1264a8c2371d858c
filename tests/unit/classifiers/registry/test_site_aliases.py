"""A site's own aliases: its models serve it alone, and what is done to them touches nobody else's."""

import json
import shutil

import pytest

from classifiers.errors import ModelIntegrityError, ModelNotFoundError
from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from tests.plain_model import number_of, plain_model

POLICY = Policy(0.2, 0.9)
SITE = "blog.example"
OTHER = "news.example"


@pytest.fixture
def registry(tmp_path):
    base = tmp_path / "base"
    base.mkdir()
    artifact.write(base, plain_model(0), POLICY, Provenance())
    return Registry(tmp_path / "models", base)


def register(registry, number, site=SITE):
    return registry.register(plain_model(number), POLICY, Provenance(site=site))


def test_a_sites_model_serves_it_alone(registry):
    base, own = registry.champion(), register(registry, 1)
    assert registry.aliases() == {"champion": base, f"challenger@{SITE}": own}
    assert registry.promote(site=SITE) == own
    assert (registry.champion(SITE), registry.champion(OTHER), registry.champion()) == (own, base, base)
    assert number_of(registry.load(f"champion@{SITE}").model) == 1
    assert registry.of_sites() == {SITE: (own,)}
    assert registry.manifest(own).site == SITE


def test_a_rollback_leads_to_the_model_before_and_from_the_first_one_to_the_one_for_all(registry):
    base = registry.champion()
    first = registry.promote(register(registry, 1), SITE)
    second = registry.promote(register(registry, 2), SITE)
    assert registry.of_sites() == {SITE: (second, first)}
    assert (registry.before(SITE), registry.rollback(SITE)) == (first, first)
    assert (registry.before(SITE), registry.rollback(SITE)) == (second, second)
    fresh = register(registry, 3, OTHER)
    assert registry.promote(fresh, OTHER) == fresh
    assert (registry.before(OTHER), registry.rollback(OTHER), registry.champion(OTHER)) == (base, base, base)
    assert registry.sites() == [SITE, OTHER]
    assert list(registry.of_sites()) == [SITE]
    assert (registry.rollback(OTHER), registry.champion(SITE)) == (fresh, second)


def test_what_is_promoted_after_a_rollback_to_the_one_for_all_goes_back_to_that(registry):
    registry.promote(register(registry, 1), SITE)
    base = registry.rollback(SITE)
    registry.promote(register(registry, 2), SITE)
    assert registry.rollback(SITE) == base


def test_a_promotion_for_all_leaves_the_sites_theirs(registry):
    own = registry.promote(register(registry, 1), SITE)
    for_all = registry.promote(register(registry, 2, None))
    assert (registry.champion(SITE), registry.champion(OTHER)) == (own, for_all)
    registry.rollback()
    assert registry.champion(SITE) == own


def test_another_sites_model_is_refused_whoever_asks(registry):
    own, for_all = register(registry, 1), register(registry, 2, None)
    for version, site, told in (
        (own, OTHER, f"with --site {SITE}"),
        (own, None, f"with --site {SITE}"),
        (for_all, SITE, "without --site"),
        (f"challenger@{SITE}", OTHER, f"with --site {SITE}"),
    ):
        with pytest.raises(ModelIntegrityError, match=told):
            registry.promote(version, site)
    assert registry.of_sites() == {}


def test_the_same_labels_on_two_sites_are_two_models_with_a_manifest_each(registry):
    one, other = register(registry, 1), register(registry, 1, OTHER)
    assert one != other
    assert register(registry, 1) == one
    assert registry.manifest(one).sha256 == registry.manifest(other).sha256
    assert [registry.manifest(version).site for version in (one, other)] == [SITE, OTHER]


def test_what_no_site_has_is_said_in_a_sentence(registry):
    with pytest.raises(ModelNotFoundError, match=f"winnow retrain --site {SITE}"):
        registry.rollback(SITE)
    with pytest.raises(ModelNotFoundError, match=f"no model is champion@{SITE} here"):
        registry.load(f"champion@{SITE}")


def test_a_damaged_alias_file_is_no_sites_to_mend(registry):
    own = register(registry, 1)
    (registry.root / "aliases.json").write_text("{")
    with pytest.raises(ModelIntegrityError):
        registry.promote(own, SITE)
    assert registry.promote(shipped(registry)) in registry.versions()


def shipped(registry):
    """Return a version for all that stands in the folder: a champion is named by it whatever the aliases say."""
    return artifact.read_manifest(registry.base).version


def test_the_alias_file_names_the_sites_models_too(registry):
    own = registry.promote(register(registry, 1), SITE)
    assert json.loads((registry.root / "aliases.json").read_text()) == {f"champion@{SITE}": own}


def spoil(registry, version):
    (registry.root / "versions" / version / artifact.MODEL_NAME).write_bytes(b"spoilt")


def test_of_a_sites_models_the_first_that_can_be_loaded_serves(registry):
    first = registry.promote(register(registry, 1), SITE)
    second = registry.promote(register(registry, 2), SITE)
    assert (registry.sound(SITE), registry.sound(OTHER)) == (second, None)
    spoil(registry, second)
    assert registry.sound(SITE) == first
    shutil.rmtree(registry.root / "versions" / first)
    assert registry.sound(SITE) is None


def test_what_is_said_of_a_damaged_one_rolls_back_that_site_and_no_other(registry):
    own, for_all = register(registry, 1), register(registry, 2, None)
    spoil(registry, own)
    spoil(registry, for_all)
    with pytest.raises(ModelIntegrityError, match=f"roll back with `winnow model rollback --site {SITE}`"):
        registry.load(own)
    with pytest.raises(ModelIntegrityError, match="roll back with `winnow model rollback`"):
        registry.load(for_all)
    (registry.root / "versions" / own / artifact.MANIFEST_NAME).write_text("{")
    with pytest.raises(ModelIntegrityError, match="rollback`, a site's own with --site"):
        registry.load(own)
