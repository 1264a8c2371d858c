"""Winnow's settings: the only reader of the environment.

A flag beats the environment (``WINNOW_*``), which beats the file (``winnow.toml`` in the current folder, or the
one that ``WINNOW_CONFIG`` names). An unknown key is an error that names the key.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    ValidationError,
)

from worker.errors import MisconfiguredError

PREFIX = "WINNOW_"
CONFIG_VARIABLE = "WINNOW_CONFIG"
DEFAULT_FILE = Path("winnow.toml")
CELERY_BROKER_VARIABLES = ("CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_BROKER_WRITE_URL")
# What Kubernetes, and Docker's links before it, put into each container about services named winnow or winnow-...; see
# https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables
_LINK = re.compile(r"_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$")
_LINK_VALUE = re.compile(r"(tcp|udp|sctp)://")


# Databases hold password hashes, models and reports what strangers wrote: nobody else on the machine may read them.
PRIVATE_UMASK = 0o077


class Settings(BaseModel):
    """Everything that can be set, with defaults that work on one machine."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = Field(
        "sqlite:///winnow.db", description="where articles and results live: sqlite:///FILE or postgresql://..."
    )
    broker_url: str = Field(
        "redis://127.0.0.1:6379/0",
        description="the queue: redis://, rediss:// (TLS), redis+socket://, sentinel://, valkey://, amqp:// or amqps://",
    )
    broker_password: str | None = Field(
        None, description="the broker's password as it is, instead of one in the URL, where %, @, :, / must be escaped"
    )
    broker_key_prefix: str = Field(
        "winnow:", description="before every key in Redis; Celery producers need the same (`global_keyprefix`)"
    )
    broker_sentinel_master: str = Field("mymaster", description="the name by which sentinels know the Redis")
    broker_sentinel_password: str | None = Field(None, description="the sentinels' own password, where they have one")
    model_dir: Path = Field(Path("models"), description="the registry of models that were trained here")
    model_signing_key: Path | None = Field(
        None, description="Ed25519 private key (PEM) that signs what is trained here"
    )
    model_public_key: Path | None = Field(
        None, description="Ed25519 public key (PEM): a trained model that it did not sign is refused"
    )
    shadow: bool = Field(False, description="the challenger scores too; stored for comparison, never acted on")
    site_models: PositiveInt = Field(
        8, description="models of single sites that a process keeps in memory; the one used least recently makes room"
    )
    retrain_interval_s: PositiveFloat = Field(
        86_400.0, description="seconds between two scheduled retrainings (Celery beat)"
    )
    retrain_min_labels: PositiveInt = Field(20, description="new labels without which a scheduled one is left out")
    max_page_bytes: PositiveInt = Field(2_000_000, description="larger articles are refused (TOO_LARGE)")
    batch_size: PositiveInt = Field(
        64,
        description="articles that one message rings for, and one transaction stores; "
        "up to four times as many short ones while many wait",
    )
    lease_s: PositiveFloat = Field(60.0, description="seconds after which a claimed article is taken back")
    max_attempts: PositiveInt = Field(
        5, description="attempts after which an article becomes a dead letter; the last is in quarantine"
    )
    quarantine_time_limit_s: PositiveInt = Field(
        20, description="seconds that an article's last attempt may take, alone in a process of its own"
    )
    work_memory_bytes: PositiveInt = Field(
        2_000_000_000,
        description="memory that a process at work on articles may take: a worker's child, quarantine, a bulk run",
    )
    sweep_interval_s: PositiveFloat = Field(5.0, description="seconds between two sweeps over lost articles")
    soft_time_limit_s: PositiveInt = Field(20, description="seconds after which a batch is given up")
    hard_time_limit_s: PositiveInt = Field(30, description="seconds after which a worker's child is killed")
    max_pending: PositiveInt = Field(1_000_000, description="articles that may wait; more are put off (exit code 75)")
    max_pending_age_s: PositiveFloat = Field(
        604_800.0, description="seconds that the oldest may wait before more are put off"
    )
    min_free_bytes: NonNegativeInt = Field(
        200_000_000, description="bytes kept free on SQLite's disk; below, articles are put off"
    )
    retain_raw_days: NonNegativeFloat | None = Field(
        None, description="days that the bytes of a finished article are kept; none: for ever"
    )
    retain_days: NonNegativeFloat | None = Field(
        None,
        description="days that a finished article is kept, if no comment of it is labelled; none: for ever",
    )
    akismet_stores: bool = Field(
        True,
        description="what is asked about in Akismet's protocol is stored, so that it reaches the review queue; "
        "a site may say otherwise",
    )
    akismet_retain_days: NonNegativeFloat | None = Field(
        90.0,
        description="days that such a comment is kept, if it is not labelled and on no page, unless its "
        "site says otherwise; none: for ever",
    )
    email_key: str = Field(
        "",
        description="key by which e-mail addresses of those who comment are hashed, for rules about them; "
        "empty: they are kept nowhere",
    )
    heartbeat_file: Path = Field(
        Path("winnow-worker.heartbeat"),  # in no folder that others write to, who could touch it, or link it elsewhere
        description="touched by a worker's main process; one a worker",
    )
    web_host: str = Field("127.0.0.1", description="address that the web service listens on")
    web_port: int = Field(8377, ge=0, le=65_535, description="port that it listens on")
    web_max_body_bytes: PositiveInt = Field(16_000_000, description="larger requests are refused (413)")
    web_time_limit_s: PositiveFloat = Field(30.0, description="seconds after which a request is answered with 503")
    web_max_stream_bytes: PositiveInt = Field(1_000_000_000, description="the same for a stream of JSON Lines")
    web_stream_time_limit_s: PositiveFloat = Field(900.0, description="the same for a stream of JSON Lines")
    trusted_proxies: str = Field(
        "127.0.0.1,::1",
        description="addresses of proxies whose word on who asks is taken (`X-Forwarded-For`, and the header that "
        "names the desk's user), parted by commas",
    )
    traces: bool = Field(False, description="send OpenTelemetry traces where OTEL_EXPORTER_OTLP_ENDPOINT says")
    ready_max_age_s: PositiveFloat = Field(600.0, description="seconds that the oldest may wait while /readyz says yes")
    desk_user_header: str = Field(
        "", description="header in which a trusted proxy names who uses the review desk; empty: nobody is believed"
    )
    webhook_networks: str = Field(
        "",
        description="networks that webhooks may reach though not public, parted by commas: `10.0.0.0/8,::1/128`",
    )
    alert_queue_count: NonNegativeInt | None = Field(
        None, description="comments in the review queue above which it is told of; none: never"
    )
    alert_queue_age_s: PositiveFloat | None = Field(
        None, description="seconds that the oldest may wait there before it is told of; none: for ever"
    )
    alert_smtp_url: str = Field(
        "", description="mail server that alerts go through: smtp:// or smtps://, USER:PASSWORD@HOST:PORT; empty: none"
    )
    alert_mail_from: str = Field("", description="the sender of alerts by mail")
    alert_mail_to: str = Field("", description="who gets alerts by mail, parted by commas")
    alert_slack_url: str = Field("", description="incoming webhook of Slack that takes alerts; empty: none")
    alert_mattermost_url: str = Field("", description="incoming webhook of Mattermost that takes alerts; empty: none")
    alert_matrix_url: str = Field(
        "",
        description="where a Matrix room takes alerts: "
        "`https://HOST/_matrix/client/v3/rooms/ROOM/send/m.room.message`; empty: none",
    )
    alert_matrix_token: str = Field("", description="access token of the Matrix user that writes there")
    alert_quiet_hours: str = Field("", description="when nobody is told: `22:00-07:00`; empty: never")
    alert_digest_at: str = Field("", description="when the day's digest goes out: `08:00`; empty: never")
    alert_time_zone: str = Field("UTC", description="by which clock these two are: `Europe/Berlin`")
    coral_signing_secrets: str = Field(
        "",
        description="secrets of Coral's external moderation phases, parted by commas; empty: none is answered",
    )
    webhook_keys: str = Field(
        "",
        description="keys (32 bytes in base64 each, parted by commas) that encrypt webhooks' addresses and secrets in "
        "the database: the first encrypts, all decrypt; without one there are no webhooks",
    )
    oidc_issuer: str = Field(
        "", description="OpenID Connect provider by which people log in at the desk: https://...; empty: none"
    )
    oidc_client_id: str = Field("winnow", description="the name by which the provider knows the desk")
    oidc_client_secret: str | None = Field(
        None, description="the secret that goes with it; none: the provider asks for none"
    )
    oidc_scope: str = Field("openid profile email", description="what the provider is asked to tell")
    oidc_user_claim: str = Field(
        "sub",
        description="the claim whose value is somebody's name here; nobody may be able to choose it, or get another's",
    )
    oidc_role_claim: str = Field(
        "", description="the claim whose values give roles, such as `groups` or `realm_access.roles`; empty: none does"
    )
    oidc_admin_value: str = Field("winnow-admin", description="the value in it that makes an admin")
    oidc_moderator_value: str = Field("winnow-moderator", description="the value in it that makes a moderator")
    desk_https: bool = Field(
        False, description="whether people reach the desk by HTTPS: its cookie is then sent over nothing else"
    )


def load_settings(overrides: Mapping[str, object] | None = None) -> Settings:
    """Read the settings; ``overrides`` are the flags that were given (None where one was not).

    Raises MisconfiguredError with the key and what is wrong with it.
    """
    values = {**_from_file(), **_from_environment()}
    values |= {key: value for key, value in (overrides or {}).items() if value is not None}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise MisconfiguredError(_sentence(error)) from None


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment that gives a process of ours these very settings, whatever file it finds."""
    ours = {PREFIX + name.upper(): value for name, value in settings.model_dump().items()}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {name: str(value) for name, value in ours.items() if value is not None}


def celery_broker_urls() -> dict[str, str]:
    """Return the brokers that the environment names for any Celery app; Winnow's own setting beats them."""
    return {name: url for name in CELERY_BROKER_VARIABLES if (url := os.environ.get(name))}


def prepare_worker_process() -> None:
    """Set what the numeric libraries read from the environment when they are imported."""
    # One thread a process: children share the cores, and OpenMP's threads don't survive a fork.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _from_file() -> dict[str, Any]:
    named = os.environ.get(CONFIG_VARIABLE)
    path = Path(named) if named else DEFAULT_FILE
    if not named and not path.exists():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MisconfiguredError(f"can't read the settings file {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MisconfiguredError(f"the settings file {path} is not TOML: {error}") from None
    for key in values:
        _require_known(key, key, f"in {path}")
    return values


def _from_environment() -> dict[str, str]:
    values = {}
    for name, value in os.environ.items():
        if name.startswith(PREFIX) and name != CONFIG_VARIABLE and not _is_service_link(name, value):
            key = name.removeprefix(PREFIX).lower()
            _require_known(key, name, "in the environment")
            values[key] = value
    return values


def _is_service_link(name: str, value: str) -> bool:
    """Whether a variable tells of a service that happens to be named so: nobody meant it as a setting."""
    return bool(_LINK.search(name) or (name.endswith("_PORT") and _LINK_VALUE.match(value)))


def _require_known(key: str, shown: str, where: str) -> None:
    if key in Settings.model_fields:
        return
    close = difflib.get_close_matches(key, Settings.model_fields, n=1)
    hint = f"; did you mean {_like(shown, close[0])}?" if close else ""
    raise MisconfiguredError(f"unknown setting {shown} {where}{hint}")


def _like(shown: str, key: str) -> str:
    return PREFIX + key.upper() if shown.startswith(PREFIX) else key


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    return f"the setting {key} ({PREFIX}{key.upper()}) is wrong: {first['msg']}, got {first['input']!r}"
