"""Coral's external moderation phase, asked as Coral builds and signs its requests."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.web import Site, site, winnow_of
from worker.store.access.tokens import Scope
from worker.store.flow.listings import ArticleFilter, read_articles

SECRET, NEXT = "empcs_0123456789abcdef", "empcs_fedcba9876543210"
SPAM = "Buy cheap pills online http://pills.example/buy viagra cialis casino http://casino.example"
HAM = "I kept mine in straw over the winter, and they were still firm in March."
# Seconds that Coral waits for a phase at most, by its default; a later answer is no answer.
TIMEOUT_S = 10.0


@pytest.fixture(scope="module")
def coral(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(winnow_of(tmp_path_factory.mktemp("coral"), coral_signing_secrets=f"{SECRET}, {NEXT}")) as running:
        running.winnow.service.judge()  # a running service has its model at hand
        yield running


def request(text: str, **more: Any) -> dict[str, Any]:
    return {
        "action": "NEW",
        "comment": {"body": text, "parentID": None},
        "author": {"id": "baf4e943-0000-4fcc-b2ba-3e8de7a76352", "role": "COMMENTER"},
        "story": {"id": "245b3856-0000-4d2f-a6bb-58c71f18d6a6", "url": "https://orchard.example/pears/"},
        "site": {"id": "a4bede88-0000-4424-bc18-4322a9e285a6"},
        "tenantID": "19ba5794-0000-4d46-a81b-c00c61672501",
        "tenantDomain": "coral.orchard.example",
        **more,
    }


def signature(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def ask(running: Site, asked: Any, *secrets: str, body: bytes | None = None) -> httpx.Response:
    signed = json.dumps(asked, indent=2).encode()
    signatures = ",".join(signature(signed, one) for one in secrets or (SECRET,))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Coral Moderation/9.0.0",
        "X-Coral-Signature": signatures,
    }
    content = signed if body is None else body
    return httpx.post(f"{running.url}/coral/moderation", content=content, headers=headers, timeout=TIMEOUT_S)


def test_ham_passes_without_a_word(coral: Site) -> None:
    answer = ask(coral, request(HAM))
    assert (answer.status_code, answer.content) == (204, b"")


def test_spam_is_rejected_and_flagged(coral: Site) -> None:
    answer = ask(coral, request(SPAM))
    assert answer.status_code == 200
    assert answer.json() == {
        "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}],
        "status": "REJECTED",
    }


def test_what_a_person_should_look_at_waits(coral: Site) -> None:
    text = "Cheap pills, cheap pills."
    rows = {"comments": [{"text": text, "site": "https://orchard.example/"}]}
    [judged] = coral.client(Scope.INGEST).post("/api/v1/classify", json=rows).json()["comments"]
    assert judged["verdict"] == "review"
    assert ask(coral, request(text)).json()["status"] == "SYSTEM_WITHHELD"


def test_a_reply_and_an_edit_are_judged_alike(coral: Site) -> None:
    reply = request(SPAM) | {"action": "EDIT", "comment": {"body": SPAM, "parentID": "d79b787f"}}
    assert ask(coral, reply).json() == ask(coral, request(SPAM)).json()


def test_what_a_moderator_said_is_answered(coral: Site) -> None:
    text, page = "A sentence about pears that nobody has written yet.", "https://orchard.example/pears/"
    assert ask(coral, request(text)).status_code == 204
    key = coral.token(Scope.BLOG)
    form = {"api_key": key, "blog": "https://orchard.example/", "permalink": page, "comment_content": text}
    httpx.post(f"{coral.url}/1.1/submit-spam", data=form, timeout=TIMEOUT_S)
    assert ask(coral, request(text)).json()["status"] == "REJECTED"


@pytest.mark.parametrize("role", ["STAFF", "MODERATOR", "ADMIN"])
def test_staff_is_nobodys_to_judge(coral: Site, role: str) -> None:
    assert ask(coral, request(SPAM, author={"id": "1", "role": role})).status_code == 204


def test_nothing_is_stored(coral: Site) -> None:
    ask(coral, request(SPAM))
    assert read_articles(coral.winnow.engine, ArticleFilter(source="coral"), after=0, limit=10) == []


def test_while_a_secret_is_rotated_both_signatures_come(coral: Site) -> None:
    assert ask(coral, request(HAM), "an older one", NEXT).status_code == 204


def test_who_signs_nothing_or_with_another_secret_is_refused(coral: Site) -> None:
    url, kind = f"{coral.url}/coral/moderation", {"Content-Type": "application/json"}
    assert ask(coral, request(HAM), "guessed").status_code == 401
    assert ask(coral, request(HAM), body=json.dumps(request(SPAM)).encode()).status_code == 401
    for header in ({}, {"X-Coral-Signature": "sha256="}, {"X-Coral-Signature": "md5=00,é".encode("latin-1")}):
        assert httpx.post(url, json=request(HAM), headers=kind | header, timeout=TIMEOUT_S).status_code == 401


def test_without_a_secret_there_is_no_door(web: Site) -> None:
    answer = ask(web, request(HAM), "")
    assert answer.status_code == 401
    assert "WINNOW_CORAL_SIGNING_SECRETS" in answer.json()["detail"]


def test_a_large_body_is_refused_before_it_is_read(coral: Site) -> None:
    assert ask(coral, request("x" * 70_000)).status_code == 413


@pytest.mark.parametrize("asked", [[], {}, {"comment": {"body": 7}}, {"comment": None}])
def test_what_coral_does_not_send_is_refused(coral: Site, asked: Any) -> None:
    assert ask(coral, asked).status_code == 422
