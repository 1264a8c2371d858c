"""The description of the API is true: schemathesis asks every route what it takes, and what it does not."""

import json
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.web import Site, site, winnow_of
from worker.store.access.tokens import Scope

EXAMPLES_A_ROUTE = 12


pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(winnow_of(tmp_path_factory.mktemp("web"))) as running:
        yield running


@schemathesis.serializer("application/x-ndjson")
def one_line(_: object, value: object) -> bytes:
    return json.dumps(value).encode()


def test_every_route_answers_as_it_says(web: Site) -> None:
    proof = {"Authorization": f"Bearer {web.token(Scope.ADMIN)}"}
    schema = schemathesis.openapi.from_url(f"{web.url}/api/v1/openapi.json")
    routes = [found.ok() for found in schema.include(path_regex="^/api/v1").get_all_operations()]
    assert len(routes) >= 15
    for route in routes:

        @given(case=route.as_strategy())
        @settings(max_examples=EXAMPLES_A_ROUTE, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def ask(case: schemathesis.Case) -> None:
            # A text that is no URL keeps the schema, and is refused.
            case.call_and_validate(headers=proof, timeout=120, excluded_checks=[positive_data_acceptance])

        ask()


def test_every_body_has_an_example(web: Site) -> None:
    paths = web.client().get("/api/v1/openapi.json").json()["paths"]
    bodies = [
        content
        for routes in paths.values()
        for route in routes.values()
        for content in route.get("requestBody", {}).get("content", {}).values()
    ]
    assert len(bodies) >= 5
    for content in bodies:
        assert content.get("examples") or "$ref" in content["schema"]
