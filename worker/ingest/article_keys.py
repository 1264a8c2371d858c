"""An article's key: what makes two submissions the same article."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from worker.errors import RefusedError
from worker.reasons import Reason

# Longer addresses are tracking or an attack; browsers and proxies stop here too.
MAX_URL_CHARS = 8192
DEFAULT_PORTS = {"http": 80, "https": 443}
# Parameters that say where a reader came from, never what is shown.
TRACKING_PREFIXES = ("utm_", "mc_", "pk_", "hsa_")
TRACKING = frozenset({"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "_ga", "mkt_tok", "replytocom"})
# WordPress's address for a further page of one thread.
COMMENT_PAGE = re.compile(r"/comment-page-(\d{1,6})(?=/|$)")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
# RFC 3986's reserved marks and "%": what is escaped already must stay so ("%2F" is no "/").
SAFE = "/:@!$&'()*+,;=~-._%"


@dataclass(frozen=True, slots=True)
class CanonicalUrl:
    """An address without what doesn't change the article, and the page of its thread (from 1)."""

    url: str
    page: int


def canonical_url(url: str) -> CanonicalUrl:
    """Bring an http(s) address into its one canonical form (RFC 3986, section 6.2).

    Scheme and host in lower case, default port, fragment and tracking parameters dropped, escapes normalised,
    the page of a comment thread taken apart. Raises RefusedError (BAD_URL).
    """
    parts = _split(url.strip())
    host = _host(parts, url)
    path = _escape(parts.path) or "/"
    at = COMMENT_PAGE.search(path)
    page = int(at[1]) if at else 1
    if at:
        path = path[: at.start()] + path[at.end() :] or "/"
    query = urlencode(sorted(_kept_parameters(parts.query)))
    return CanonicalUrl(f"{parts.scheme.lower()}://{host}{path}{'?' + query if query else ''}", max(page, 1))


def bare_address(url: str) -> str:
    """Return an http(s) address without what is spelled in several ways: its scheme, ``www.``, a slash at the end."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def _split(url: str) -> SplitResult:
    if len(url) > MAX_URL_CHARS:
        raise RefusedError(Reason.BAD_URL, f"the url is longer than {MAX_URL_CHARS} characters")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  - raises where the port is out of range
    except ValueError as error:
        raise RefusedError(Reason.BAD_URL, f"not a usable url ({error}): {url[:100]}") from None
    if parts.scheme.lower() not in DEFAULT_PORTS or not parts.hostname:
        raise RefusedError(Reason.BAD_URL, f"not an http or https url: {url[:100]}")
    return parts


def _host(parts: SplitResult, url: str) -> str:
    name = (parts.hostname or "").rstrip(".").lower()
    try:
        host = f"[{name}]" if ":" in name else name.encode("idna").decode("ascii")
    except UnicodeError:
        raise RefusedError(Reason.BAD_URL, f"the url's host is not a valid name: {url[:100]}") from None
    port = parts.port
    return host if port in (None, DEFAULT_PORTS[parts.scheme.lower()]) else f"{host}:{port}"


def _escape(path: str) -> str:
    return quote(ESCAPE.sub(_normal_escape, path), safe=SAFE, errors="replace")


def _normal_escape(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if char in UNRESERVED else found[0].upper()


def _kept_parameters(query: str) -> list[tuple[str, str]]:
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return [pair for pair in pairs if not _is_tracking(pair[0].lower())]


def _is_tracking(name: str) -> bool:
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)
