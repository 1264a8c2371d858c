"""An OpenID Connect provider: where it sends people, and who it says came back."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx
import structlog

from worker.errors import MisconfiguredError, UnavailableError, WinnowError
from worker.settings import Settings
from worker.web.access import is_loopback

# Seconds that the provider has for an answer, that its description is kept, and that two clocks may differ by.
TIMEOUT_S: Final = 10.0
DESCRIBED_S: Final = 3600.0
LEEWAY_S: Final = 60
# With its public key alone: whoever knows the client's secret could sign by HS256, and by `none` everybody can.
_ALGORITHMS: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
)  # fmt: skip

log = structlog.get_logger(__name__)


class NotProvedError(WinnowError):
    """What came back from the provider proves nobody."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One browser's way to the provider and back: all that must match follows from a secret that this browser keeps."""

    secret: str

    @property
    def state(self) -> str:
        """What comes back in the address: nobody else's answer is taken for this browser's."""
        return self._value("state")

    @property
    def nonce(self) -> str:
        """What comes back in the signed token: no token of another attempt is taken for this one's."""
        return self._value("nonce")

    @property
    def verifier(self) -> str:
        """What the code is exchanged with (PKCE): who reads the address can do nothing with it."""
        return self._value("verifier")

    def _value(self, what: str) -> str:
        return hmac.new(self.secret.encode(), what.encode(), hashlib.sha256).hexdigest()


class OpenIdProvider:
    """The provider that the settings name; ``name`` is its host, as people know it."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.oidc_issuer.rstrip("/")
        self._client_id = settings.oidc_client_id
        self._client_secret = settings.oidc_client_secret
        self._scope = settings.oidc_scope
        self._described: tuple[float, Mapping[str, Any]] | None = None
        self.name = urlsplit(self._issuer).hostname or ""

    async def way_in(self, attempt: Attempt, back: str) -> str:
        """Return where to send the browser; ``back`` is the page that it returns to. Raises UnavailableError."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # noqa: PLC0415
        from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415

        url = prepare_grant_uri(
            (await self._description())["authorization_endpoint"],
            self._client_id,
            "code",
            redirect_uri=back,
            scope=self._scope,
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.verifier),
            code_challenge_method="S256",
        )
        return str(url)

    async def way_out(self, back: str) -> str | None:
        """Return where people end their session with the provider, None where it has no such page."""
        end = (await self._description()).get("end_session_endpoint")
        return end and f"{end}?{urlencode({'client_id': self._client_id, 'post_logout_redirect_uri': back})}"

    async def claims(self, attempt: Attempt, code: str, back: str) -> Mapping[str, Any]:
        """Return what the provider says of who came back with a code.

        Raises NotProvedError where it takes the code for none of this attempt's, or the token is not its own, not for
        this client, not of this attempt, or over; UnavailableError where it can't be asked.
        """
        from joserfc.errors import JoseError  # noqa: PLC0415

        described = await self._description()
        try:
            token = await self._exchanged(described, code, attempt.verifier, back)
            keys = await _json(described["jwks_uri"])
            return self._checked(token, keys, described["issuer"], attempt.nonce)
        except httpx.HTTPError as error:
            raise _away(error) from None
        except (NotProvedError, JoseError, KeyError, ValueError, TypeError) as error:
            log.warning("openid_not_proved", error=f"{type(error).__name__}: {error}"[:200])
            raise NotProvedError("the provider's answer proves nobody; log in once more") from None

    async def _exchanged(self, described: Mapping[str, Any], code: str, verifier: str, back: str) -> Mapping[str, Any]:
        """Return the tokens that a code is good for; raises NotProvedError where it is good for none."""
        from authlib.oauth2.auth import ClientAuth  # noqa: PLC0415
        from authlib.oauth2.rfc6749.parameters import prepare_token_request  # noqa: PLC0415

        body = prepare_token_request("authorization_code", redirect_uri=back, code=code, code_verifier=verifier)
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        proof = ClientAuth(self._client_id, self._client_secret, self._proof(described))
        url, headers, body = proof.prepare("POST", described["token_endpoint"], headers, body)
        async with _client() as client:
            answer = await client.post(url, content=body, headers=headers)
        if answer.is_client_error:
            raise NotProvedError(f"the provider answered {answer.status_code} to the code")
        answer.raise_for_status()
        tokens: Mapping[str, Any] = answer.json()
        return tokens

    def _proof(self, described: Mapping[str, Any]) -> str:
        """Return how the client proves itself to this provider."""
        if not self._client_secret:
            return "none"
        known = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"

    def _checked(self, tokens: Mapping[str, Any], keys: Any, issuer: str, nonce: str) -> Mapping[str, Any]:
        """Return the claims of the token; raises JoseError, ValueError, KeyError where it is another."""
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415
        from joserfc.jws import JWSRegistry  # noqa: PLC0415

        registry = JWSRegistry(algorithms=list(_ALGORITHMS), strict_check_header=False)
        opened = jwt.decode(tokens["id_token"], KeySet.import_key_set(keys), registry=registry)
        asked = {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": self._client_id},
        }
        expected = {"nonce": nonce, "client_id": self._client_id, "access_token": tokens.get("access_token")}
        claims = CodeIDToken(opened.claims, opened.header, asked, expected)
        claims.validate(leeway=LEEWAY_S)
        return dict(claims)

    async def _description(self) -> Mapping[str, Any]:
        """Return what the provider publishes about itself; raises UnavailableError, MisconfiguredError."""
        if self._described is None or time.monotonic() - self._described[0] > DESCRIBED_S:
            try:
                found = await _json(f"{self._issuer}/.well-known/openid-configuration")
                missing = {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"} - set(found)
            except (httpx.HTTPError, ValueError, TypeError) as error:
                raise _away(error) from None
            # It must be the very issuer that was asked: another one's tokens would be signed by its keys.
            if missing or found["issuer"].rstrip("/") != self._issuer:
                raise MisconfiguredError("WINNOW_OIDC_ISSUER is not what the provider calls itself; ask who runs it")
            self._described = time.monotonic(), found
        return self._described[1]


def provider_of(settings: Settings) -> OpenIdProvider | None:
    """Return the provider that the settings name, None where they name none.

    Raises MisconfiguredError where its address is no HTTPS, or where the extra ``oidc`` is not installed.
    """
    if not settings.oidc_issuer:
        return None
    parts = urlsplit(settings.oidc_issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise MisconfiguredError("WINNOW_OIDC_ISSUER begins with https://: others could answer in its place")
    try:
        import authlib.oidc.core  # noqa: F401, PLC0415
    except ImportError:
        raise MisconfiguredError("WINNOW_OIDC_ISSUER needs Authlib: pip install 'winnow-worker[oidc]'") from None
    return OpenIdProvider(settings)


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False)


async def _json(url: str) -> Any:
    async with _client() as client:
        answer = await client.get(url)
        answer.raise_for_status()
        return answer.json()


def _away(error: Exception) -> UnavailableError:
    log.warning("openid_away", error=type(error).__name__)
    return UnavailableError("the OpenID provider does not answer; try again in a minute, or ask who runs it")
