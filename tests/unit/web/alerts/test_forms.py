"""The forms that chats and mail take, and settings that make no sense."""

import pytest

from worker.errors import MisconfiguredError
from worker.settings import Settings
from worker.web.alerts.chat import Chat, Room, message
from worker.web.alerts.decision import Alert
from worker.web.alerts.mail import letter, mailbox
from worker.web.alerts.watch import watch_of

ALERT = Alert("queue-count", "the review queue is long", "5 & 6 <!channel>")
SECRET = "hush-hush"
SMTP = f"smtp://ida:{SECRET}@mail.example:2525"


@pytest.mark.parametrize("chat", [Chat.SLACK, Chat.MATTERMOST])
def test_slack_and_mattermost_take_a_text_without_markup(chat: Chat) -> None:
    made = message(Room(chat, f"https://chat.example/{SECRET}"), ALERT, "n")
    assert (made.method, made.url) == ("POST", f"https://chat.example/{SECRET}")
    assert made.body == {"text": "Winnow: the review queue is long. 5 &amp; 6 &lt;!channel&gt;"}
    assert SECRET not in repr(made)


def test_matrix_takes_an_event_with_a_token() -> None:
    room = Room(Chat.MATRIX, "https://m.example/_matrix/client/v3/rooms/!a:m.example/send/m.room.message/", SECRET)
    made = message(room, ALERT, "a/b")
    assert made.method == "PUT"
    assert made.url.endswith("/send/m.room.message/a%2Fb")
    assert made.headers == {"Authorization": f"Bearer {SECRET}"}
    assert made.body == {"msgtype": "m.text", "body": "Winnow: the review queue is long. 5 & 6 <!channel>"}
    assert SECRET not in repr(room) + repr(made)


def test_a_letter_says_that_nobody_wrote_it() -> None:
    box = mailbox(SMTP, "winnow@site.example", "a@site.example, b@site.example")
    made = letter(box, ALERT)
    assert made["Subject"] == "Winnow: the review queue is long"
    assert made["To"] == "a@site.example, b@site.example"
    assert made["Auto-Submitted"] == "auto-generated"
    assert made.get_content() == "5 & 6 <!channel>\n"
    assert SECRET not in repr(box)


@pytest.mark.parametrize(
    ("url", "port", "is_tls", "user"),
    [
        (SMTP, 2525, False, "ida"),
        ("smtp://mail.example", 587, False, ""),
        ("smtps://mail.example", 465, True, ""),
        ("smtps://i%40d:p%3A@mail.example", 465, True, "i@d"),
    ],
)
def test_a_mail_server_is_an_address(url: str, port: int, is_tls: bool, user: str) -> None:
    box = mailbox(url, "a@site.example", "b@site.example")
    assert (box.host, box.port, box.is_tls, box.user) == ("mail.example", port, is_tls, user)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"alert_smtp_url": f"imap://ida:{SECRET}@mail.example"}, "WINNOW_ALERT_SMTP_URL"),
        ({"alert_smtp_url": f"smtp://ida:{SECRET}@mail.example:x"}, "WINNOW_ALERT_SMTP_URL"),
        ({"alert_smtp_url": SMTP, "alert_mail_to": "a@b.example"}, "WINNOW_ALERT_MAIL_FROM"),
        ({"alert_smtp_url": SMTP, "alert_mail_from": "a@b.example"}, "_MAIL_TO"),
        ({"alert_quiet_hours": "22:00"}, "WINNOW_ALERT_QUIET_HOURS"),
        ({"alert_quiet_hours": "22:00-25:00"}, "WINNOW_ALERT_QUIET_HOURS"),
        ({"alert_digest_at": "eight"}, "WINNOW_ALERT_DIGEST_AT"),
        ({"alert_time_zone": "Moon/Base"}, "WINNOW_ALERT_TIME_ZONE"),
    ],
)
def test_what_makes_no_sense_is_named_and_no_secret_with_it(settings: dict[str, str], named: str) -> None:
    with pytest.raises(MisconfiguredError, match=named) as refused:
        watch_of(Settings.model_validate(settings))
    assert SECRET not in str(refused.value)


def test_nobody_is_told_where_nobody_is_named() -> None:
    assert not watch_of(Settings(alert_queue_count=1, alert_digest_at="08:00")).has_channels
    assert watch_of(Settings(alert_slack_url="https://chat.example/x")).has_channels
