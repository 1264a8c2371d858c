"""Who has proved nothing takes nothing from those who have: half requests, large bodies, guesses at passwords."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.web import Site, serving, site, winnow_of
from worker.store.access.tokens import Scope
from worker.store.access.users import Users
from worker.web.application import create_app
from worker.web.guarded_protocol import Patience

PATIENCE = Patience(head_s=0.5, rest_s=0.5, most=12, most_of_address=8)
HALF = b"POST /api/v1/articles HTTP/1.1\r\nHost: x\r\n"
PASSWORD = "correct horse battery"


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[Site]:
    winnow = winnow_of(tmp_path)
    app = create_app(winnow.web_dependencies)
    with serving(app, PATIENCE) as url:
        yield Site(url, winnow, app)


def connect(running: Site, source: str = "127.0.0.1") -> socket.socket:
    port = urlsplit(running.url).port
    assert port is not None
    return socket.create_connection(("127.0.0.1", port), timeout=120, source_address=(source, 0))


def drip(connection: socket.socket) -> None:
    for number in range(100):
        time.sleep(0.1)
        connection.sendall(f"X-{number}: 1\r\n".encode())


def is_ended(connection: socket.socket) -> bool:
    """Read until the service ends the connection; a connection that is kept raises TimeoutError."""
    try:
        while connection.recv(65_536):
            pass
    except ConnectionError:
        pass
    return True


def test_half_a_head_is_not_waited_for(impatient: Site) -> None:
    for sent in (b"", b"GE", HALF):
        with connect(impatient) as connection:
            connection.sendall(sent)
            assert is_ended(connection)


def test_a_drop_now_and_then_buys_no_time(impatient: Site) -> None:
    """With one time-out a byte, a client that sends a byte a second stays for ever."""
    with connect(impatient) as connection:
        connection.sendall(HALF)
        with pytest.raises(ConnectionError):
            drip(connection)


def test_the_rest_of_what_was_answered_is_not_waited_for(impatient: Site) -> None:
    with connect(impatient) as connection:
        connection.sendall(HALF + b"Content-Length: 1000000\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 401"
        assert is_ended(connection)


def test_one_address_holds_so_many_connections_and_others_none_the_fewer(impatient: Site) -> None:
    held = [connect(impatient, "127.0.0.9") for _ in range(PATIENCE.most_of_address)]
    with connect(impatient, "127.0.0.9") as one_too_many:
        assert is_ended(one_too_many)
    with impatient.client() as client:
        assert client.get("/healthz").status_code == 200
    for connection in held:
        connection.close()


def test_where_all_places_are_taken_the_longest_wait_makes_room(impatient: Site) -> None:
    held = [connect(impatient, f"127.0.1.{1 + number % 3}") for number in range(PATIENCE.most)]
    with impatient.client() as client:
        assert client.get("/healthz").status_code == 200
    assert is_ended(held[0])
    for connection in held:
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind"), [("articles", "json"), ("articles/stream", "x-ndjson"), ("classify", "json"), ("none", "json")]
)
def test_without_a_token_no_byte_of_a_body_is_read(web: Site, path: str, kind: str) -> None:
    """The answer comes before the body was sent: with a body that is too large, and of no JSON."""
    with connect(web) as connection:
        head = f"POST /api/v1/{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/{kind}\r\n"
        connection.sendall(f"{head}Content-Length: 99999999999\r\n\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 401"


@pytest.mark.parametrize(("path", "most"), [("/desk/login", 65_536), ("/1.1/comment-check", 524_288)])
def test_what_proves_nothing_may_send_little(web: Site, path: str, most: int) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with web.client() as client:
        assert client.post(path, content=b"a" * (most + 1), headers=headers).status_code == 413
        assert client.post(path, content=b"a=" + b"b" * (most - 2), headers=headers).status_code != 413


def test_a_form_is_not_taken_apart_for_who_has_no_key(web: Site) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    many = "&".join(f"f{number}=1" for number in range(2000))
    with web.client() as client:
        assert client.post("/1.1/comment-check", content=many, headers=headers).text == "invalid"
        known = f"{many}&api_key={web.token(Scope.BLOG)}"
        assert client.post("/1.1/comment-check", content=known, headers=headers).status_code == 422


def test_of_many_guesses_at_once_as_many_count_as_in_a_row(web: Site) -> None:
    Users(web.winnow.engine).add("ida", PASSWORD, actor="test")

    def guess(number: int) -> int:
        with web.client() as client:
            return client.post("/desk/login", data={"name": "ida", "password": f"guess {number}"}).status_code

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(guess, range(30)))
    assert answers.count(401) == 5
    assert set(answers) == {401, 429}


@pytest.mark.parametrize("trusted", [True, False])
def test_the_brake_counts_whom_a_trusted_proxy_names(tmp_path: Path, trusted: bool) -> None:
    proxies = "127.0.0.1" if trusted else "10.9.8.7"
    with site(winnow_of(tmp_path, trusted_proxies=proxies)) as running, running.client() as client:
        Users(running.winnow.engine).add("ida", PASSWORD, actor="test")

        def log_in(address: str, password: str) -> int:
            headers = {"X-Forwarded-For": address}
            return client.post("/desk/login", data={"name": "ida", "password": password}, headers=headers).status_code

        for number in range(5):
            assert log_in("192.0.2.7", f"guess {number}") == 401
        assert log_in("192.0.2.7", PASSWORD) == 429
        assert log_in("192.0.2.8", PASSWORD) == (303 if trusted else 429)


def test_a_name_that_came_twice_is_nobodys(tmp_path: Path) -> None:
    """A proxy that adds its header behind a client's own would let the client say who he is."""
    with site(winnow_of(tmp_path, desk_user_header="X-Forwarded-User")) as running, running.client() as client:
        twice = [("X-Forwarded-User", "admin"), ("X-Forwarded-User", "ida")]
        assert client.get("/desk/queue", headers=twice).status_code == 403
