"""An alert in the form that Slack, Mattermost and Matrix take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from worker.web.alerts.decision import Alert

# What begins markup in a Slack message; Mattermost's webhooks read the same.
_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Chat(StrEnum):
    """A kind of chat."""

    SLACK = "slack"
    MATTERMOST = "mattermost"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class Room:
    """Where a chat takes messages: the address of a webhook, or of a Matrix room's messages with a user's token.

    Neither is shown: who knows a webhook's address may write there.
    """

    chat: Chat
    url: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """A request that brings an alert to a room."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: Mapping[str, str]


def message(room: Room, alert: Alert, nonce: str) -> Message:
    """Return the request; ``nonce`` is what Matrix knows a repetition by."""
    wording = f"Winnow: {alert.subject}. {alert.text}"
    if room.chat is Chat.MATRIX:
        url = f"{room.url.rstrip('/')}/{quote(nonce, safe='')}"
        return Message("PUT", url, {"Authorization": f"Bearer {room.token}"}, {"msgtype": "m.text", "body": wording})
    return Message("POST", room.url, {}, {"text": wording.translate(_ESCAPED)})
