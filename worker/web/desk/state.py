"""Where the application keeps the desk's own work."""

from typing import cast

from fastapi import Request

from worker.web.desk.bench import Bench


def bench_of(request: Request) -> Bench:
    """Return the desk's bench of this application."""
    return cast(Bench, request.app.state.bench)
