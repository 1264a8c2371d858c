"""Watching the store's figures, and telling by mail and chat what is decided; one process of the service tells."""

import asyncio
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import httpx
import orjson
import structlog
from anyio import to_thread

from worker.errors import MisconfiguredError, RefusedError, WinnowError
from worker.settings import Settings
from worker.store.figures.alerts import announced, claim, end
from worker.store.figures.site_priors import flooded_sites
from worker.store.figures.slice_holds import list_holds
from worker.store.figures.status import status
from worker.store.figures.work_counts import RELOAD_FAILURES, counted
from worker.store.moderation.review_queue import ReviewQueue
from worker.web.alerts import chat, mail
from worker.web.alerts.decision import Alert, Figures, QuietHours, Rules, decide
from worker.web.dependencies import Dependencies
from worker.web.guarded_request import send
from worker.web.webhook_address import Network, endpoint, networks, reachable

# Seconds between two looks, and that a chat has for its answer.
LOOK_S: Final = 30.0
TIMEOUT_S: Final = 15.0
# Flooded sites that are told of at once: more are one attack.
_MOST_SITES: Final = 20
# Slices that are told of at once.
_MOST_SLICES: Final = 20

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """When to tell, by whose clock, and whom."""

    rules: Rules
    zone: ZoneInfo
    rooms: tuple[chat.Room, ...]
    mailbox: mail.Mailbox | None
    allowed: tuple[Network, ...]

    @property
    def has_channels(self) -> bool:
        """Whether there is anybody to tell."""
        return bool(self.rooms) or self.mailbox is not None


def watch_of(settings: Settings) -> Watch:
    """Read the settings; raises MisconfiguredError with the one that is wrong."""
    if settings.alert_time_zone not in available_timezones():
        raise MisconfiguredError("WINNOW_ALERT_TIME_ZONE is no time zone of the IANA's, such as Europe/Berlin")
    urls = {
        chat.Chat.SLACK: settings.alert_slack_url,
        chat.Chat.MATTERMOST: settings.alert_mattermost_url,
        chat.Chat.MATRIX: settings.alert_matrix_url,
    }
    sends = bool(settings.alert_smtp_url)
    return Watch(
        Rules(
            queue_count=settings.alert_queue_count,
            queue_age_s=settings.alert_queue_age_s,
            quiet=_quiet(settings.alert_quiet_hours),
            digest_at=_clock("WINNOW_ALERT_DIGEST_AT", settings.alert_digest_at) if settings.alert_digest_at else None,
        ),
        ZoneInfo(settings.alert_time_zone),
        tuple(chat.Room(kind, url, settings.alert_matrix_token) for kind, url in urls.items() if url),
        mail.mailbox(settings.alert_smtp_url, settings.alert_mail_from, settings.alert_mail_to) if sends else None,
        networks(settings.webhook_networks),
    )


def figures_of(winnow: Dependencies) -> Figures:
    """Read the store's figures."""
    now, waiting = status(winnow.engine), ReviewQueue(winnow.engine).waiting()
    return Figures(
        waiting=waiting.count,
        oldest_s=waiting.oldest_s,
        pending=now.pending + now.processing,
        dead=now.dead,
        flooded=tuple(flooded_sites(winnow.engine, _MOST_SITES)),
        refused=counted(winnow.engine)[RELOAD_FAILURES],
        # Those that have been held for longest: of too many, none comes and goes with the names of others.
        held=tuple(sorted(list_holds(winnow.engine), key=lambda one: one.held_at)[:_MOST_SLICES]),
    )


async def look(winnow: Dependencies, watch: Watch, client: httpx.AsyncClient, now: datetime) -> None:
    """Look once, and tell what is new; what reached nobody is told at the next look."""
    figures = await to_thread.run_sync(figures_of, winnow)
    known = await to_thread.run_sync(announced, winnow.engine)
    decision = decide(figures, watch.rules, known, now.astimezone(watch.zone))
    await to_thread.run_sync(end, winnow.engine, decision.over)
    for alert in decision.tell:
        if await to_thread.run_sync(claim, winnow.engine, alert.key) and not await _tell(watch, client, alert):
            await to_thread.run_sync(end, winnow.engine, (alert.key,))


async def run(winnow: Dependencies, watch: Watch, *, look_s: float = LOOK_S) -> None:
    """Look until cancelled; a database that is away is asked again."""
    async with httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False) as client:
        while True:
            try:
                await look(winnow, watch, client, datetime.now(UTC))
            except WinnowError as error:
                log.warning("alerts_put_off", error=type(error).__name__)
            await asyncio.sleep(look_s)


async def _tell(watch: Watch, client: httpx.AsyncClient, alert: Alert) -> bool:
    """Tell all that are to be told, and say whether anybody was; the log names kinds, and no address."""
    ways = [(room.chat.value, partial(_chat, client, watch, room, alert)) for room in watch.rooms]
    if watch.mailbox is not None:
        ways.append(("mail", partial(_mail, watch, watch.mailbox, alert)))
    reached = False
    for name, way in ways:
        try:
            fault = await way()
        except RefusedError as error:
            fault = str(error)
        except Exception as error:  # whatever a server does, the others are still told
            fault = type(error).__name__
        reached = reached or fault is None
        log.info("alert", key=alert.key.partition(":")[0], way=name, fault=fault)
    return reached


async def _chat(client: httpx.AsyncClient, watch: Watch, room: chat.Room, alert: Alert) -> str | None:
    message = chat.message(room, alert, uuid.uuid4().hex)
    place = await to_thread.run_sync(endpoint, message.url, watch.allowed)
    headers = {"Content-Type": "application/json", "User-Agent": "Winnow", **message.headers}
    answer = await send(client, message.method, message.url, place, orjson.dumps(message.body), headers)
    return None if httpx.codes.is_success(answer) else f"it answered {answer}"


async def _mail(watch: Watch, box: mail.Mailbox, alert: Alert) -> str | None:
    await to_thread.run_sync(reachable, box.host, box.port, watch.allowed)
    return await to_thread.run_sync(mail.send, box, alert)


def _quiet(written: str) -> QuietHours | None:
    if not written:
        return None
    since, dash, until = written.partition("-")
    if not dash:
        raise MisconfiguredError("WINNOW_ALERT_QUIET_HOURS is two times, 22:00-07:00")
    return QuietHours(_clock("WINNOW_ALERT_QUIET_HOURS", since), _clock("WINNOW_ALERT_QUIET_HOURS", until))


def _clock(name: str, written: str) -> time:
    try:
        return datetime.strptime(written.strip(), "%H:%M").time()
    except ValueError:
        raise MisconfiguredError(f"{name} is wrong: a time is written 07:30, got {written!r}") from None
