"""Where the application keeps the desk's own work."""

from typing import cast

from fastapi import Request

from worker.web.desk.desk_jobs import DeskJobs


def desk_jobs_of(request: Request) -> DeskJobs:
    """Return the desk's bench of this application."""
    return cast(DeskJobs, request.app.state.bench)
