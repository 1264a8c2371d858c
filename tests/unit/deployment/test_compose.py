"""docker-compose.yml keeps the Compose schema and what docs/deployment.md promises."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.deployment import ROOT, compose, interpolated, services, version
from worker.settings import Settings

OURS = ("migrate", "worker", "submit-worker", "beat", "retrain-worker", "web")
LONG_RUNNING = ("redis", "postgres", "worker", "submit-worker", "beat", "retrain-worker", "web", "flower")
EVERY = ("redis", "postgres", *OURS, "flower")


def seconds(duration: str) -> int:
    return sum(int(number) * {"s": 1, "m": 60}[unit] for number, unit in re.findall(r"(\d+)([sm])", duration))


def test_file_keeps_the_compose_schema_and_holds_these_services() -> None:
    assert tuple(services()) == EVERY


@pytest.mark.parametrize("name", EVERY)
def test_every_image_is_pinned_by_a_full_version(name: str) -> None:
    image, _, tag = services()[name]["image"].partition(":")
    assert re.match(r"\d+\.\d+", tag), image


@pytest.mark.parametrize(("name", "least"), [("redis", (7, 2, 16)), ("postgres", (15, 20))])
def test_no_server_is_older_than_the_first_without_known_holes(name: str, least: tuple[int, ...]) -> None:
    tag = services()[name]["image"].partition(":")[2].partition("-")[0]
    assert tuple(map(int, tag.split("."))) >= least


def test_postgres_is_at_least_as_new_as_this_machines() -> None:
    program = Path("/usr/lib/postgresql/15/bin/postgres")
    if not program.exists():
        pytest.skip("Debian's PostgreSQL 15 is not on this machine; CI has it")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    here = tuple(map(int, re.findall(r"\b15\.\d+", said)[0].split(".")))
    assert tuple(map(int, services()["postgres"]["image"].partition(":")[2].partition("-")[0].split("."))) >= here


@pytest.mark.parametrize("name", EVERY)
def test_no_container_can_take_the_whole_machine(name: str) -> None:
    service = services()[name]
    assert re.fullmatch(r"\d+[mg]b?", str(service["mem_limit"]))
    assert service["pids_limit"] >= 50
    assert service["logging"] == {"driver": "json-file", "options": {"max-size": "10m", "max-file": "3"}}


def test_redis_refuses_before_its_container_is_full() -> None:
    words = services()["redis"]["command"]
    assert words[words.index("--maxmemory") + 1] == "512mb"
    assert services()["redis"]["mem_limit"] == "1gb", "twice that: a rewrite of its file copies what changes meanwhile"


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_what_runs_long_is_watched(name: str) -> None:
    assert name == "flower" or services()[name]["healthcheck"]["test"]


def test_the_web_services_health_is_asked_where_it_listens() -> None:
    how, *command = services()["web"]["healthcheck"]["test"]
    assert (how, command[:2]) == ("CMD", ["python", "-c"])
    assert f"http://127.0.0.1:{Settings().web_port}/healthz" in command[2]


def test_beat_remembers_when_it_last_sent() -> None:
    beat = services()["beat"]
    [volume] = beat["volumes"]
    schedule = beat["command"][beat["command"].index("--schedule") + 1]
    assert schedule.startswith(volume.partition(":")[2] + "/")
    assert "/var/lib/winnow/beat" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", OURS)
def test_our_image_has_the_version_of_the_package(name: str) -> None:
    assert services()[name]["image"] == f"winnow:{version()}"


def test_the_image_is_built_once_and_never_looked_for_in_a_registry() -> None:
    built = {name for name in OURS if "build" in services()[name]}
    assert built == {"migrate"}
    assert all(services()[name]["pull_policy"] == "never" for name in OURS if name not in built)


@pytest.mark.parametrize("name", EVERY)
def test_every_container_is_locked_down(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "container_name", "network_mode"} & service.keys()
    assert service.get("ports", []) == (["127.0.0.1:8377:8377"] if name == "web" else [])


@pytest.mark.parametrize("name", ["redis", "postgres"])
def test_servers_run_as_their_own_account_and_are_watched(name: str) -> None:
    service = services()[name]
    assert service["user"] == name
    assert service["healthcheck"]["test"]
    assert f"{name}:" in "".join(service["volumes"])


@pytest.mark.parametrize("name", OURS)
def test_our_containers_take_the_images_account(name: str) -> None:
    assert "user" not in services()[name]


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_services_come_back_by_themselves(name: str) -> None:
    assert services()[name]["restart"] == "unless-stopped"


def test_redis_keeps_what_it_was_given() -> None:
    words = services()["redis"]["command"]
    words = words[: words.index("--user")]
    options = dict(zip(words[1::2], words[2::2], strict=True))
    assert options["--appendonly"] == "yes"
    assert options["--appendfsync"] == "everysec"
    assert options["--maxmemory-policy"] == "noeviction"


def test_producers_have_the_user_that_the_docs_name() -> None:
    words = services()["redis"]["command"]
    rules = [interpolated(word, {"PRODUCER_PASSWORD": "PASSWORD"}) for word in words[words.index("--user") + 1 :]]
    [documented] = re.findall(r"^user (producer .*)$", (ROOT / "docs/deployment.md").read_text(), re.MULTILINE)
    assert " ".join(rules) == documented


@pytest.mark.parametrize("name", ["worker", "submit-worker", "web"])
def test_workers_wait_for_the_schema_and_the_servers(name: str) -> None:
    conditions = {other: need["condition"] for other, need in services()[name]["depends_on"].items()}
    assert conditions == {
        "redis": "service_healthy",
        "postgres": "service_healthy",
        "migrate": "service_completed_successfully",
    }


@pytest.mark.parametrize("name", ["worker", "submit-worker"])
def test_workers_may_finish_the_batch_in_hand(name: str) -> None:
    assert seconds(services()[name]["stop_grace_period"]) > Settings().hard_time_limit_s


@pytest.mark.parametrize("name", ["worker", "submit-worker", "retrain-worker", "beat"])
def test_workers_are_watched_by_their_heartbeat(name: str) -> None:
    from worker.work.health import LONGEST_SILENCE_S  # noqa: PLC0415

    check = services()[name]["healthcheck"]
    assert check["test"] == ["CMD", "winnow", "health", "live"]
    assert seconds(check["start_period"]) > LONGEST_SILENCE_S
    assert "/tmp" in services()[name]["tmpfs"], "where the heartbeat is"


def test_workers_speak_to_the_servers_of_this_file() -> None:
    environment = services()["worker"]["environment"]
    assert all(services()[name]["environment"] == environment for name in OURS)
    values = {key: interpolated(value, {}) for key, value in environment.items()}
    assert values == {
        "WINNOW_DATABASE_URL": "postgresql://winnow:winnow@postgres:5432/winnow",
        "WINNOW_BROKER_URL": "redis://:winnow@redis:6379/0",
    }


def test_nothing_but_the_web_service_is_reachable_from_outside() -> None:
    networks = compose()["networks"]
    assert networks["default"] == {"internal": True}
    assert set(networks) == {"default", "published"}
    assert [name for name in EVERY if "networks" in services()[name]] == ["web"]


def test_the_web_service_may_end_the_requests_in_hand() -> None:
    from worker.web.server import SHUTDOWN_S  # noqa: PLC0415

    assert seconds(services()["web"]["stop_grace_period"]) > SHUTDOWN_S


def test_flower_is_there_on_request_and_has_a_password() -> None:
    flower = services()["flower"]
    assert flower["profiles"] == ["flower"]
    assert interpolated(flower["environment"]["FLOWER_BASIC_AUTH"], {"FLOWER_PASSWORD": "pear"}) == "winnow:pear"


def test_every_secret_can_be_set_in_the_env_file_and_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / ".env.example").read_text()
    used = set(re.findall(r"\$\{(\w+):-\w+\}", text))
    assert used == set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert text.count("${") == len(re.findall(r"\$\{\w+:-\w+\}", text)), "a variable without a default"
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()
