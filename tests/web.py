"""The web service as the tests run it: a real uvicorn on loopback, a SQLite of its own, a broker in memory."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import uvicorn
from cryptography.fernet import Fernet
from fastapi import FastAPI
from starlette.types import ASGIApp

from worker.bootstrap import Winnow
from worker.queue.embedded import EMBEDDED_BROKER
from worker.settings import Settings
from worker.store.access.tokens import Scope, Tokens
from worker.web.application import create_app
from worker.web.guarded_protocol import Patience
from worker.web.server import DEFAULT_PATIENCE, configuration, listening

START_S = 180.0
WEBHOOK_KEY = Fernet.generate_key().decode()


@dataclass
class Site:
    """A running service: its address, its parts, and a client for each scope."""

    url: str
    winnow: Winnow
    app: FastAPI

    def client(self, *scopes: Scope) -> httpx.Client:
        """Return a client that proves itself with a fresh token, or with none."""
        headers = {"Authorization": f"Bearer {self.token(*scopes)}"} if scopes else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=120)

    def token(self, *scopes: Scope) -> str:
        name = f"test-{time.monotonic_ns()}"
        secret = Tokens(self.winnow.engine).add(name, frozenset(scopes), actor="test")
        self.forget_tokens()
        return secret

    def forget_tokens(self) -> None:
        """Have the service read its tokens anew, as it does by itself within a second."""
        self.app.state.tokens._interval._begun_at = None


def winnow_of(folder: Path, **settings: object) -> Winnow:
    values = {
        "database_url": f"sqlite:///{folder / 'web.db'}",
        "broker_url": EMBEDDED_BROKER,
        "model_dir": folder / "models",
        "webhook_keys": WEBHOOK_KEY,
        **settings,
    }
    return Winnow(Settings.model_validate(values))


@contextmanager
def site(winnow: Winnow) -> Iterator[Site]:
    app = create_app(winnow.web_dependencies)
    with serving(app) as url:
        yield Site(url, winnow, app)


@contextmanager
def serving(app: ASGIApp, patience: Patience = DEFAULT_PATIENCE) -> Iterator[str]:
    """Serve an application from a thread; yield its address."""
    server = uvicorn.Server(configuration(app, patience))
    listener = listening("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    deadline = time.monotonic() + START_S
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


class Rewritten(httpx.BaseTransport):
    """Sends what is meant for another service's host to ours."""

    def __init__(self, url: str) -> None:
        self._to = urlsplit(url)
        self._transport = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host=self._to.hostname, port=self._to.port)
        return self._transport.handle_request(request)
