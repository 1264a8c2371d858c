"""TLS to a broker: certificates are verified unless its URL says otherwise."""

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

from worker.errors import MisconfiguredError

# Whether the server's certificate must be one that a known authority signed.
_VERIFY: Final = {"required": True, "none": False}
_CHECK_NAME: Final = {"true": True, "false": False}
_FILES: Final = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")
_KNOWN: Final = ("ssl_cert_reqs", "ssl_check_hostname", *_FILES)


def redis_tls(query: str) -> dict[str, Any]:
    """Return redis-py's options for the parameters of a URL; raises MisconfiguredError."""
    verify, check_name, files = _read(query)
    required = "required" if verify else "none"
    return {"ssl_cert_reqs": required, "ssl_check_hostname": check_name, **files}


def amqp_tls(query: str) -> dict[str, Any]:
    """Return py-amqp's options for the parameters of a URL; raises MisconfiguredError."""
    verify, check_name, files = _read(query)
    options: dict[str, Any] = {name.removeprefix("ssl_"): file for name, file in files.items()}
    options["cert_reqs"] = ssl.CERT_REQUIRED if verify else ssl.CERT_NONE
    if check_name:
        options["server_hostname"] = None  # kombu puts the URL's in its place
    return options


def _read(query: str) -> tuple[bool, bool, dict[str, str]]:
    given = dict(parse_qsl(query, keep_blank_values=True))
    for name in given:
        if name not in _KNOWN:
            raise MisconfiguredError(
                f"The broker URL has the parameter {name!r}, which means nothing; known are {', '.join(_KNOWN)}."
            )
    verify = _one_of(given, "ssl_cert_reqs", _VERIFY, "required")
    check_name = _one_of(given, "ssl_check_hostname", _CHECK_NAME, "true") and verify
    files: dict[str, str] = {name: given[name] for name in _FILES if name in given}
    for name, file in files.items():
        if not Path(file).is_file():
            raise MisconfiguredError(f"The broker URL names a file that is not there: {name}={file}.")
    return verify, check_name, files


def _one_of(given: Mapping[str, str], name: str, known: Mapping[str, bool], default: str) -> bool:
    value = given.get(name, default).lower().removeprefix("cert_")
    if value not in known:
        raise MisconfiguredError(f"The broker URL's parameter {name} must be {' or '.join(known)}.")
    return known[value]
