"""OpenTelemetry traces from submission to storage; without the extra ``otel``, or switched off, nothing happens."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from worker.errors import MisconfiguredError


def start_tracing() -> None:
    """Send this process's spans where the variables OTEL_EXPORTER_OTLP_* say; a forked child calls it anew.

    Raises MisconfiguredError where OpenTelemetry is not installed.
    """
    try:
        from opentelemetry import trace  # noqa: PLC0415
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        raise MisconfiguredError("WINNOW_TRACES needs OpenTelemetry: pip install 'winnow-worker[otel]'") from None
    provider = TracerProvider(resource=Resource.create({"service.name": "winnow"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


@contextmanager
def span(name: str, **attributes: str | int) -> Iterator[None]:
    """Count the block as a span with attributes: ids, counts and versions, and never a text."""
    api = _api()
    if api is None:
        yield
        return
    # An error's words may quote a page: its kind is recorded by the caller's own log.
    tracer = api.trace.get_tracer("winnow")
    with tracer.start_as_current_span(name, attributes=attributes, record_exception=False):
        yield


def carried() -> dict[str, str]:
    """Return the headers (W3C Trace Context) that let another process continue the trace."""
    headers: dict[str, str] = {}
    api = _api()
    if api is not None:
        api.propagate.inject(headers)
    return headers


@contextmanager
def continued(headers: Mapping[str, Any]) -> Iterator[None]:
    """Continue the trace that these headers carry, if they carry one."""
    api = _api()
    if api is None:
        yield
        return
    token = api.context.attach(api.propagate.extract({name: str(value) for name, value in headers.items()}))
    try:
        yield
    finally:
        api.context.detach(token)


@cache
def _api() -> Any:
    """OpenTelemetry's interface, which does nothing until tracing is started; None where it is not installed."""
    try:
        import opentelemetry.context  # noqa: PLC0415
        import opentelemetry.propagate  # noqa: PLC0415
        import opentelemetry.trace  # noqa: PLC0415
    except ImportError:
        return None
    return opentelemetry
