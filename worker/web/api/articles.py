"""Articles over HTTP: submitted one by one or many at once, and read."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Path, Query

from worker.domain import State, Submitted
from worker.errors import RefusedError
from worker.ingest.envelope import Envelope
from worker.operations import submit as submission
from worker.operations.resources import Accepted, Article, ItemError, ResourcePage, Taken, TakenBatch, WholeArticle
from worker.operations.submit import MAX_AS_A_WHOLE
from worker.reasons import Reason
from worker.store.flow.idempotency import once
from worker.store.flow.listings import ArticleFilter, read_article, read_articles
from worker.web.access import MayIngest, MayModerate
from worker.web.api import PREFIX, problems
from worker.web.dependencies import Dependencies, Wired
from worker.web.own_input import of_sites
from worker.web.paging import At, page
from worker.web.request_bodies import JsonBody, takes

router = APIRouter(prefix=f"{PREFIX}/articles", tags=["articles"])

EXAMPLE = {
    "id": "orchard-17",
    "url": "https://orchard.example/pears",
    "source": "crawl-3",
    "html": "<article><h1>Pears</h1><p>A harvest of pears.</p></article>",
}
_ENVELOPE = Envelope.model_json_schema()
_BATCH = {
    "type": "object",
    "required": ["articles"],
    "properties": {"articles": {"type": "array", "minItems": 1, "maxItems": MAX_AS_A_WHOLE, "items": _ENVELOPE}},
}

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="names this request: sent again within 24 hours, it is answered as before",
    ),
]
ArticleId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.post(
    "",
    status_code=202,
    response_model=Accepted,
    summary="Submit one article",
    responses=problems(415, 429),
    openapi_extra=takes(_ENVELOPE, page=EXAMPLE, text={"text": "A ferry starts in May.\n\nIt has two decks."}),
)
def submit(winnow: Wired, token: MayIngest, body: JsonBody, key: Key = None) -> Any:
    """Store an article, and ring for a worker. The same article again changes nothing."""
    request, row = body

    def act() -> Any:
        [one] = _taken(winnow, [row])
        if isinstance(one, RefusedError):
            raise one
        return _answer(one)

    return act() if key is None else once(winnow.engine, token_id=token.id, key=key, request=request, act=act)


@router.post(
    "/batch",
    status_code=202,
    response_model=TakenBatch,
    response_model_exclude_none=True,
    summary="Submit a batch",
    responses=problems(415, 429),
    openapi_extra=takes(_BATCH, batch={"articles": [EXAMPLE, {"text": "A ferry starts in May."}]}),
)
def submit_batch(winnow: Wired, token: MayIngest, body: JsonBody, key: Key = None) -> Any:
    """Store up to 1000 articles in one transaction; what is wrong with one spoils no other. 422 where none is right."""
    request, batch = body

    def act() -> Any:
        answers = take_in(winnow, _rows(batch))
        if not any("id" in one for one in answers):
            raise RefusedError(
                Reason(answers[0]["error"]["code"]), f"no article is right: {answers[0]['error']['message']}"
            )
        return {"articles": answers}

    return act() if key is None else once(winnow.engine, token_id=token.id, key=key, request=request, act=act)


@router.get("", response_model=ResourcePage[Article], summary="List articles", responses=problems())
def list_articles(
    winnow: Wired,
    _: MayModerate,
    at: At,
    state: State | None = None,
    source: Annotated[str | None, Query(max_length=2000)] = None,
    external_id: Annotated[str | None, Query(max_length=2000, description="the producer's own id")] = None,
) -> Any:
    """List articles in the order of submission."""
    chosen = ArticleFilter(state=state, source=source, external_id=external_id)
    rows = read_articles(winnow.engine, chosen, after=at.after, limit=at.limit)
    return page(rows, at, Article.model_validate)


@router.get("/{article_id}", response_model=WholeArticle, summary="Read an article", responses=problems(404))
def get_article(winnow: Wired, _: MayModerate, article_id: ArticleId) -> Any:
    """Return an article with its body; its comments are at `/comments?article_id=`."""
    return WholeArticle.model_validate(read_article(winnow.engine, article_id))


@router.get("/{article_id}/state", response_model=State, summary="See where an article stands", responses=problems(404))
def get_state(winnow: Wired, _: MayIngest, article_id: ArticleId) -> Any:
    """Return `pending`, `processing`, `done` or `dead`: what a producer may know."""
    return read_article(winnow.engine, article_id).state


def take_in(winnow: Dependencies, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Store those of decoded rows that are right, in one transaction, and say of each what became of it."""
    return list(map(_answer, _taken(winnow, rows)))


def _taken(winnow: Dependencies, rows: Sequence[Any]) -> Sequence[Submitted | RefusedError]:
    max_bytes = winnow.settings.max_page_bytes
    parsed = [submission.parse(row, max_bytes=max_bytes) for row in rows]
    return submission.take_in(winnow.service, of_sites(winnow.whole, parsed, winnow.sites)).became


def _rows(batch: Any) -> list[Any]:
    rows = batch.get("articles") if isinstance(batch, dict) else None
    if not isinstance(rows, list) or not rows:
        raise RefusedError(Reason.SCHEMA, 'a batch is {"articles": [...]} with one article or more')
    if len(rows) > MAX_AS_A_WHOLE:
        raise HTTPException(413, f"a batch has at most {MAX_AS_A_WHOLE} articles; send more as a stream")
    return rows


def _answer(one: Submitted | RefusedError) -> dict[str, Any]:
    if isinstance(one, RefusedError):
        return Taken(error=ItemError(code=one.reason.value, message=str(one))).model_dump(
            mode="json", exclude_none=True
        )
    return {"id": one.id, "arrival": one.arrival.value}
