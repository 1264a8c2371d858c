"""The file for WordPress is PHP, and takes what Winnow signs and nothing else."""

import base64
import json
import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from worker.store.flow.events import Event
from worker.store.flow.webhooks import Delivery
from worker.web.webhook_dispatch import signed

FILE = Path(__file__).parents[3] / "docs" / "integrations" / "wordpress" / "winnow.php"
MOST_LINES = 200
NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
GUID = "ab" * 16
TOLD = Delivery(
    id=7, target="", event=Event.VERDICT_CHANGED.value, created_at=NOW, attempts=1,
    data={"id": 1, "article_id": 2, "guid": GUID, "before": "review", "after": "allow"},
)  # fmt: skip
ASK = """require $argv[1];
$given = json_decode(stream_get_contents(STDIN), true);
echo json_encode(array(
    'signed' => Winnow\\is_signed($given['secret'], $given['id'], $given['timestamp'], $given['signature'],
                                 $given['body'], $given['now']),
    'decision' => Winnow\\decision($given['body']),
));"""


def php(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    if which("php") is None:
        if os.environ.get("CI"):
            pytest.fail("php (Debian's php-cli) is not on this machine, and CI must run every test")
        pytest.skip("php (Debian's php-cli) is not on this machine")
    return subprocess.run(["php", *arguments], input=stdin, capture_output=True, text=True, check=False)


def told(delivery: Delivery = TOLD, *, now: datetime = NOW, **changed: str) -> dict[str, Any]:
    body, headers = signed(delivery, SECRET, NOW)
    given = {
        "secret": SECRET,
        "id": headers["webhook-id"],
        "timestamp": headers["webhook-timestamp"],
        "signature": headers["webhook-signature"],
        "body": body.decode(),
        "now": int(now.timestamp()),
        **changed,
    }
    done = php("-d", "error_reporting=-1", "-d", "display_errors=stderr", "-r", ASK, str(FILE), stdin=json.dumps(given))
    assert done.stderr == ""
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_it_is_php_and_short() -> None:
    done = php("-l", str(FILE))
    assert done.returncode == 0, done.stdout
    assert len(FILE.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize(("after", "status"), [("allow", "approve"), ("review", "hold"), ("spam", "spam")])
def test_what_winnow_signs_is_taken(after: str, status: str) -> None:
    answer = told(replace(TOLD, data={**TOLD.data, "after": after}))
    assert answer == {"signed": True, "decision": {"guid": GUID, "status": status, "at": int(NOW.timestamp())}}


@pytest.mark.parametrize(
    ("minutes", "is_taken"), [(-6, False), (-4, True), (4, True), (6, False), (3 * 24 * 60, False)]
)
def test_a_delivery_is_taken_for_some_minutes(minutes: int, is_taken: bool) -> None:
    assert told(now=NOW + timedelta(minutes=minutes))["signed"] is is_taken


@pytest.mark.parametrize(
    "changed",
    [
        {"body": '{"type": "comment.verdict_changed"}'},
        {"id": "msg_8"},
        {"id": ""},
        {"timestamp": "now"},
        {"timestamp": str(int(NOW.timestamp()) + 1)},
        {"signature": ""},
        {"signature": "v1,"},
        {"signature": "v1," + base64.b64encode(b"s" * 32).decode()},
        {"secret": ""},
        {"secret": "whsec_"},
        {"secret": "whsec_???"},
        {"secret": "whsec_" + base64.b64encode(b"o" * 32).decode()},
    ],
)
def test_what_is_not_signed_so_is_refused(changed: dict[str, str]) -> None:
    assert not told(**changed)["signed"]


def test_one_of_two_signatures_is_enough() -> None:
    _, headers = signed(TOLD, SECRET, NOW)
    assert told(signature=f"v1,bm9uZQ== {headers['webhook-signature']}")["signed"]


@pytest.mark.parametrize(
    "delivery",
    [
        replace(TOLD, event=Event.COMMENT_LABELLED.value),
        replace(TOLD, data={**TOLD.data, "after": None}),
        replace(TOLD, data={**TOLD.data, "after": "erase"}),
        replace(TOLD, data={"guid": GUID}),
    ],
)
def test_what_decides_nothing_is_passed_over(delivery: Delivery) -> None:
    assert told(delivery) == {"signed": True, "decision": None}
    assert told(body="no JSON")["decision"] is None
