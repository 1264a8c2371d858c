"""The calls that ask and teach, answered in the very words that their callers compare with."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, cast
from urllib.parse import parse_qsl, unquote_plus

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from classifiers.types import Label, Verdict
from worker.errors import RefusedError
from worker.operations.check import Checked
from worker.operations.label import label_remark
from worker.reasons import Reason
from worker.store.access.tokens import Scope, Token
from worker.store.moderation.lone_comments import LoneComment
from worker.web.access import REFUSAL_S, actor, allows, token_of
from worker.web.akismet.form import read_remark
from worker.web.batching import Batcher
from worker.web.dependencies import Dependencies, Wired, is_for
from worker.web.own_input import is_own
from worker.web.request_bodies import AT_ONCE_BYTES, FORM, body_of, takes

router = APIRouter(prefix="/1.1", tags=["Akismet"], default_response_class=PlainTextResponse)

THANKS = "Thanks for making the web a better place."
# Probability from which on spam is so plain that nobody needs to see it.
BLATANT = 0.999
# Seconds after which a comment that a moderator should look at may be asked for again: his label answers then.
RECHECK_AFTER_S = 900
# Fields of a form; plugins send some 100, of the server's variables most.
MAX_FIELDS = 1000
# What Akismet's documentation tells testers to send for a certain answer.
SURE_SPAM = frozenset({"akismet-guaranteed-spam", "viagra-test-123", "akismet-guaranteed-spam@example.com"})
SURE_HAM_ROLE = "administrator"
# Bytes of a key; longer ones are none.
MAX_KEY_BYTES = 300


async def _speaker(request: Request, body: Annotated[bytes, Depends(body_of(FORM))]) -> Token | None:
    """Return the token whose secret came as the key: in the form, or as the host's first label.

    It is looked for before the form is taken apart: who has no key is told so for the price of a search.
    """
    key = _key(body) or request.headers.get("host", "").partition(".")[0]
    token = await token_of(request, key)
    if token is None:
        await asyncio.sleep(REFUSAL_S)
    else:
        is_for(request, token.sites)
    return token if token is not None and allows(token, Scope.BLOG) else None


def _key(form: bytes) -> str:
    """Return the key that a form names, by a search that costs next to nothing on a large one."""
    for name in (b"&api_key=", b"&key="):
        at = 0 if form.startswith(name[1:]) else form.find(name) + 1
        if at or form.startswith(name[1:]):
            value = form[at + len(name) - 1 :][:MAX_KEY_BYTES].partition(b"&")[0]
            if value:
                return unquote_plus(value.decode("ascii", "replace"))
    return ""


Speaker = Annotated[Token | None, Depends(_speaker)]


async def _form(speaker: Speaker, body: Annotated[bytes, Depends(body_of(FORM))]) -> Mapping[str, str]:
    if speaker is None:
        return {}
    return await run_in_threadpool(_read, body) if len(body) > AT_ONCE_BYTES else _read(body)


def _read(body: bytes) -> Mapping[str, str]:
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        raise RefusedError(Reason.SCHEMA, f"a form has at most {MAX_FIELDS} fields") from None
    return dict(pairs)


Form = Annotated[Mapping[str, str], Depends(_form)]


_FIELDS = (
    "api_key", "key", "blog", "permalink", "comment_type", "comment_author", "comment_author_email",
    "comment_author_url", "comment_content", "comment_date_gmt", "comment_post_modified_gmt", "user_ip", "user_agent",
    "user_role", "is_test", "honeypot_field_name", "reporter",
)  # fmt: skip
BODY = takes(
    {"type": "object", "properties": {name: {"type": "string"} for name in _FIELDS}},
    kind=FORM,
    comment={"api_key": "aB3dE5fG7hI9", "blog": "https://blog.example", "comment_content": "Lovely pears."},
)


@router.post("/verify-key", summary="Is this key one?", openapi_extra=BODY)
async def verify_key(speaker: Speaker) -> Response:
    """Answer `valid` or `invalid`."""
    return invalid() if speaker is None else PlainTextResponse("valid")


@router.post("/comment-check", summary="Is this comment spam?", openapi_extra=BODY)
async def comment_check(request: Request, winnow: Wired, speaker: Speaker, form: Form) -> Response:
    """Answer `true` for spam and `false` for ham; `false` with a time to ask again where a person should look.

    The comment is stored, unless its site or, where that says nothing, the settings say otherwise: what a person should
    look at reaches the review desk.
    """
    if speaker is None:
        return invalid()
    remark = _remark(winnow, form, keeps=winnow.settings.akismet_stores)
    if not await is_own(winnow, speaker, remark):
        return invalid()
    sure = _sure(form)
    if sure is not None:
        return _answer(remark, Checked(sure))
    checks = cast("Batcher[LoneComment, Checked]", request.app.state.checks)
    return _answer(remark, await checks.ask(remark))


@router.post("/submit-spam", summary="This comment was spam", openapi_extra=BODY)
async def submit_spam(winnow: Wired, speaker: Speaker, form: Form) -> Response:
    """Keep the comment with the label spam."""
    return await _submitted(winnow, speaker, form, Label.SPAM)


@router.post("/submit-ham", summary="This comment was no spam", openapi_extra=BODY)
async def submit_ham(winnow: Wired, speaker: Speaker, form: Form) -> Response:
    """Keep the comment with the label ham."""
    return await _submitted(winnow, speaker, form, Label.HAM)


def _sure(form: Mapping[str, str]) -> Verdict | None:
    if not SURE_SPAM.isdisjoint((form.get("comment_author"), form.get("comment_author_email"))):
        return Verdict.SPAM
    return Verdict.ALLOW if form.get("user_role") == SURE_HAM_ROLE else None


def _remark(winnow: Dependencies, form: Mapping[str, str], *, keeps: bool = False) -> LoneComment:
    return read_remark(form, keeps=keeps, email_key=winnow.settings.email_key)


def _answer(remark: LoneComment, checked: Checked) -> Response:
    verdict, found = checked.verdict, checked.prediction
    headers = {"X-akismet-guid": remark.guid}
    if found is not None and found.reasons:
        headers["X-akismet-debug-help"] = " ".join(reason.code for reason in found.reasons)
    if verdict is Verdict.SPAM and found is not None and found.probability >= BLATANT:
        headers["X-akismet-pro-tip"] = "discard"
    if verdict is Verdict.REVIEW:
        headers["X-akismet-recheck-after"] = str(RECHECK_AFTER_S)
    return PlainTextResponse("true" if verdict is Verdict.SPAM else "false", headers=headers)


async def _submitted(winnow: Dependencies, speaker: Token | None, form: Mapping[str, str], label: Label) -> Response:
    remark = _remark(winnow, form)
    if speaker is None or not await is_own(winnow, speaker, remark):
        return invalid()
    if not form.get("is_test"):
        await run_in_threadpool(_submit, winnow, speaker, remark, label)
    return PlainTextResponse(THANKS)


def _submit(winnow: Dependencies, speaker: Token, remark: LoneComment, label: Label) -> None:
    # The key's and nobody else's: who may write names into `reporter` would be as many reviewers as he likes.
    label_remark(winnow.whole, winnow.service.judge, remark, label, by=actor(speaker))


def invalid() -> Response:
    """Answer that there is no such key, and how to make one."""
    headers = {"X-akismet-debug-help": "no key of this service; make one: winnow token add NAME --scope blog"}
    return PlainTextResponse("invalid", headers=headers)
