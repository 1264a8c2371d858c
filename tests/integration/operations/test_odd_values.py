"""Odd values over HTTP, on each kind of database: they are refused, or find nothing."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.databases import DatabaseServers
from tests.doors import Doors, Visitor, doors
from worker.store.access.tokens import Scope

pytestmark = [pytest.mark.redis]

NUMBERS = (2**63 - 1, 2**63, 2**64, 10**30, -1, "²", "٣", "1e3", "0x1", "")
TEXTS = ("%00", "a%00b", "%ED%A0%80", "%FF", "%F0%9F%98%80", "'", "%22%20OR%20", "*", "a" * 999)
QUERIES = (
    *("/desk/queue?order=campaign&campaign={number}", "/desk/search?campaign={number}", "/desk/search?before={number}"),
    *(
        "/desk/articles/{number}",
        "/desk/queue?order=source&source=x&after={number}",
    ),
    *("/desk/search?q={text}", "/desk/search?source={text}", "/desk/search?model={text}", "/desk/search?reason={text}"),
    *(
        "/desk/queue?order=source&source={text}",
        "/desk/queue?order=language&language={text}",
        "/desk/queue?after={text}",
    ),
    *("/desk/login?next={text}", "/desk/{text}", "/desk/search.csv?q={text}", "/desk/models/{text}"),
    *("/api/v1/articles/{number}", "/api/v1/comments?article_id={number}", "/api/v1/articles?cursor={text}"),
    *("/api/v1/dead-letters/{number}/raw", "/api/v1/models/{text}", "/api/v1/webhooks/{number}/deliveries"),
    *("/api/v1/articles?source={text}", "/api/v1/comments?author={text}", "/api/v1/labels?reviewer={text}"),
)
FORMS = (
    ("/desk/decide", {"one": "spam:{number}"}),
    ("/desk/decide", {"many": "spam", "id": "{number}"}),
    ("/desk/many?campaign={number}", {"label": "ham", "newest": "{number}"}),
    ("/desk/decide", {"one": "spam:1", "seen": "{number}:1"}),
    ("/desk/decide", {"one": "spam:1", "seen": "1:{number}"}),
    ("/desk/articles/{number}/flag", {"kind": "body"}),
    ("/desk/articles/1/flag", {"kind": "body", "note": "a\0b"}),
    ("/desk/cases/{number}/close", {}),
    ("/desk/models/promote", {"version": "a\0b"}),
    ("/desk/models/promote", {"version": "../../etc"}),
    ("/desk/dashboard/replay", {"reason": "a\0b"}),
    ("/desk/login", {"name": "a\0b", "password": "\0"}),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def way(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    database_kinds: DatabaseServers,
    redis_url: str,
) -> Iterator[Doors]:
    kind = database_kinds.databases(request.param)
    url = kind.upgraded()
    with doors(tmp_path_factory.mktemp("odd"), url, redis_url) as opened:
        yield opened
    kind.drop(url)


@pytest.fixture(scope="module")
def ida(way: Doors) -> Visitor:
    return way.desk()


@pytest.fixture(scope="module")
def admin(way: Doors) -> httpx.Client:
    return way.api(Scope.ADMIN)


@pytest.mark.parametrize("query", QUERIES)
def test_an_odd_address_is_no_failure(ida: Visitor, admin: httpx.Client, query: str) -> None:
    ask: Callable[[str], httpx.Response] = ida.get if query.startswith("/desk") else admin.get
    values = (
        [query.format(number=one, text="") for one in NUMBERS]
        if "{number}" in query
        else [query.format(text=one) for one in TEXTS]
    )
    assert {value: status for value in values if (status := ask(value).status_code) >= 500} == {}


@pytest.mark.parametrize(("path", "fields"), FORMS, ids=str)
def test_an_odd_form_is_no_failure(ida: Visitor, path: str, fields: dict[str, str]) -> None:
    found = {}
    for number in NUMBERS:
        sent = {name: value.replace("{number}", str(number)) for name, value in fields.items()}
        found[number] = ida.send(path.replace("{number}", str(number)), **sent).status_code
    assert {number: status for number, status in found.items() if status >= 500} == {}
