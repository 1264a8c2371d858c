"""Webhooks: what they are told, that it is signed, and what becomes of it while nobody answers."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, select, update
from standardwebhooks import Webhook as Signer

from classifiers.types import Prediction, Verdict
from tests.factories import judged, new_article, processed
from tests.web import WEBHOOK_KEY, Site, site, winnow_of
from worker.domain import Failed
from worker.errors import MisconfiguredError
from worker.observability.logs import configure_logs
from worker.reasons import Reason
from worker.store.access.tokens import Scope
from worker.store.base.schema import deliveries, webhooks
from worker.store.base.secret_box import SecretBox
from worker.store.base.transactions import reading, writing
from worker.store.flow.events import announce_champion
from worker.store.flow.rescoring import Rescoring
from worker.store.flow.webhooks import BACK_OFF_S

SECRET_TEXT = "a casino that nobody may read of"


@dataclass
class Receiver:
    """Takes what it is sent, and answers with ``status``."""

    url: str = ""
    status: int = 204
    got: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

    def opened(self, secret: str) -> list[dict[str, Any]]:
        """Return what came, each verified; raises where a signature is wrong."""
        return [Signer(secret).verify(body, headers) for body, headers in self.got]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.got.append((body, dict(self.headers)))
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def hooked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(winnow_of(tmp_path_factory.mktemp("hooked"), webhook_networks="127.0.0.0/8")) as running:
        yield running


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened


def wait_for(check: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 300
    while not check():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def add(hooked: Site, url: str, *events: str) -> dict[str, Any]:
    answer = hooked.client(Scope.ADMIN).post("/api/v1/webhooks", json={"url": url, "events": events})
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    return made


def deliver_outcomes(hooked: Site) -> tuple[int, int]:
    """Have two articles processed: one done with a spam comment, one dead."""
    service = hooked.winnow.service
    done, dead = [one.id for one in service.inbox.submit([new_article("done"), new_article("dead")])]
    claim = service.inbox.claim([done, dead], lease_s=60, tried=range(5))
    spam = judged(SECRET_TEXT, verdict=Verdict.SPAM, probability=0.99)
    outcomes = [processed(done, judged(), spam), Failed(dead, Reason.EMPTY, "nothing", final=True)]
    service.results.commit(claim.token, outcomes)
    return done, dead


def test_what_happened_is_told_and_signed(hooked: Site, receiver: Receiver) -> None:
    secret = add(hooked, receiver.url, "article.done", "comment.spam", "dead")["secret"]
    done, dead = deliver_outcomes(hooked)
    wait_for(lambda: len(receiver.got) == 3)
    told = {one["type"]: one["data"] for one in receiver.opened(secret)}
    assert told["article.done"]["id"] == done
    assert told["article.done"]["comments"] == {"allow": 1, "review": 0, "spam": 1}
    assert told["dead"] == {"id": dead, "external_id": None, "url": "https://orchard.example/dead", "reason": "EMPTY"}
    assert told["comment.spam"]["article_id"] == done
    assert told["comment.spam"]["reasons"] == ["WORDS"]
    assert all(SECRET_TEXT.encode() not in body for body, _ in receiver.got)


def test_an_article_that_ended_its_workers_is_told(hooked: Site, receiver: Receiver) -> None:
    secret = add(hooked, receiver.url, "dead")["secret"]
    inbox = hooked.winnow.service.inbox
    [killer] = inbox.submit([new_article("killer")])
    inbox.claim([killer.id], lease_s=-1, tried=range(5))
    inbox.expire(max_attempts=1, longest_lease_s=60)
    wait_for(lambda: len(receiver.got) == 1)
    [told] = receiver.opened(secret)
    assert (told["data"]["id"], told["data"]["reason"]) == (killer.id, "CRASH")


def test_what_moderators_decide_is_told(hooked: Site, receiver: Receiver) -> None:
    secret = add(hooked, receiver.url, "comment.labelled", "comment.verdict_changed")["secret"]
    deliver_outcomes(hooked)
    moderator = hooked.client(Scope.MODERATE)
    spam = next(row for row in moderator.get("/api/v1/comments").json()["items"] if row["verdict"] == "spam")
    address = f"/api/v1/comments/{spam['id']}/labels"
    moderator.post(address, json={"label": "spam"})  # the verdict stands as it did
    moderator.post(address, json={"label": "spam"})  # said before: nothing new
    moderator.post(address, json={"label": "ham"})
    moderator.delete(address)
    wait_for(lambda: len(receiver.got) == 5)
    told = [(one["type"], one["data"]["before"], one["data"]["after"]) for one in receiver.opened(secret)]
    assert sorted(told, key=str) == sorted(
        [
            ("comment.labelled", None, "spam"),
            ("comment.labelled", "spam", "ham"),
            ("comment.labelled", "ham", "spam"),
            ("comment.verdict_changed", "spam", "allow"),
            ("comment.verdict_changed", "allow", "spam"),
        ],
        key=str,
    )
    assert {one["data"]["id"] for one in receiver.opened(secret)} == {spam["id"]}
    assert all(SECRET_TEXT.encode() not in body for body, _ in receiver.got)


def test_a_decision_names_the_comment_as_akismets_door_did(hooked: Site, receiver: Receiver) -> None:
    secret = add(hooked, receiver.url, "comment.labelled")["secret"]
    form = {"api_key": hooked.token(Scope.BLOG), "blog": "https://orchard.example/", "comment_content": "Pears."}
    client = hooked.client()
    guid = client.post("/1.1/comment-check", data=form).headers["x-akismet-guid"]
    client.post("/1.1/submit-spam", data=form)
    wait_for(lambda: len(receiver.got) == 1)
    assert receiver.opened(secret)[0]["data"]["guid"] == guid


def test_what_another_model_judges_otherwise_is_told(hooked: Site, receiver: Receiver) -> None:
    secret = add(hooked, receiver.url, "comment.verdict_changed")["secret"]
    deliver_outcomes(hooked)
    rescoring = Rescoring(hooked.winnow.engine, "next")
    [[article]] = rescoring.batches()
    judgements = [Prediction(0.01, Verdict.ALLOW) for _ in article.comments]
    rescoring.store([(article, judgements)])
    wait_for(lambda: len(receiver.got) == 1)
    [told] = receiver.opened(secret)
    assert (told["data"]["before"], told["data"]["after"]) == ("spam", "allow")


def test_a_webhook_is_told_of_its_events_alone(hooked: Site, receiver: Receiver) -> None:
    secret = add(hooked, receiver.url, "dead")["secret"]
    deliver_outcomes(hooked)
    wait_for(lambda: len(receiver.got) == 1)
    time.sleep(1.2)  # another look
    assert [one["type"] for one in receiver.opened(secret)] == ["dead"]


def test_a_promotion_is_told_once(hooked: Site, receiver: Receiver) -> None:
    secret = add(hooked, receiver.url, "model.promoted")["secret"]
    wait_for(lambda: not announce_champion(hooked.winnow.engine, hooked.winnow.registry.champion()))
    assert receiver.got == []
    registry = hooked.winnow.registry
    before = registry.champion()
    assert announce_champion(hooked.winnow.engine, "new-champion")
    wait_for(lambda: len(receiver.got) == 2)  # and the dispatcher, which finds the old one serving again
    assert [one["data"]["version"] for one in receiver.opened(secret)] == ["new-champion", before]


def test_it_is_tried_again_with_growing_pauses_and_logged(hooked: Site, receiver: Receiver) -> None:
    receiver.status = 500
    made = add(hooked, receiver.url, "dead")
    deliver_outcomes(hooked)
    wait_for(lambda: len(receiver.got) == 1)

    def logged() -> dict[str, Any]:
        [row] = hooked.client(Scope.ADMIN).get(f"/api/v1/webhooks/{made['id']}/deliveries").json()["items"]
        return dict(row)

    wait_for(lambda: logged()["status"] == 500)
    assert logged()["delivered_at"] is None
    assert logged()["error"] == "it answered 500"
    receiver.status = 200
    with writing(hooked.winnow.engine) as connection:
        connection.execute(update(deliveries).values(due_at=deliveries.c.created_at))
    wait_for(lambda: logged()["delivered_at"] is not None)
    assert (logged()["attempts"], logged()["status"], logged()["due_at"]) == (2, 200, None)
    ids = {headers["webhook-id"] for _, headers in receiver.got}
    assert len(ids) == 1


def test_it_is_given_up_at_last(hooked: Site) -> None:
    with receiving() as gone:
        url = gone.url
    made = add(hooked, url, "dead")
    deliver_outcomes(hooked)
    last = {"attempts": len(BACK_OFF_S), "due_at": deliveries.c.created_at}
    wait_for(lambda: log_of(hooked, made["id"])[0]["error"] == "ConnectError")
    with writing(hooked.winnow.engine) as connection:
        connection.execute(update(deliveries).values(last))
    wait_for(lambda: log_of(hooked, made["id"])[0]["due_at"] is None)
    assert log_of(hooked, made["id"])[0]["delivered_at"] is None


def log_of(hooked: Site, webhook: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (
        hooked.client(Scope.ADMIN).get(f"/api/v1/webhooks/{webhook}/deliveries").json()["items"]
    )
    return items


def test_webhooks_are_listed_without_their_secrets_and_removed(hooked: Site) -> None:
    admin = hooked.client(Scope.ADMIN)
    made = add(hooked, "https://site.example/winnow", "dead")
    assert made["secret"].startswith("whsec_")
    listed = admin.get("/api/v1/webhooks")
    assert made["secret"] not in listed.text
    assert [one["id"] for one in listed.json()] == [made["id"]]
    assert admin.delete(f"/api/v1/webhooks/{made['id']}").status_code == 204
    assert admin.delete(f"/api/v1/webhooks/{made['id']}").status_code == 404


@pytest.mark.parametrize("url", ["ftp://site.example", "site.example", "http://", "https://user:word@site.example"])
def test_an_address_that_cannot_be_told_is_refused(hooked: Site, url: str) -> None:
    answer = hooked.client(Scope.ADMIN).post("/api/v1/webhooks", json={"url": url, "events": ["dead"]})
    assert answer.status_code == 422


# This machine, its network and its cloud's metadata, as somebody may write them who hopes that nobody reads them so.
INWARD = (
    "http://127.0.0.1/", "http://localhost:6379/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
    "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::1]/", "http://0.0.0.0/", "http://[::]/", "http://169.254.169.254/latest", "http://[fe80::1]/",
    "http://[fd00:ec2::254]/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://100.64.0.1/",
    "http://224.0.0.1/", "http://255.255.255.255/", "http://①②⑦.⓪.⓪.①/",
)  # fmt: skip


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(winnow_of(tmp_path_factory.mktemp("strict"))) as running:
        yield running


@pytest.mark.parametrize("url", INWARD)
def test_an_address_that_is_not_public_is_refused(strict: Site, url: str) -> None:
    answer = strict.client(Scope.ADMIN).post("/api/v1/webhooks", json={"url": url, "events": ["dead"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_URL")


@pytest.mark.parametrize("url", ["http://site.example:99999/", "http://site.example:0/", "http://[::1", "http://a:b/"])
def test_an_address_without_a_port_that_there_is_is_refused(strict: Site, url: str) -> None:
    answer = strict.client(Scope.ADMIN).post("/api/v1/webhooks", json={"url": url, "events": ["dead"]})
    assert answer.status_code == 422


def test_a_delivery_that_can_go_nowhere_is_noted_and_ends(strict: Site) -> None:
    urls = ("http://127.0.0.1:9/", "http://site.example:99999/", "http://", "http://no-such-name.invalid/")
    made = {url: add(strict, "https://site.example/hook", "dead")["id"] for url in urls}
    with writing(strict.winnow.engine) as connection:  # as a name's owner may point it later
        for url, one in made.items():
            target = SecretBox(WEBHOOK_KEY).seal({"url": url, "secret": "whsec_" + "A" * 44})
            connection.execute(update(webhooks).where(webhooks.c.id == one).values(target=target))
    deliver_outcomes(strict)
    wait_for(lambda: all(log_of(strict, one) and log_of(strict, one)[0]["error"] for one in made.values()))
    last = {"attempts": len(BACK_OFF_S), "due_at": deliveries.c.created_at}
    with writing(strict.winnow.engine) as connection:
        connection.execute(update(deliveries).values(last))
    wait_for(lambda: all(log_of(strict, one)[0]["due_at"] is None for one in made.values()))
    assert {log_of(strict, one)[0]["status"] for one in made.values()} == {None}


def test_a_receiver_is_reached_under_its_name_and_by_the_address_that_was_looked_at(
    hooked: Site, receiver: Receiver
) -> None:
    url = receiver.url.replace("127.0.0.1", "localhost")
    with pytest.MonkeyPatch.context() as patch:
        looked_up: list[str] = []
        real = socket.getaddrinfo

        def look(host: Any, *rest: Any, **more: Any) -> Any:
            if host == "localhost":
                looked_up.append(host)
                return real("127.0.0.1" if len(looked_up) < 3 else "192.0.2.1", *rest, **more)
            return real(host, *rest, **more)

        patch.setattr(socket, "getaddrinfo", look)
        add(hooked, url, "dead")  # looks twice, and the delivery once: another look would lead elsewhere
        looked_up.clear()
        deliver_outcomes(hooked)
        wait_for(lambda: len(receiver.got) == 1)
    assert receiver.got[0][1]["Host"] == url.removeprefix("http://").removesuffix("/hook")
    assert looked_up == ["localhost"]


def test_a_receiver_leads_nowhere_else(hooked: Site, receiver: Receiver) -> None:
    receiver.status = 302
    made = add(hooked, receiver.url, "dead")
    deliver_outcomes(hooked)
    wait_for(lambda: log_of(hooked, made["id"])[0]["error"] == "it answered 302")
    assert len(receiver.got) == 1


def test_what_stands_in_a_webhooks_address_reaches_no_log(
    hooked: Site, receiver: Receiver, capfd: pytest.CaptureFixture[str]
) -> None:
    configure_logs("INFO")
    made = add(hooked, f"{receiver.url}?key=hushhush", "dead")
    deliver_outcomes(hooked)
    wait_for(lambda: log_of(hooked, made["id"])[0]["delivered_at"] is not None)
    logged = capfd.readouterr().err
    assert '"event": "webhook"' in logged
    assert "hushhush" not in logged


def test_a_webhook_whose_key_is_lost_is_told_nothing_and_its_log_says_so(hooked: Site, receiver: Receiver) -> None:
    made, other = add(hooked, receiver.url, "dead"), add(hooked, receiver.url, "dead")
    lost = SecretBox(Fernet.generate_key().decode()).seal({"url": receiver.url, "secret": made["secret"]})
    with writing(hooked.winnow.engine) as connection:
        connection.execute(update(webhooks).where(webhooks.c.id == made["id"]).values(target=lost))
    deliver_outcomes(hooked)
    wait_for(lambda: bool(log_of(hooked, made["id"]) and log_of(hooked, made["id"])[0]["error"]))
    assert "WINNOW_WEBHOOK_KEYS" in log_of(hooked, made["id"])[0]["error"]
    wait_for(lambda: len(receiver.got) == 1)
    assert len(receiver.opened(other["secret"])) == 1
    assert hooked.client(Scope.ADMIN).get("/api/v1/webhooks").status_code == 503


def test_a_new_key_takes_over_at_the_next_start(tmp_path: Path, receiver: Receiver) -> None:
    old, new = WEBHOOK_KEY, Fernet.generate_key().decode()
    more = {"webhook_networks": "127.0.0.0/8"}
    with site(winnow_of(tmp_path, webhook_keys=old, **more)) as running:
        made = add(running, receiver.url, "dead")
    for keys in (f"{new}, {old}", new):
        winnow = winnow_of(tmp_path, webhook_keys=keys, **more)
        with site(winnow) as running:
            wait_for(lambda engine=winnow.engine: SecretBox(new).is_current(stored(engine)))
            assert running.client(Scope.ADMIN).get("/api/v1/webhooks").json()[0]["url"] == receiver.url
    with site(winnow_of(tmp_path, webhook_keys=new, **more)) as running:
        deliver_outcomes(running)
        wait_for(lambda: len(receiver.got) == 1)
    assert len(receiver.opened(made["secret"])) == 1


def stored(engine: Engine) -> str:
    with reading(engine) as connection:
        return str(connection.scalar(select(webhooks.c.target)))


def test_without_a_key_there_are_no_webhooks(tmp_path: Path) -> None:
    with site(winnow_of(tmp_path, webhook_keys="")) as running:
        admin = running.client(Scope.ADMIN)
        answer = admin.post("/api/v1/webhooks", json={"url": "https://site.example/", "events": ["dead"]})
        assert answer.status_code == 503
        assert "openssl rand -base64 32" in answer.json()["detail"]
        assert admin.get("/api/v1/webhooks").json() == []


@pytest.mark.parametrize(
    "keys", ["hush", f"{WEBHOOK_KEY},hush", WEBHOOK_KEY[:-4]], ids=["a word", "a key and a word", "a key cut short"]
)
def test_a_key_that_is_none_is_said_at_the_start_and_not_shown(tmp_path: Path, keys: str) -> None:
    with pytest.raises(MisconfiguredError, match="32 bytes") as caught:
        _ = winnow_of(tmp_path, webhook_keys=keys).web_dependencies
    assert "hush" not in str(caught.value)
    assert WEBHOOK_KEY[:10] not in str(caught.value)
