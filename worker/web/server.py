"""Serving the application, if where it would listen is safe."""

import signal
import socket
from collections.abc import Callable, Collection

import uvicorn
from starlette.types import ASGIApp

from worker.errors import MisconfiguredError, UnavailableError
from worker.web.access import is_loopback
from worker.web.guarded_protocol import Patience, guarded

# Seconds that an idle connection is kept, and that what is in hand may take at SIGTERM.
KEEP_ALIVE_S = 5
SHUTDOWN_S = 20
DEFAULT_PATIENCE = Patience()


def require_guard(host: str, *, guarded: Callable[[], bool]) -> None:
    """Return where ``host`` is this machine's own, or somebody could prove who he is; else raise MisconfiguredError."""
    if is_loopback(host) or guarded():
        return
    raise MisconfiguredError(
        f"{host} can be reached from other machines, and nobody could prove who he is; first add a user or a token: "
        "winnow user add NAME, or winnow token add NAME --scope admin"
    )


def serve(app: ASGIApp, *, host: str, port: int, trusted: Collection[str]) -> None:
    """Serve until SIGTERM; raises UnavailableError where the address can't be listened on."""
    # uvicorn ends its work and raises the signal once more; to be asked to stop is no failure.
    signal.signal(signal.SIGTERM, lambda *_: None)
    with listening(host, port) as listener:
        uvicorn.Server(configuration(app, Patience(trusted=trusted))).run(sockets=[listener])


def configuration(app: ASGIApp, patience: Patience = DEFAULT_PATIENCE) -> uvicorn.Config:
    """Return how uvicorn serves Winnow: with its limits, and without logs of its own."""
    return uvicorn.Config(
        app,
        log_config=None,  # Winnow's own lines say more, and nothing of a query
        access_log=False,
        server_header=False,
        proxy_headers=False,  # `worker.web.callers` keeps beside them who holds the connection
        http=guarded(patience),
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises UnavailableError where the address can't be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise UnavailableError(f"can't listen on {host}:{port}: {error.strerror}; is something else there?") from None
    # asyncio sets it only on sockets that name their protocol, and these do not; what is accepted inherits it. Without
    # it, an answer's body waits some 40 ms for the client to acknowledge its head.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
