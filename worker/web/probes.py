"""What supervisors ask: does this process turn, and is the whole service ready?"""

import orjson
from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from worker.store.base.database import check
from worker.store.figures.backlog import backlog
from worker.web.dependencies import Wired
from worker.work.health import faults, waiting_too_long

router = APIRouter(tags=["operators"])


@router.get("/healthz", summary="Is this process alive?", response_class=PlainTextResponse)
async def healthz() -> str:
    """Answer `ok`; asks nobody."""
    return "ok"


@router.get(
    "/readyz",
    summary="Is the service ready?",
    responses={200: {"description": "all is well"}, 503: {"description": "what is not, a line each"}},
)
def readyz(winnow: Wired) -> Response:
    """Look at the database, the broker, the model's bytes, and whether what waits is being worked on."""
    longest_s = winnow.settings.ready_max_age_s
    findings = dict(
        faults(
            {
                "database": lambda: check(winnow.engine),
                "broker": winnow.service.bell.depth,
                "model": winnow.registry.verify,
                "consuming": lambda: waiting_too_long(backlog(winnow.engine, count_to=1), max_pending_age_s=longest_s),
            }
        )
    )
    ready = not any(findings.values())
    shown = {name: fault or "ok" for name, fault in findings.items()}
    return Response(orjson.dumps({"ready": ready, **shown}), 200 if ready else 503, media_type="application/json")
