"""A request to an address that was looked at: it goes where the look led, under the name that it has."""

from collections.abc import Mapping

import httpx

from worker.web.webhook_address import Endpoint


async def send(
    client: httpx.AsyncClient, method: str, address: str, place: Endpoint, body: bytes, headers: Mapping[str, str]
) -> int:
    """Send a body there and return the status of the answer, of which nothing else is read."""
    url = httpx.URL(address)
    async with client.stream(
        method,
        url.copy_with(host=place.address),
        content=body,
        headers={**headers, "Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    ) as answer:
        return answer.status_code
