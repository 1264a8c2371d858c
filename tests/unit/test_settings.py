"""A flag beats the environment, which beats the file; what is unknown is named."""

import os
from pathlib import Path

import pytest

from worker.errors import MisconfiguredError
from worker.settings import PREFIX, Settings, environment, load_settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(f"WINNOW_{field.upper()}", raising=False)
    monkeypatch.delenv("WINNOW_CONFIG", raising=False)


def test_a_flag_beats_the_environment_which_beats_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("winnow.toml").write_text('batch_size = 1\nlease_s = 1\nmax_attempts = 1\ndatabase_url = "sqlite:///f"\n')
    monkeypatch.setenv("WINNOW_LEASE_S", "2")
    monkeypatch.setenv("WINNOW_MAX_ATTEMPTS", "2")
    settings = load_settings({"max_attempts": 3, "database_url": None})
    assert (settings.batch_size, settings.lease_s, settings.max_attempts) == (1, 2.0, 3)
    assert settings.database_url == "sqlite:///f"


def test_the_file_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("batch_size = 7")
    monkeypatch.setenv("WINNOW_CONFIG", str(tmp_path / "other.toml"))
    assert load_settings().batch_size == 7


def test_an_unknown_variable_is_named_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_BROKR_URL", "redis://x")
    with pytest.raises(MisconfiguredError, match=r"WINNOW_BROKR_URL.*WINNOW_BROKER_URL"):
        load_settings()


@pytest.mark.parametrize(
    ("content", "match"),
    [("colour = 1", "unknown setting colour"), ("batch_size = 0", "batch_size"), ("no toml", "not TOML")],
)
def test_a_wrong_file_is_one_sentence(content: str, match: str) -> None:
    Path("winnow.toml").write_text(content)
    with pytest.raises(MisconfiguredError, match=match):
        load_settings()


def test_a_named_file_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_CONFIG", "nowhere.toml")
    with pytest.raises(MisconfiguredError, match=r"nowhere\.toml"):
        load_settings()


def test_a_process_of_ours_gets_these_settings_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(batch_size=7)
    monkeypatch.setenv("WINNOW_RETAIN_RAW_DAYS", "5")  # unset in ours: it must not reach the process
    given = environment(settings)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    for name in [name for name in given if name.startswith(PREFIX)]:
        monkeypatch.setenv(name, given[name])
    assert load_settings() == settings


def service_links(service: str, port: int, port_name: str) -> dict[str, str]:
    """What Kubernetes puts into every container of a namespace about one of its services."""
    name, address = service.upper().replace("-", "_"), "10.96.7.11"
    return {
        f"{name}_SERVICE_HOST": address,
        f"{name}_SERVICE_PORT": str(port),
        f"{name}_SERVICE_PORT_{port_name.upper()}": str(port),
        f"{name}_PORT": f"tcp://{address}:{port}",
        f"{name}_PORT_{port}_TCP": f"tcp://{address}:{port}",
        f"{name}_PORT_{port}_TCP_PROTO": "tcp",
        f"{name}_PORT_{port}_TCP_PORT": str(port),
        f"{name}_PORT_{port}_TCP_ADDR": address,
    }


@pytest.mark.parametrize("service", ["winnow", "winnow-web", "winnow-redis", "winnow-web-port", "winnow-broker-url"])
def test_what_a_service_link_injects_is_no_setting(monkeypatch: pytest.MonkeyPatch, service: str) -> None:
    for name, value in service_links(service, 6379, "http").items():
        monkeypatch.setenv(name, value)
    assert load_settings() == Settings()


def test_beside_a_service_link_a_setting_and_a_wrong_one_are_what_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in service_links("winnow", 8377, "http").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WINNOW_WEB_PORT", "8080")
    assert load_settings().web_port == 8080
    monkeypatch.setenv("WINNOW_PORT", "8377")
    with pytest.raises(MisconfiguredError, match=r"unknown setting WINNOW_PORT"):
        load_settings()
