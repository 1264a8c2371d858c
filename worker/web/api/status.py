"""How things stand, over HTTP."""

from typing import Any

from fastapi import APIRouter, Depends

from worker.operations.resources import Status
from worker.operations.status import status
from worker.web.access import MayModerate, of_all_sites
from worker.web.api import PREFIX, problems
from worker.web.dependencies import Wired

router = APIRouter(prefix=PREFIX, tags=["status"], dependencies=[Depends(of_all_sites)])


@router.get("/status", response_model=Status, summary="See how things stand", responses=problems())
def get_status(winnow: Wired, _: MayModerate) -> Any:
    """Return how much is where, and which model serves, as `winnow status` does."""
    return status(winnow.engine, winnow.registry, winnow.service.bell)
