"""Akismet's protocol, spoken by its PyPI client and as the plugins of WordPress and Discourse build their requests."""

from collections.abc import Iterator

import akismet
import httpx
import pytest

from classifiers.types import Label
from tests.web import Rewritten, Site
from worker.store.access.tokens import Scope
from worker.store.moderation.labels import Labels

BLOG = "https://orchard.example"
SPAM = "Buy cheap pills online http://pills.example/buy viagra cialis casino http://casino.example"


@pytest.fixture(scope="module")
def key(web: Site) -> str:
    return web.token(Scope.BLOG)


@pytest.fixture
def client(web: Site, key: str) -> Iterator[akismet.SyncClient]:
    http = httpx.Client(transport=Rewritten(web.url), timeout=120)
    with akismet.SyncClient(config=akismet.Config(key=key, url=BLOG), http_client=http) as opened:
        yield opened


def post(web: Site, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
    return httpx.post(f"{web.url}/1.1/{path}", data=fields, headers=headers, timeout=120)


def test_the_client_checks_and_teaches(web: Site, client: akismet.SyncClient) -> None:
    said = {"comment_content": "The pears were lovely, thank you for the recipe.", "comment_author": "Ida Quince"}
    assert client.verify_key()
    assert client.comment_check(user_ip="192.0.2.7", **said) is akismet.CheckResponse.HAM
    spam = {"comment_content": SPAM, "comment_author": "Cheap Pills", "comment_author_url": "http://pills.example"}
    assert client.comment_check(user_ip="192.0.2.8", **spam) in (
        akismet.CheckResponse.SPAM,
        akismet.CheckResponse.DISCARD,
    )
    assert client.submit_spam(user_ip="192.0.2.7", **said)
    # What a moderator says counts at once.
    assert client.comment_check(user_ip="192.0.2.7", **said) is akismet.CheckResponse.SPAM
    assert client.submit_ham(user_ip="192.0.2.7", **said)
    assert client.comment_check(user_ip="192.0.2.7", **said) is akismet.CheckResponse.HAM


def test_a_wrong_key_is_said(web: Site) -> None:
    http = httpx.Client(transport=Rewritten(web.url), timeout=120)
    wrong = akismet.SyncClient(config=akismet.Config(key="abcdefghijkl", url=BLOG), http_client=http)
    assert not wrong.verify_key("abcdefghijkl", BLOG)
    with pytest.raises(akismet.APIKeyError):
        wrong.comment_check(user_ip="192.0.2.7", comment_content="x")


def test_another_scope_is_no_key(web: Site) -> None:
    assert post(web, "verify-key", {"key": web.token(Scope.ADMIN), "blog": BLOG}).text == "invalid"


def test_wordpress_is_answered_in_its_words(web: Site, key: str) -> None:
    assert len(key) == 12  # it takes no other for valid
    agent = {"User-Agent": "WordPress/6.8 | Akismet/5.4"}
    assert post(web, "verify-key", {"key": key, "blog": BLOG}, **agent).text == "valid"
    comment = {
        "api_key": key,
        "blog": BLOG,
        "user_ip": "192.0.2.9",
        "user_agent": "Mozilla/5.0",
        "referrer": f"{BLOG}/pears/",
        "permalink": f"{BLOG}/pears/",
        "comment_type": "comment",
        "comment_author": "Barnaby Medlar",
        "comment_author_email": "barnaby@medlar.example",
        "comment_author_url": "",
        "comment_content": "I kept mine in straw over the winter, and they were still firm in March.",
        "comment_post_modified_gmt": "2026-10-02 08:00:00",
        "comment_date_gmt": "2026-10-03 10:11:12",
        "blog_lang": "en_US",
        "blog_charset": "UTF-8",
        "user_role": "",
        "is_test": "",
        "SERVER_SOFTWARE": "nginx",
        "HTTP_ACCEPT": "*/*",
        "POST_comment": "I kept mine",
    }
    check = post(web, "comment-check", comment, **agent)
    assert check.text == "false"
    assert check.headers["x-akismet-guid"]
    assert "x-akismet-pro-tip" not in check.headers
    asked_again = comment | {"recheck_reason": "recheck_queue"}
    assert post(web, "comment-check", asked_again, **agent).headers["x-akismet-guid"] == check.headers["x-akismet-guid"]
    spam = post(web, "submit-spam", comment | {"reporter": "editor", "user_role": "editor"}, **agent)
    assert spam.text == "Thanks for making the web a better place."
    [label] = [row for row in Labels(web.winnow.engine).training_rows() if row.comment.author == "Barnaby Medlar"]
    assert label.label is Label.SPAM
    assert label.reviewer.startswith("token:")
    assert post(web, "comment-check", comment, **agent).text == "true"
    post(web, "submit-ham", comment | {"reporter": "another"}, **agent)
    again = [row for row in Labels(web.winnow.engine).training_rows() if row.comment.author == "Barnaby Medlar"]
    assert {row.reviewer for row in again} == {label.reviewer}, "one key is one reviewer, whatever names it sends"


def test_the_key_may_be_the_hosts_first_label(web: Site, key: str) -> None:
    fields = {"blog": BLOG, "comment_content": "Thank you for the recipe.", "comment_author": "Ida"}
    assert post(web, "comment-check", fields, Host=f"{key}.rest.akismet.com").text == "false"
    assert post(web, "comment-check", fields, Host="rest.akismet.com").text == "invalid"


DISCOURSE = {
    "post": {
        "content_type": "forum-post",
        "permalink": "https://forum.example/t/pears/12/1",
        "comment_author": "medlar",
        "comment_content": "Keeping pears\n\nHow do you keep pears? Mine never last beyond November.",
    },
    "profile": {
        "content_type": "signup",
        "permalink": "https://forum.example/u/medlar",
        "comment_author": "medlar",
        "comment_author_url": "https://medlar.example/",
        "comment_content": "I grow medlars and pears on a hill in the west.",
    },
}


@pytest.mark.parametrize("kind", DISCOURSE)
def test_discourse_is_answered_in_its_words(web: Site, key: str, kind: str) -> None:
    """As its plugin sends posts and profiles: the key in the host, and no other words are taken for an answer."""
    host = {"Host": f"{key}.rest.akismet.com", "User-Agent": "Discourse/3.6.0 | discourse-akismet/0.1.0"}
    fields = DISCOURSE[kind] | {
        "blog": "https://forum.example",
        "comment_author_email": "medlar@forum.example",
        "user_ip": "192.0.2.10",
        "referrer": "",
        "user_agent": "Mozilla/5.0",
    }
    check = post(web, "comment-check", fields, **host)
    assert (check.status_code, check.text) == (200, "false")
    assert "x-akismet-error" not in check.headers  # it would keep the post for its staff
    for feedback in ("submit-ham", "submit-spam"):
        assert post(web, feedback, fields, **host).text == "Thanks for making the web a better place."
    assert post(web, "comment-check", fields, **host).text == "true"
    wrong = host | {"Host": "abcdefghijkl.rest.akismet.com"}
    assert post(web, "comment-check", fields, **wrong).text == "invalid"


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"comment_author": "akismet-guaranteed-spam"}, "true"),
        ({"comment_author_email": "akismet-guaranteed-spam@example.com"}, "true"),
        ({"comment_content": SPAM, "user_role": "administrator"}, "false"),
        ({"comment_content": "Nice pears.", "honeypot_field_name": "trap", "trap": "filled in"}, "true"),
        ({}, "false"),
    ],
)
def test_what_testers_send_is_answered_as_documented(web: Site, key: str, fields: dict[str, str], answer: str) -> None:
    assert post(web, "comment-check", {"api_key": key, "blog": BLOG, **fields}).text == answer


def test_a_test_teaches_nothing(web: Site, key: str) -> None:
    before = len(list(Labels(web.winnow.engine).training_rows()))
    fields = {"api_key": key, "blog": BLOG, "is_test": "1", "comment_content": "x", "comment_author": "tester"}
    assert post(web, "submit-spam", fields).text.startswith("Thanks")
    assert len(list(Labels(web.winnow.engine).training_rows())) == before


def test_too_many_fields_are_refused(web: Site, key: str) -> None:
    fields = {f"field-{number}": "x" for number in range(2000)} | {"api_key": key}
    assert post(web, "comment-check", fields).status_code == 422
