"""Who may do what: tokens with scopes, told from one another in constant time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Annotated, cast

from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from classifiers.digests import digest
from worker.store.access.tokens import Scope, Token
from worker.web.dependencies import is_for
from worker.work.interval import Interval

# Seconds between two looks at the stored tokens: a revoked one works no longer than that.
LOOK_S = 1.0

NO_TOKEN = "send a token: Authorization: Bearer ..."  # noqa: S105  - a sentence, no secret
# Seconds that a refusal takes where nothing was proved: who only knocks gets no more than two answers a second on each
# of his connections, and who has mistyped a token does not mind.
REFUSAL_S = 0.5
WWW_AUTHENTICATE = {"WWW-Authenticate": "Bearer"}

_bearer = HTTPBearer(auto_error=False, description="a token made by `winnow token add`")


@dataclass(slots=True)
class TokenBook:
    """The stored tokens, read again when the last look is old."""

    read: Callable[[], Sequence[Token]]
    clock: Callable[[], float] = time.monotonic
    _tokens: Sequence[Token] = field(default=(), init=False)
    _interval: Interval = field(init=False)

    def __post_init__(self) -> None:
        self._interval = Interval(LOOK_S, self.clock)

    def find(self, secret: str) -> Token | None:
        """Return the token that this is the secret of; every stored one is compared, whether one was found or not."""
        presented, found = digest(secret), None
        for token in self._current():
            if token.matches(presented):
                found = token
        return found

    @property
    def fresh(self) -> bool:
        """Whether the next `find` asks no database."""
        return not self._interval.over

    def _current(self) -> Sequence[Token]:
        if not self.fresh:
            self._tokens = self.read()
            self._interval.begin()
        return self._tokens


async def token_of(request: Request, secret: str) -> Token | None:
    """Return the token behind a presented secret, or None."""
    book = cast(TokenBook, request.app.state.tokens)
    return book.find(secret) if book.fresh else await run_in_threadpool(book.find, secret)


async def bearer_token(request: Request) -> Token | None:
    """Return the token that came in the Authorization header, or None."""
    sent = await _bearer(request)
    return await token_of(request, sent.credentials) if sent else None


def require(scope: Scope) -> Callable[..., object]:
    """Make a dependency that returns the caller's token: 401 without one, 403 where it lacks the scope."""

    async def checked(
        request: Request, sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
    ) -> Token:
        token = await token_of(request, sent.credentials) if sent else None
        if token is None:
            raise HTTPException(401, NO_TOKEN, headers=WWW_AUTHENTICATE)
        if not allows(token, scope):
            raise HTTPException(403, f"the token {token.name!r} has not the scope {scope.value}")
        is_for(request, token.sites)
        return token

    return checked


async def of_all_sites(request: Request) -> None:
    """Raise 404 for a token of single sites: what is the whole installation's is not there for it."""
    token = await bearer_token(request)
    if token is not None and token.sites is not None:
        raise HTTPException(404)


def allows(token: Token, scope: Scope) -> bool:
    """Whether a token may do what the scope is for; admin may all but speak other services' protocols."""
    return scope in token.scopes or (Scope.ADMIN in token.scopes and scope is not Scope.BLOG)


def actor(token: Token) -> str:
    """Return the name that the audit and labels know a token by."""
    return f"token:{token.name}"


MayIngest = Annotated[Token, Depends(require(Scope.INGEST))]
MayModerate = Annotated[Token, Depends(require(Scope.MODERATE))]
MayAdministrate = Annotated[Token, Depends(require(Scope.ADMIN))]


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own; a name other than localhost is not trusted to be."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
