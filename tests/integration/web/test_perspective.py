"""Perspective's protocol, spoken by Google's client and as other public clients build their requests."""

import json
from typing import Any

import httpx
import pytest
from googleapiclient.discovery import Resource, build_from_document
from googleapiclient.errors import HttpError

from classifiers.types import Label
from tests.web import Site
from worker.store.access.tokens import Scope
from worker.store.base.audit import entries
from worker.store.flow.listings import ArticleFilter, read_articles
from worker.store.moderation.labels import Labels

ANALYZE, SUGGEST = "/v1alpha1/comments:analyze", "/v1alpha1/comments:suggestscore"
HAM = "The pears were lovely, thank you for the recipe."
SPAM = "Buy cheap pills online http://pills.example/buy viagra cialis casino http://casino.example"
# As the service describes itself to Google's client: the two methods, and no more than it needs of them.
DISCOVERY: dict[str, Any] = {
    "kind": "discovery#restDescription",
    "name": "commentanalyzer",
    "version": "v1alpha1",
    "rootUrl": "https://commentanalyzer.googleapis.com/",
    "servicePath": "",
    "batchPath": "batch",
    "parameters": {"key": {"type": "string", "location": "query"}},
    "schemas": {name: {"id": name, "type": "object"} for name in ("Request", "Response")},
    "resources": {
        "comments": {
            "methods": {
                name: {
                    "id": f"commentanalyzer.comments.{name}",
                    "path": f"v1alpha1/comments:{name}",
                    "httpMethod": "POST",
                    "request": {"$ref": "Request"},
                    "response": {"$ref": "Response"},
                }
                for name in ("analyze", "suggestscore")
            }
        }
    },
}


@pytest.fixture(scope="module")
def key(web: Site) -> str:
    return web.token(Scope.BLOG)


@pytest.fixture(scope="module")
def client(web: Site, key: str) -> Resource:
    return build_from_document(DISCOVERY | {"rootUrl": f"{web.url}/"}, developerKey=key)


def asked(text: str = HAM, **more: Any) -> dict[str, Any]:
    return {"comment": {"text": text}, "requestedAttributes": {"SPAM": {}}, **more}


def post(web: Site, key: str, body: Any, path: str = ANALYZE, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **headers}
    return httpx.post(web.url + path, params={"key": key}, content=content, headers=headers, timeout=120)


def score_of(answer: dict[str, Any]) -> float:
    value: float = answer["attributeScores"]["SPAM"]["summaryScore"]["value"]
    return value


def test_googles_client_scores_and_suggests(client: Any) -> None:
    said = "A ferry with pears on board, and nobody to eat them."
    found = client.comments().analyze(body=asked(said, clientToken="t-1", doNotStore=True)).execute()
    assert found["attributeScores"]["SPAM"]["summaryScore"] == {"value": score_of(found), "type": "PROBABILITY"}
    assert (score_of(found) < 0.5, found["clientToken"]) == (True, "t-1")
    assert score_of(client.comments().analyze(body=asked(SPAM)).execute()) > 0.9
    suggestion = {"comment": {"text": said}, "attributeScores": {"SPAM": {"summaryScore": {"value": 0.95}}}}
    answer = client.comments().suggestscore(body=suggestion | {"clientToken": "t-2", "languages": ["en"]}).execute()
    assert answer == {"clientToken": "t-2", "requestedLanguages": ["en"], "detectedLanguages": ["und"]}
    # What a moderator says counts at once.
    assert score_of(client.comments().analyze(body=asked(said)).execute()) == 1.0
    suggestion["attributeScores"]["SPAM"]["summaryScore"]["value"] = 0.0
    client.comments().suggestscore(body=suggestion).execute()
    assert score_of(client.comments().analyze(body=asked(said)).execute()) == 0.0


def test_googles_client_reads_what_is_refused(client: Any) -> None:
    with pytest.raises(HttpError) as refused:
        client.comments().analyze(body={"comment": {"text": HAM}, "requestedAttributes": {"TOXICITY": {}}}).execute()
    assert refused.value.status_code == 400
    assert "Unknown requested attribute: TOXICITY" in str(refused.value)
    assert refused.value.error_details[0]["errorType"] == "INVALID_REQUEST"


def test_npms_client_is_answered(web: Site, key: str) -> None:
    """As `perspective-api-client` 3.1.0 sends it; its errors are the message of ours."""
    kind = {"Content-Type": "application/json;charset=utf-8", "User-Agent": "axios/0.18.1"}
    body = {"comment": {"text": "Lovely pears."}, "requestedAttributes": {"SPAM": {}}, "doNotStore": True}
    assert 0 < score_of(post(web, key, body, **kind).json()) < 0.5
    refused = post(web, key, body | {"requestedAttributes": {"TOXICITY": {}}}, **kind)
    assert refused.json()["error"]["message"].startswith("Unknown requested attribute: TOXICITY")


def test_pypis_client_is_answered(web: Site, key: str) -> None:
    """As `perspective` 1.0.3 sends it, with all that it can tell."""
    text = "Cheap pills, cheap pills."
    told = {"languages": ["en"], "clientToken": "c", "communityId": "orchard"}
    body = {
        "comment": {"text": text, "type": "PLAIN_TEXT"},
        "requestedAttributes": {"SPAM": {"scoreType": "PROBABILITY", "scoreThreshold": 0.1}},
        "context": {"entries": [{"text": "Pears.", "type": "PLAIN_TEXT"}]},
        "spanAnnotations": True,
        "doNotStore": True,
        "sessionId": "s",
        **told,
    }
    answer = post(web, key, body).json()
    assert (answer["languages"], answer["clientToken"]) == (["en"], "c")
    spans = answer["attributeScores"]["SPAM"]["spanScores"]
    assert [text[one["begin"] : one["end"]] for one in spans] == ["Cheap", "pills", "cheap", "pills"]
    scores = {"SPAM": {"summaryScore": {"value": 1.0, "type": "PROBABILITY"}}}
    suggestion = {"comment": {"text": text}, "attributeScores": scores, **told}
    assert post(web, key, suggestion, SUGGEST).json()["clientToken"] == "c"
    assert score_of(post(web, key, body).json()) == 1.0


def test_the_label_is_the_keys_and_in_the_audit(web: Site, key: str) -> None:
    text = "Who would have thought that quinces keep until March?"
    body = {"comment": {"text": text}, "attributeScores": {"SPAM": {"summaryScore": {"value": 1}}}}
    assert post(web, key, body | {"sessionId": "somebody else"}, SUGGEST).status_code == 200
    [label] = [row for row in Labels(web.winnow.engine).training_rows() if row.comment.text == text]
    assert label.label is Label.SPAM
    assert label.reviewer.startswith("token:")
    newest = entries(web.winnow.engine, limit=1)[0]
    assert (newest.action, newest.actor) == ("label", label.reviewer)


def test_analyzing_stores_nothing(web: Site, key: str) -> None:
    chosen = ArticleFilter(source="perspective")
    before = len(read_articles(web.winnow.engine, chosen, after=0, limit=1000))
    assert post(web, key, asked("Never seen before.", communityId="https://new.example/a")).status_code == 200
    assert len(read_articles(web.winnow.engine, chosen, after=0, limit=1000)) == before


def test_a_community_keeps_its_labels_to_itself(web: Site, key: str) -> None:
    body = {"comment": {"text": "Medlars, bletted."}, "attributeScores": {"SPAM": {"summaryScore": {"value": 1}}}}
    post(web, key, body | {"communityId": "https://one.example/"}, SUGGEST)
    text = body["comment"]["text"]  # type: ignore[index]
    assert score_of(post(web, key, asked(text, communityId="https://one.example/?utm_source=x")).json()) == 1.0
    assert score_of(post(web, key, asked(text, communityId="https://two.example/")).json()) < 1.0
    assert score_of(post(web, key, asked(text)).json()) < 1.0


def test_spans_are_the_words_that_moved_the_score(web: Site, key: str) -> None:
    whole = post(web, key, asked(SPAM)).json()["attributeScores"]["SPAM"]
    assert whole["spanScores"] == [{"begin": 0, "end": len(SPAM), "score": whole["summaryScore"]}]
    spans = post(web, key, asked(SPAM, spanAnnotations=True)).json()["attributeScores"]["SPAM"]["spanScores"]
    words = {SPAM[one["begin"] : one["end"]].lower(): one["score"]["value"] for one in spans}
    assert words["pills"] > 0.5
    assert all(0 < value < 1 for value in words.values())
    # Nothing moved this one towards spam: it is one span.
    calm = post(web, key, asked(HAM, spanAnnotations=True)).json()["attributeScores"]["SPAM"]
    assert [(one["begin"], one["end"]) for one in calm["spanScores"]] == [(0, len(HAM))]


def test_places_count_code_points(web: Site, key: str) -> None:
    """A lone surrogate, a NUL and letters of four bytes move no place behind them."""
    raw = json.dumps(asked("\U0001f350\ud800\0 " + SPAM, spanAnnotations=True)).encode()
    spans = post(web, key, raw).json()["attributeScores"]["SPAM"]["spanScores"]
    plain = post(web, key, asked(SPAM, spanAnnotations=True)).json()["attributeScores"]["SPAM"]["spanScores"]
    text = "\U0001f350__ " + SPAM
    words = {text[one["begin"] : one["end"]].lower() for one in spans}
    assert "pills" in words & {SPAM[one["begin"] : one["end"]].lower() for one in plain}


def test_a_suggestion_with_what_no_database_takes_is_kept(web: Site, key: str) -> None:
    text = "Pears\0 and \ud800 quinces, strangely spelled."
    body = {"comment": {"text": text}, "attributeScores": {"SPAM": {"summaryScore": {"value": 1}}}}
    assert post(web, key, body, SUGGEST).status_code == 200
    assert score_of(post(web, key, asked(text)).json()) == 1.0


def test_a_threshold_leaves_out_what_is_below(web: Site, key: str) -> None:
    wanted = {"SPAM": {"scoreType": "PROBABILITY", "scoreThreshold": 0.9}}
    assert post(web, key, asked(HAM) | {"requestedAttributes": wanted}).json()["attributeScores"] == {}
    body = asked(SPAM, spanAnnotations=True) | {"requestedAttributes": wanted}
    found = post(web, key, body).json()["attributeScores"]["SPAM"]
    assert found["summaryScore"]["value"] > 0.9
    assert all(one["score"]["value"] >= 0.9 for one in found["spanScores"])


def test_languages_are_those_that_were_told_and_the_one_that_is_read(web: Site, key: str) -> None:
    german = (
        "Die Birnen sind reif, und wer mag, der darf am Samstag in den Obstgarten kommen und pflücken, so viel er will."
    )
    found = post(web, key, asked(german)).json()
    assert (found["languages"], found["detectedLanguages"]) == (["de"], ["de"])
    told = post(web, key, asked(german, languages=["fr", "en"])).json()
    assert (told["languages"], told["detectedLanguages"]) == (["fr", "en"], ["de"])
    assert score_of(told) == score_of(found), "what is told of the language moves no score"


def test_the_article_is_context(web: Site, key: str) -> None:
    both = {"article": {"text": "Cheap pills online, and where to buy them."}, "parentComment": {"text": "Where?"}}
    answer = post(web, key, asked(SPAM, context={"articleAndParentComment": both}))
    assert score_of(answer.json()) != score_of(post(web, key, asked(SPAM)).json())
    entries_too = {"entries": [{"text": "Where?"}], "articleAndParentComment": both}
    refused = post(web, key, asked(SPAM, context=entries_too)).json()["error"]
    assert "both fields were populated" in refused["message"]


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ({"comment": {"text": HAM}}, "NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes"),
        (asked(" "), "COMMENT_EMPTY", "non-empty"),
        (asked("x" * 20_481), "COMMENT_TOO_LONG", "20,480"),
        (asked("\u00e9" * 10_241), "COMMENT_TOO_LONG", "20,480"),
        (asked() | {"requestedAttributes": {"SPAM": {}, "INSULT": {}}}, "INVALID_REQUEST", "INSULT"),
        (asked() | {"requestedAttributes": {"SPAM": {"scoreType": "RAW"}}}, "INVALID_REQUEST", "RAW"),
        ({"comment": {"text": HAM, "type": "HTML"}, "requestedAttributes": {"SPAM": {}}}, "INVALID_REQUEST", "PLAIN"),
        (asked(languages="en"), "INVALID_REQUEST", "languages"),
        ([], "INVALID_REQUEST", "payload"),
    ],
)
def test_what_perspective_refuses_is_refused_in_its_words(
    web: Site, key: str, body: Any, kind: str, words: str
) -> None:
    answer = post(web, key, body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert error["details"][0]["@type"] == "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
    assert error["details"][0]["errorType"] == kind
    assert words in error["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'{"comment": NaN}', b"\xff\xfe"])
def test_what_is_no_json_is_an_invalid_argument(web: Site, key: str, body: bytes) -> None:
    answer = post(web, key, body)
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("value", [0.5, -0.1, 1.1, "much", None])
def test_a_suggestion_that_says_nothing_is_refused(web: Site, key: str, value: object) -> None:
    body = {"comment": {"text": HAM}, "attributeScores": {"SPAM": {"summaryScore": {"value": value}}}}
    assert post(web, key, body, SUGGEST).json()["error"]["status"] == "INVALID_ARGUMENT"
    assert score_of(post(web, key, asked(HAM)).json()) not in (0.0, 1.0)


def test_only_a_key_for_it_opens_it(web: Site) -> None:
    wrong = post(web, "abcdefghijkl", asked())
    assert (wrong.status_code, wrong.json()["error"]["details"][0]["reason"]) == (400, "API_KEY_INVALID")
    none = httpx.post(web.url + ANALYZE, json=asked(), timeout=120)
    assert (none.status_code, none.json()["error"]["status"]) == (403, "PERMISSION_DENIED")
    for scope in (Scope.ADMIN, Scope.MODERATE, Scope.INGEST):
        for path in (ANALYZE, SUGGEST):
            assert post(web, web.token(scope), asked(), path).status_code == 400


def test_the_key_may_come_in_a_header(web: Site, key: str) -> None:
    answer = httpx.post(web.url + ANALYZE, json=asked(), headers={"X-Goog-Api-Key": key}, timeout=120)
    assert score_of(answer.json()) == score_of(post(web, key, asked()).json())


def test_a_large_body_is_refused(web: Site, key: str) -> None:
    assert post(web, key, asked(context={"entries": [{"text": "x" * 600_000}]})).status_code == 413
