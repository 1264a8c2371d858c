"""A real OpenID provider as the tests run it: oidc-provider-mock, made to hold the desk to PKCE, and to go wrong."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jws, jwt
from joserfc.jwk import RSAKey
from werkzeug import Request, Response
from werkzeug.serving import make_server

Claims = dict[str, Any]


@dataclass
class Provider:
    """The provider; ``alter`` changes what it signs, ``header`` how, ``publishes`` says whether with a known key."""

    app: Any
    url: str = ""
    alter: Callable[[Claims], Claims] | None = None
    header: dict[str, str] = field(default_factory=lambda: {"alg": "RS256", "kid": "ours"})
    publishes: bool = True
    describes: Claims = field(default_factory=dict)
    is_away: bool = False
    challenges: dict[str, str] = field(default_factory=dict)
    exchanged: list[dict[str, str]] = field(default_factory=list)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "ours"}))

    def reset(self) -> None:
        """Behave again, and forget who was let in."""
        self.alter, self.header, self.publishes = None, {"alg": "RS256", "kid": "ours"}, True
        self.describes, self.is_away = {}, False
        self.exchanged.clear()

    def user(self, subject: str, **claims: object) -> None:
        """Have the provider know somebody."""
        assert httpx.put(f"{self.url}/users/{subject}", json=claims).status_code == 204

    def __call__(self, environ: Any, start: Any) -> Any:
        """Serve one request."""
        request = Request(environ)
        sent = request.get_data()
        environ["wsgi.input"] = BytesIO(sent)
        return self._answer(request, environ)(environ, start)

    def _answer(self, request: Request, environ: Any) -> Response:
        if self.is_away:
            return Response(status=503)
        if request.path == "/oauth2/token":
            return self._token(request, environ)
        answer = Response.from_app(self.app, environ, buffered=True)
        if request.path == "/oauth2/authorize" and answer.location:
            assert request.args["code_challenge_method"] == "S256"
            for code in parse_qs(urlsplit(answer.location).query).get("code", []):
                self.challenges[code] = request.args["code_challenge"]
        if request.path == "/jwks" and self.alter and self.publishes:
            keys = [self._key.as_dict(private=False)]
            return Response(json.dumps({"keys": keys}), mimetype="application/json")
        if request.path == "/.well-known/openid-configuration":
            described = json.loads(answer.data) | self.describes
            kept = {name: value for name, value in described.items() if value is not None}
            return Response(json.dumps(kept), mimetype="application/json")
        return answer

    def _token(self, request: Request, environ: Any) -> Response:
        form = {name: value[0] for name, value in parse_qs(environ["wsgi.input"].getvalue().decode()).items()}
        self.exchanged.append(form | ({"authorization": "basic"} if request.authorization else {}))
        if self.challenges.get(form["code"]) != create_s256_code_challenge(form.get("code_verifier", "")):
            return Response(json.dumps({"error": "invalid_grant"}), 400, mimetype="application/json")
        if "Authorization" not in request.headers and "client_secret" not in form:
            environ["wsgi.input"] = BytesIO(
                environ["wsgi.input"].getvalue() + b"&client_secret=any"
            )  # takes no public one
            environ["CONTENT_LENGTH"] = str(len(environ["wsgi.input"].getvalue()))
        answer = Response.from_app(self.app, environ, buffered=True)
        if self.alter is None or answer.status_code != 200:
            return answer
        given = json.loads(answer.data)
        claims = json.loads(jws.extract_compact(given["id_token"].encode()).payload)
        given["id_token"] = self._signed(self.alter(claims))
        return Response(json.dumps(given), mimetype="application/json")

    def _signed(self, claims: Claims) -> str:
        algorithm = self.header["alg"]
        key: Any = self._key
        if algorithm == "HS256":  # with what everybody knows: the public key's bytes
            return hmac_signed(claims, self._key.as_pem(private=False))
        return jwt.encode(self.header, claims, key, algorithms=[algorithm])


def hmac_signed(claims: Claims, secret: bytes) -> str:
    """Sign by HS256 with a public key as the secret."""
    from joserfc.jwk import OctKey  # noqa: PLC0415

    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret.hex()), algorithms=["HS256"])


@contextmanager
def provider() -> Iterator[Provider]:
    """Serve a provider at localhost, which is another site than the desk's 127.0.0.1."""
    made = Provider(oidc_provider_mock.app(require_nonce=True, issue_refresh_token=False))
    server = make_server("127.0.0.1", 0, made, threaded=True)
    made.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
