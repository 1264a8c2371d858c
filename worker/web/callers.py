"""Where a request comes from: who holds its connection, and whom a trusted proxy names behind it."""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

_PEER = "winnow.peer"


class Callers:
    """ASGI middleware: believes `X-Forwarded-For` and `X-Forwarded-Proto` of ``trusted`` proxies alone.

    Behind it a request's client is the nearest address that no trusted proxy has; `peer` still tells who connected.
    """

    def __init__(self, app: ASGIApp, trusted: list[str]) -> None:
        self._named = ProxyHeadersMiddleware(app, trusted_hosts=trusted)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "http":
            scope[_PEER] = scope.get("client")
        await self._named(scope, receive, send)  # type: ignore[arg-type]


def peer(connection: HTTPConnection) -> str | None:
    """Return the address that holds the connection, whatever a header says."""
    client = connection.scope.get(_PEER, connection.scope.get("client"))
    return str(client[0]) if client else None


def addresses(listed: str) -> list[str]:
    """Return the addresses of a list that is parted by commas."""
    return [address for part in listed.split(",") if (address := part.strip())]
