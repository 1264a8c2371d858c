"""Perspective's protocol, v1alpha1, for the attribute SPAM: `comments:analyze` and `comments:suggestscore`."""

import asyncio
import math
from collections.abc import Callable, Coroutine, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final, TypeVar, cast

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from classifiers.errors import WinnowError
from classifiers.reasons import ReasonCode
from classifiers.types import ArticleContext, Label
from worker.domain import SeparatedComment
from worker.errors import RefusedError
from worker.ingest.article_keys import canonical_url
from worker.ingest.json_value import parse_json
from worker.ingest.thread import whole
from worker.operations.check import Checked
from worker.operations.label import label_remark
from worker.separate.language.content import tell_language
from worker.store.access.tokens import Scope, Token
from worker.store.flow.place_keys import lone_key
from worker.store.moderation.lone_comments import LoneComment
from worker.web.access import REFUSAL_S, actor, allows, token_of
from worker.web.batching import Batcher
from worker.web.dependencies import Dependencies, Wired, is_for
from worker.web.desk.shown_cards import WordMarker
from worker.web.own_input import is_own
from worker.web.problems import public_message, status_of
from worker.web.request_bodies import JSON, body_of, takes
from worker.work.pipeline import identities

SOURCE: Final = "perspective"
# The one attribute of Perspective's that Winnow scores.
ATTRIBUTE: Final = "SPAM"
# Bytes of a comment, as Perspective has it; and characters of an article beside it that are looked at.
MAX_TEXT_BYTES: Final = 20_480
MAX_ARTICLE_CHARS: Final = 20_000
MAX_FIELD_CHARS: Final = 2_000
# BCP 47 for a text whose language nothing tells: clients read the first of a list.
UNDETERMINED: Final = "und"
# The score between spam and ham: a suggestion of exactly it says neither.
MIDDLE: Final = 0.5

_DETAIL: Final = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_ERROR_INFO: Final = "type.googleapis.com/google.rpc.ErrorInfo"
# google.rpc.Code by HTTP's status.
_CODES: Final = {
    400: "INVALID_ARGUMENT",
    403: "PERMISSION_DENIED",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class StatusError(HTTPException):
    """A request that Perspective would turn down, with what it says of it beside the sentence."""

    def __init__(self, code: int, message: str, details: Mapping[str, object]) -> None:
        super().__init__(code, message)
        self.details = details


def _invalid(message: str, error_type: str = "INVALID_REQUEST") -> StatusError:
    return StatusError(400, message, {"@type": _DETAIL, "errorType": error_type})


class StatusRoute(APIRoute):
    """A route whose errors are told as google.rpc.Status."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        answer = super().get_route_handler()

        async def respond(request: Request) -> Response:
            try:
                return await answer(request)
            except WinnowError as error:
                return _status(status_of(error), public_message(error))
            except HTTPException as error:
                return _status(error.status_code, str(error.detail), getattr(error, "details", None))

        return respond


def _status(code: int, message: str, details: Mapping[str, object] | None = None) -> Response:
    """Return an error as google.rpc.Status; what is wrong with a request is an invalid argument, whatever it is."""
    shown = code if code in _CODES else HTTPStatus.BAD_REQUEST
    error: dict[str, object] = {"code": shown, "message": message, "status": _CODES[shown]}
    if details is not None:
        error["details"] = [details]
    return _json({"error": error}, shown)


def _json(content: Mapping[str, object], code: int = HTTPStatus.OK) -> Response:
    return Response(orjson.dumps(content), int(code), media_type=JSON)


router = APIRouter(prefix="/v1alpha1", tags=["Perspective"], route_class=StatusRoute)


class _Message(BaseModel):
    """One of Perspective's messages: its fields in camel case, or as they are named in its definition."""

    model_config = ConfigDict(extra="ignore", alias_generator=to_camel, populate_by_name=True)


def _mended(value: object) -> object:
    """Put a mark for what no database takes: lone surrogates and NUL; places in the text stay what they are."""
    return whole(value.replace("\0", "\N{REPLACEMENT CHARACTER}")) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_mended)]


class TextEntry(_Message):
    """A text and what it is."""

    text: Text = ""
    type: str = "PLAIN_TEXT"


class ArticleAndParentComment(_Message):
    """What a comment stands under."""

    article: TextEntry | None = None
    parent_comment: TextEntry | None = None


class Context(_Message):
    """What a comment answers, told in one of two ways."""

    entries: list[TextEntry] = Field(default_factory=list, max_length=1000)
    article_and_parent_comment: ArticleAndParentComment | None = None


class AttributeParameters(_Message):
    """Which kind of score is wanted, and the least that is told."""

    score_type: str = "PROBABILITY"
    score_threshold: float | None = None


class Score(_Message):
    """A score, from 0 to 1."""

    value: float = Field(ge=0, le=1)
    type: str = "PROBABILITY"


class AttributeScores(_Message):
    """What somebody says that an attribute's score should be."""

    summary_score: Score


class _Asked(_Message):
    """What both calls take."""

    comment: TextEntry
    context: Context | None = None
    languages: list[Text] = Field(default_factory=list, max_length=100)
    client_token: Text | None = None
    community_id: Text | None = None


class AnalyzeCommentRequest(_Asked):
    """A comment to score. ``doNotStore`` is always kept to, so it need not be read: nothing is stored."""

    requested_attributes: dict[str, AttributeParameters] = Field(default_factory=dict)
    span_annotations: bool = False


class SuggestCommentScoreRequest(_Asked):
    """A comment with the score that it should have had."""

    attribute_scores: dict[str, AttributeScores] = Field(default_factory=dict)


Asked = TypeVar("Asked", bound=_Asked)


async def _speaker(request: Request) -> Token:
    """Return the token whose secret came as the key; it is looked for before a byte of the body is read."""
    key = request.headers.get("x-goog-api-key") or request.query_params.get("key", "")
    token = await token_of(request, key) if key else None
    if token is not None and allows(token, Scope.BLOG):
        is_for(request, token.sites)
        return token
    await asyncio.sleep(REFUSAL_S)
    if not key:
        raise StatusError(403, "The request has no API key: send ?key=... or X-Goog-Api-Key.", _key_info("MISSING"))
    raise _no_key()


def _no_key() -> StatusError:
    message = "API key not valid. Please pass a valid API key; make one: winnow token add NAME --scope blog"
    return StatusError(400, message, _key_info("INVALID"))


def _key_info(what: str) -> Mapping[str, object]:
    return {"@type": _ERROR_INFO, "reason": f"API_KEY_{what}", "domain": "googleapis.com"}


Speaker = Annotated[Token, Depends(_speaker)]


async def _body(request: Request, _: Speaker) -> bytes:
    return cast(bytes, await body_of(JSON)(request))


Body = Annotated[bytes, Depends(_body)]

_EXAMPLE: Final = {"comment": {"text": "Lovely pears."}, "languages": ["en"]}


@router.post(
    "/comments:analyze",
    summary="Score a comment",
    openapi_extra=takes(
        AnalyzeCommentRequest.model_json_schema(), comment={**_EXAMPLE, "requestedAttributes": {ATTRIBUTE: {}}}
    ),
)
async def analyze(request: Request, winnow: Wired, speaker: Speaker, body: Body) -> Response:
    """Return the probability that a comment is spam: a moderator's word where there is one, else the model's."""
    asked = _read(AnalyzeCommentRequest, body)
    _require_spam_alone(asked.requested_attributes)
    wanted = asked.requested_attributes[ATTRIBUTE]
    if wanted.score_type not in ("PROBABILITY", "SCORE_TYPE_UNSPECIFIED"):
        raise _invalid(f"Requested score type {wanted.score_type[:50]} is not supported by attribute {ATTRIBUTE}")
    checks = cast("Batcher[LoneComment, Checked]", request.app.state.checks)
    checked = await checks.ask(await _own(winnow, speaker, _remark(asked)))
    marker = cast(WordMarker, request.app.state.word_marker) if asked.span_annotations else None
    scores = await run_in_threadpool(_scores, checked, asked.comment.text, marker)
    least = wanted.score_threshold
    shown = {ATTRIBUTE: scores} if least is None or scores["summaryScore"]["value"] >= least else {}
    if least is not None:
        scores["spanScores"] = [span for span in scores["spanScores"] if span["score"]["value"] >= least]
    detected = await run_in_threadpool(_languages, asked.comment.text)
    answer: dict[str, object] = {
        "attributeScores": shown,
        "languages": asked.languages or detected,
        "detectedLanguages": detected,
    }
    return _json({**answer, **_echo(asked)})


@router.post(
    "/comments:suggestscore",
    summary="Say what a comment's score should have been",
    openapi_extra=takes(
        SuggestCommentScoreRequest.model_json_schema(),
        comment={**_EXAMPLE, "attributeScores": {ATTRIBUTE: {"summaryScore": {"value": 1}}}},
    ),
)
async def suggestscore(winnow: Wired, speaker: Speaker, body: Body) -> Response:
    """Keep the comment with a label: spam for a score above one half, ham for one below; the key is the reviewer."""
    asked = _read(SuggestCommentScoreRequest, body)
    _require_spam_alone(asked.attribute_scores, of="attribute_scores")
    score = asked.attribute_scores[ATTRIBUTE].summary_score.value
    if score == MIDDLE:
        raise _invalid(f"a score of {MIDDLE} says neither spam nor ham: send more or less")
    chosen = Label.SPAM if score > MIDDLE else Label.HAM
    remark = await _own(winnow, speaker, _remark(asked))
    await run_in_threadpool(_keep, winnow, remark, chosen, actor(speaker))
    detected = await run_in_threadpool(_languages, asked.comment.text)
    return _json({"requestedLanguages": asked.languages, "detectedLanguages": detected, **_echo(asked)})


async def _own(winnow: Dependencies, speaker: Token, remark: LoneComment) -> LoneComment:
    """Return a comment that a key may ask about; one of other sites is answered as if there were no such key."""
    if not await is_own(winnow, speaker, remark):
        raise _no_key()
    return remark


def _keep(winnow: Dependencies, remark: LoneComment, chosen: Label, by: str) -> None:
    label_remark(winnow.whole, winnow.service.judge, remark, chosen, by=by)


def _read(kind: type[Asked], body: bytes) -> Asked:
    try:
        asked = kind.model_validate(parse_json(body))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise _invalid(f"Invalid JSON payload received. {where[:200]}: {first['msg'][:200]}") from None
    _require_text(asked)
    return asked


def _require_text(asked: _Asked) -> None:
    entries = [asked.comment, *_entries(asked.context)]
    if any(entry.type not in ("PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED") for entry in entries):
        raise _invalid("Currently, only 'PLAIN_TEXT' comments are supported")
    if asked.context and asked.context.entries and asked.context.article_and_parent_comment:
        message = "Context can have either entries or article_and_parent_comment, but both fields were populated."
        raise _invalid(message)
    if not asked.comment.text.strip():
        raise _invalid("Comment must be non-empty.", "COMMENT_EMPTY")
    if len(asked.comment.text.encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        raise _invalid(f"Comment text too long: at most {MAX_TEXT_BYTES:,} bytes.", "COMMENT_TOO_LONG")


def _require_spam_alone(attributes: Mapping[str, object], of: str = "requested_attributes") -> None:
    if not attributes:
        raise _invalid(f"Missing {of}", "NO_REQUESTED_ATTRIBUTES")
    for name in attributes:
        if name != ATTRIBUTE:
            message = f"Unknown requested attribute: {name[:100]}. Winnow scores {ATTRIBUTE} and no other."
            raise _invalid(message)


def _entries(context: Context | None) -> Sequence[TextEntry]:
    if context is None:
        return ()
    both = context.article_and_parent_comment
    texts = (both.article, both.parent_comment) if both else ()
    return [*context.entries, *(entry for entry in texts if entry)]


def _remark(asked: _Asked) -> LoneComment:
    """Return the comment: the same text in the same community is one comment, whose label counts."""
    found = SeparatedComment(text=asked.comment.text)
    place = (asked.community_id or "").strip()[:MAX_FIELD_CHARS]
    url = _canonical(place)
    both = asked.context.article_and_parent_comment if asked.context else None
    about = ArticleContext(body=both.article.text[:MAX_ARTICLE_CHARS]) if both and both.article else None
    key = lone_key(url or f"{SOURCE} {place}")
    return LoneComment(key, identities([found])[0], url, found, SOURCE, article=about)


def _canonical(place: str) -> str | None:
    try:
        return canonical_url(place).url if place.startswith(("http://", "https://")) else None
    except RefusedError:
        return None


def _scores(checked: Checked, text: str, marker: WordMarker | None) -> dict[str, Any]:
    """Return the score of the whole, and of the words that moved it, each by its own weight; else of all as one."""
    found = checked.prediction
    probability = found.probability if found else float(checked.verdict.value == Label.SPAM.value)
    by_words = found is not None and any(reason.code == ReasonCode.WORDS for reason in found.reasons)
    marks = marker.words(checked.model, text) if marker and by_words and checked.model else ()
    spans = [_span(mark.start, mark.end, 1 / (1 + math.exp(-mark.weight))) for mark in marks]
    return {
        "summaryScore": {"value": probability, "type": "PROBABILITY"},
        "spanScores": spans or [_span(0, len(text), probability)],
    }


def _span(begin: int, end: int, value: float) -> dict[str, Any]:
    return {"begin": begin, "end": end, "score": {"value": value, "type": "PROBABILITY"}}


def _languages(text: str) -> list[str]:
    return [tell_language(text) or UNDETERMINED]


def _echo(asked: _Asked) -> Mapping[str, object]:
    return {} if asked.client_token is None else {"clientToken": asked.client_token}
