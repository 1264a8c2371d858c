"""A trace goes from submission to storage, over the queue, and holds no text."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.factories import new_article
from tests.web import winnow_of
from worker.errors import MisconfiguredError
from worker.observability.traces import carried, continued, span, start_tracing
from worker.queue.embedded import embedded_worker
from worker.store.flow.inbox import Inbox

WORDS = "quincunx of damsons"


def installed() -> bool:
    try:
        import opentelemetry.exporter.otlp.proto.http  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


@contextmanager
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """Run what takes spans over HTTP; yield its address and the bodies that came."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", bodies
    finally:
        server.shutdown()
        server.server_close()


def spans_in(bodies: list[bytes]) -> list[Any]:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (  # noqa: PLC0415
        ExportTraceServiceRequest,
    )

    requests = [ExportTraceServiceRequest.FromString(body) for body in bodies]
    return [one for r in requests for resource in r.resource_spans for s in resource.scope_spans for one in s.spans]


def test_from_submission_to_storage_is_one_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not installed():
        pytest.skip("OpenTelemetry (the extra otel) is not installed")
    from opentelemetry import trace  # noqa: PLC0415

    winnow = winnow_of(tmp_path)
    with collector() as (url, bodies):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
        start_tracing()
        winnow.app.control.purge()  # the broker in memory is the whole process's, and other tests rang there
        with embedded_worker(winnow.app):
            [one] = winnow.service.submit([new_article("damsons", f"<p>{WORDS}</p>")])
            while Inbox(winnow.engine).states([one.id])[one.id].value != "done":
                threading.Event().wait(0.05)
        trace.get_tracer_provider().force_flush()  # type: ignore[attr-defined]
    spans = spans_in(bodies)
    assert {"submit", "work", "store"} <= {one.name for one in spans}
    assert len({one.trace_id for one in spans if one.name in ("submit", "work", "store")}) == 1
    assert all(WORDS.encode() not in body for body in bodies)


def test_without_the_extra_nothing_happens_and_asking_for_it_says_what_to_do() -> None:
    if installed():
        pytest.skip("OpenTelemetry is installed")
    with span("work", articles=1), continued({"traceparent": "00-1-2-01"}):
        assert carried() == {}
    with pytest.raises(MisconfiguredError, match=r"winnow-worker\[otel\]"):
        start_tracing()
