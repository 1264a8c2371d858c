"""Webhooks over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from worker.operations.resources import Delivered, NewWebhook, ResourcePage, WebhookResource
from worker.store.flow.events import Event
from worker.web.access import MayAdministrate, actor
from worker.web.api import PREFIX, problems
from worker.web.dependencies import Wired
from worker.web.paging import At, page
from worker.web.webhook_address import check, networks

router = APIRouter(prefix=f"{PREFIX}/webhooks", tags=["webhooks"])

WebhookId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class WebhookRequest(BaseModel):
    """A webhook to make."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"url": "https://site.example/winnow", "events": ["comment.spam", "dead"]}}
    )

    url: Annotated[str, Field(max_length=2000)]
    events: list[Event] = Field(min_length=1, max_length=len(Event))


@router.post("", status_code=201, response_model=NewWebhook, summary="Add a webhook", responses=problems())
def add_webhook(winnow: Wired, token: MayAdministrate, asked: WebhookRequest) -> Any:
    """Make a webhook; its secret, which signs what it is told, is shown here and never again.

    An address that is not public is refused, unless the settings allow its network; each delivery looks anew.
    """
    check(asked.url, networks(winnow.settings.webhook_networks))
    return NewWebhook.model_validate(winnow.webhooks.add(asked.url, asked.events, actor=actor(token)))


@router.get("", response_model=list[WebhookResource], summary="List webhooks", responses=problems())
def list_webhooks(winnow: Wired, _: MayAdministrate) -> Any:
    """List the webhooks without their secrets."""
    return [WebhookResource.model_validate(one) for one in winnow.webhooks.list()]


@router.delete("/{webhook_id}", status_code=204, summary="Remove a webhook", responses=problems(404))
def remove_webhook(winnow: Wired, token: MayAdministrate, webhook_id: WebhookId) -> Response:
    """Remove a webhook and what it was still to be told."""
    winnow.webhooks.remove(webhook_id, actor=actor(token))
    return Response(status_code=204)


@router.get(
    "/{webhook_id}/deliveries", response_model=ResourcePage[Delivered], summary="List deliveries", responses=problems()
)
def list_deliveries(winnow: Wired, _: MayAdministrate, webhook_id: WebhookId, at: At) -> Any:
    """List what a webhook was told or is still to be told: `due_at` is null where it is over."""
    rows = winnow.webhooks.log(webhook_id, after=at.after, limit=at.limit)
    return page(rows, at, Delivered.model_validate)
