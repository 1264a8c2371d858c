"""Alerts over the wire: a real mail server, real HTTP, and a store that says when there is something to tell."""

import json
import logging
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP, AuthResult

from tests.certificates import Certificates, make_certificates
from tests.desk_data import fill
from tests.integration.web.test_webhooks import wait_for
from tests.servers import free_port
from tests.web import site, winnow_of
from worker.bootstrap import Winnow
from worker.domain import Measure, Slice
from worker.observability.logs import configure_logs
from worker.store.base.transactions import writing
from worker.store.figures.alerts import announced
from worker.store.figures.slice_holds import hold, release
from worker.store.figures.work_counts import RELOAD_FAILURES, count
from worker.web.alerts.watch import look, watch_of

SECRET = "hush-hush"
NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


@dataclass
class Chats:
    """Takes what it is sent, and answers with ``status``."""

    url: str = ""
    status: int = 200
    got: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)


@pytest.fixture
def chats() -> Iterator[Chats]:
    made = Chats()

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            made.got.append((self.command, self.path, dict(self.headers), body))
            self.send_response(made.status)
            self.end_headers()

        def do_POST(self) -> None:
            self._take()

        def do_PUT(self) -> None:
            self._take()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


class Letters(Message):
    """Keeps what comes."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.got.append(message)


@contextmanager
def mail_server(certificates: Certificates | None = None) -> Iterator[tuple[str, Letters]]:
    """Run a mail server, with STARTTLS and a password where there are certificates; yield its address."""
    letters, options = Letters(), {}
    if certificates:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificates.certificate, certificates.key)

        def allow(server: SMTP, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
            return AuthResult(success=data.password == SECRET.encode())

        options = {"tls_context": context, "authenticator": allow, "auth_required": True}
    server = Controller(letters, hostname="127.0.0.1", port=free_port(), **options)
    server.start()
    try:
        yield f"127.0.0.1:{server.port}", letters
    finally:
        server.stop()


def filled(folder: Path, **settings: object) -> Winnow:
    winnow = winnow_of(folder, **{"webhook_networks": "127.0.0.0/8", **settings})
    fill(winnow.engine, articles=4)
    return winnow


def look_once(winnow: Winnow, now: datetime = NOON) -> None:
    async def once() -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            await look(winnow.web_dependencies, watch_of(winnow.settings), client, now)

    anyio.run(once)


def mailed(host: str, **settings: object) -> dict[str, object]:
    to = {"alert_mail_from": "winnow@site.example", "alert_mail_to": "ida@site.example,jan@site.example"}
    return {"alert_smtp_url": f"smtp://{host}", "alert_queue_count": 1, **to, **settings}


def test_a_long_queue_is_mailed_once(tmp_path: Path) -> None:
    with mail_server() as (host, letters):
        winnow = filled(tmp_path, **mailed(host))
        look_once(winnow)
        look_once(winnow)
    [letter] = letters.got
    assert letter["Subject"] == "Winnow: the review queue is long"
    assert letter["X-RcptTo"] == "ida@site.example, jan@site.example"
    assert "Comments waiting for review:" in letter.get_payload()


def test_a_password_goes_over_tls_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificates = make_certificates(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    with mail_server(certificates) as (host, letters):
        port = host.partition(":")[2]
        winnow = filled(tmp_path, **mailed(f"ida:{SECRET}@localhost:{port}", webhook_networks="127.0.0.0/8,::1/128"))
        look_once(winnow)
        assert len(letters.got) == 1


def test_a_server_without_tls_gets_no_password(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("INFO")
    with mail_server() as (host, letters):
        winnow = filled(tmp_path, **mailed(f"ida:{SECRET}@{host}"))
        look_once(winnow)
        assert letters.got == []
    # It is told once it can be: nobody was reached.
    assert announced(winnow.engine) == set()
    assert "it offers no TLS" in capsys.readouterr().err


def test_chats_are_told_in_their_own_forms(tmp_path: Path, chats: Chats) -> None:
    rooms = {
        "alert_slack_url": f"{chats.url}/slack/{SECRET}",
        "alert_mattermost_url": f"{chats.url}/mattermost/{SECRET}",
        "alert_matrix_url": f"{chats.url}/_matrix/client/v3/rooms/!r:m.example/send/m.room.message",
        "alert_matrix_token": SECRET,
    }
    winnow = filled(tmp_path, alert_queue_age_s=1.0, **rooms)
    look_once(winnow)
    slack, mattermost, matrix = chats.got
    assert (slack[:2], mattermost[:2]) == (("POST", f"/slack/{SECRET}"), ("POST", f"/mattermost/{SECRET}"))
    assert slack[3] == mattermost[3]
    assert slack[3]["text"].startswith("Winnow: a comment has waited for long. Comments waiting for review:")
    assert matrix[0] == "PUT"
    assert matrix[2]["Authorization"] == f"Bearer {SECRET}"
    assert matrix[3]["msgtype"] == "m.text"


def test_a_refused_model_is_told_each_time(tmp_path: Path, chats: Chats) -> None:
    winnow = filled(tmp_path, alert_slack_url=chats.url)
    look_once(winnow)
    assert chats.got == []
    for _ in range(2):
        count(winnow.engine, RELOAD_FAILURES)
        look_once(winnow)
        look_once(winnow)
    assert [("a model was refused" in body["text"]) for *_, body in chats.got] == [True, True]


def test_an_estimate_out_of_its_target_is_told_everywhere_until_somebody_looks(tmp_path: Path, chats: Chats) -> None:
    rooms = {
        "alert_slack_url": f"{chats.url}/slack",
        "alert_mattermost_url": f"{chats.url}/mattermost",
        "alert_matrix_url": f"{chats.url}/matrix",
        "alert_matrix_token": SECRET,
    }
    orchard, week = Slice("orchard.example", "de"), date(2026, 11, 23)
    with mail_server() as (host, letters):
        winnow = filled(tmp_path, **mailed(host, alert_queue_count=None), **rooms)
        with writing(winnow.engine) as connection:
            hold(connection, orchard, week, Measure.HAM_LOST)
        look_once(winnow)
        look_once(winnow)

        [letter] = letters.got
        assert letter["Subject"] == "Winnow: an estimate is out of its target"
        assert "ham was judged spam" in letter.get_payload()
        assert [body.get("text", body.get("body", "")).count("orchard.example in de") for *_, body in chats.got] == [
            1
        ] * 3

        release(winnow.engine, orchard, by="ida")
        look_once(winnow)
    assert len(letters.got) == 1
    assert announced(winnow.engine) == frozenset()


def test_an_estimate_is_not_told_again_since_another_slice_is_held(tmp_path: Path, chats: Chats) -> None:
    winnow = filled(tmp_path, alert_slack_url=chats.url)
    newest = Slice("acorn.example", "de")

    def held_too(which: Slice) -> None:
        with writing(winnow.engine) as connection:
            hold(connection, which, date(2026, 11, 23), Measure.HAM_LOST)
        look_once(winnow)

    for number in range(20):
        held_too(Slice(f"orchard-{number:02}.example", "de"))
    held_too(newest)  # one more than are told of at once, and the first by its name
    release(winnow.engine, Slice("orchard-07.example", "de"), by="ida")
    look_once(winnow)
    release(winnow.engine, newest, by="ida")
    look_once(winnow)

    told = [body["text"] for *_, body in chats.got]
    assert len(told) == len(set(told)) == 21
    assert "acorn.example" in told[-1]


def test_quiet_hours_are_by_the_clock_of_the_zone_and_put_it_off(tmp_path: Path, chats: Chats) -> None:
    winnow = filled(
        tmp_path,
        alert_slack_url=chats.url,
        alert_queue_count=1,
        alert_digest_at="21:00",
        alert_quiet_hours="20:30-06:30",
        alert_time_zone="Asia/Tokyo",
    )
    look_once(winnow)  # 21:00 in Tokyo
    assert chats.got == []
    look_once(winnow, datetime(2026, 11, 30, 21, 30, tzinfo=UTC))  # 06:30 there
    [(*_, body)] = chats.got
    assert "the review queue is long" in body["text"]


def test_a_digest_comes_once_a_day(tmp_path: Path, chats: Chats) -> None:
    winnow = filled(tmp_path, alert_mattermost_url=chats.url, alert_digest_at="08:00")
    for day, hour in ((29, 7), (29, 9), (29, 23), (30, 7), (30, 8), (30, 8)):
        look_once(winnow, datetime(2026, 11, day, hour, tzinfo=UTC))
    assert ["digest" in body["text"] for *_, body in chats.got] == [True, True]
    assert announced(winnow.engine) == {"digest:2026-11-30"}


def test_what_reached_nobody_is_told_again_and_one_way_is_enough(tmp_path: Path, chats: Chats) -> None:
    both = {"alert_slack_url": f"{chats.url}/a", "alert_mattermost_url": f"http://127.0.0.1:{free_port()}/b"}
    winnow = filled(tmp_path, alert_queue_count=1, **both)
    chats.status = 500
    look_once(winnow)
    assert announced(winnow.engine) == set()
    chats.status = 200
    look_once(winnow)
    look_once(winnow)
    assert len(chats.got) == 2


def test_two_processes_tell_once(tmp_path: Path, chats: Chats) -> None:
    winnow = filled(tmp_path, alert_slack_url=chats.url, alert_queue_count=1)

    async def both() -> None:
        watch = watch_of(winnow.settings)
        async with httpx.AsyncClient(trust_env=False) as client, anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(look, winnow.web_dependencies, watch, client, NOON)

    anyio.run(both)
    assert len(chats.got) == 1


def test_addresses_that_are_not_public_are_refused_and_no_secret_is_logged(
    tmp_path: Path, chats: Chats, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    configure_logs("DEBUG")
    caplog.set_level(logging.DEBUG)
    with mail_server() as (host, letters):
        ways = mailed(f"ida:{SECRET}@{host}", alert_slack_url=f"{chats.url}/{SECRET}", webhook_networks="")
        matrix = {"alert_matrix_url": f"{chats.url}/{SECRET}", "alert_matrix_token": SECRET}
        winnow = filled(tmp_path, **ways, **matrix)
        look_once(winnow)
        assert (chats.got, letters.got) == ([], [])
    written = "".join(capsys.readouterr())
    assert written.count("WINNOW_WEBHOOK_NETWORKS allows it") == 3
    assert SECRET not in written + caplog.text


def test_the_web_service_looks_by_itself(tmp_path: Path, chats: Chats) -> None:
    winnow = filled(tmp_path, alert_slack_url=chats.url, alert_queue_count=1)
    with site(winnow):
        wait_for(lambda: len(chats.got) == 1)
