"""Which hosts an address is on and below, and what can be a host."""

import pytest

from worker.domain import DEFAULT_SITE
from worker.ingest.sites import host_of, hosts_above, scope_of


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://www.a.ferry.example/x", ("a.ferry.example", "ferry.example", "example")),
        ("HTTP://A.Ferry.Example:8080/x", ("a.ferry.example", "ferry.example", "example")),
        ("https://xn--mller-kva.de/x", ("müller.de", "de")),
        ("http://192.168.0.7:8080/x", ("192.168.0.7",)),
        ("http://intranet/x", ("intranet",)),
        ("", ()),
        (None, ()),
    ],
)
def test_the_nearest_host_comes_first(url: str | None, hosts: tuple[str, ...]) -> None:
    assert hosts_above(url) == hosts


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("Blog.Example", "blog.example"),
        ("www.blog.example", "blog.example"),
        ("https://blog.example", "blog.example"),
        ("xn--mller-kva.de", "müller.de"),
        ("newsroom", "newsroom"),
        ("192.168.0.7", "192.168.0.7"),
        ("blog.example/path", None),
        ("two words", None),
        (".example", None),
        ("a..example", None),
        ("x" * 64, None),
        ("", None),
    ],
)
def test_a_host_is_known_however_it_is_written(name: str, host: str | None) -> None:
    assert host_of(name) == host


def test_a_prior_goes_by_the_site_and_in_the_default_one_by_the_domain() -> None:
    assert scope_of("blog.example", "other.example") == "blog.example"
    assert scope_of(DEFAULT_SITE, "other.example") == "other.example"
    assert scope_of(None, "other.example") == "other.example"
    assert scope_of(None, None) is None
