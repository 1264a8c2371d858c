"""An alert by mail: over TLS wherever a password goes along."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

from worker.errors import MisconfiguredError
from worker.web.alerts.decision import Alert

_PORTS: Final = {"smtp": 587, "smtps": 465}
TIMEOUT_S: Final = 15.0


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mail server, whom it knows, and between whom mail goes."""

    host: str
    port: int
    is_tls: bool
    user: str
    password: str = field(repr=False)
    sender: str
    recipients: tuple[str, ...]


def mailbox(url: str, sender: str, recipients: str) -> Mailbox:
    """Read ``smtp://USER:PASSWORD@HOST:PORT`` (or smtps); raises MisconfiguredError, which names no password."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise MisconfiguredError("WINNOW_ALERT_SMTP_URL is smtp:// or smtps://, USER:PASSWORD@HOST:PORT") from None
    to = tuple(one.strip() for one in recipients.split(",") if one.strip())
    if not parts.hostname or not sender or not to:
        raise MisconfiguredError("mail takes a host in WINNOW_ALERT_SMTP_URL, WINNOW_ALERT_MAIL_FROM and _MAIL_TO")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Mailbox(parts.hostname, port, parts.scheme == "smtps", user, password, sender, to)


def letter(box: Mailbox, alert: Alert) -> EmailMessage:
    """Return an alert as a letter."""
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = f"Winnow: {alert.subject}", box.sender, ", ".join(box.recipients)
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
    made.set_content(alert.text)
    return made


def send(box: Mailbox, alert: Alert) -> str | None:
    """Send an alert, and return why it was not sent; raises OSError or SMTPException."""
    context = ssl.create_default_context()
    if box.is_tls:
        with smtplib.SMTP_SSL(box.host, box.port, timeout=TIMEOUT_S, context=context) as server:
            return _hand_over(server, box, alert)
    with smtplib.SMTP(box.host, box.port, timeout=TIMEOUT_S) as server:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif box.user:
            return "it offers no TLS, and the password would go over the wire as it is"
        return _hand_over(server, box, alert)


def _hand_over(server: smtplib.SMTP, box: Mailbox, alert: Alert) -> str | None:
    if box.user:
        server.login(box.user, box.password)
    refused = server.send_message(letter(box, alert))
    return f"{len(refused)} recipients were refused" if refused else None
