"""Which site an address is on."""

import pytest

from worker.ingest.sites import site_of


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.ferry.example.co.uk/2024/05/monday", "example.co.uk"),
        ("http://blog.ferry.de/?p=7", "ferry.de"),
        ("https://harbour.blogspot.com/2019/01/a.html", "harbour.blogspot.com"),
        ("https://www.harbour.github.io/b", "harbour.github.io"),
        ("https://xn--mller-kva.de/x", "müller.de"),
        ("https://müller.de/x", "müller.de"),
        ("http://192.168.0.7:8080/x", "192.168.0.7"),
        ("http://intranet/x", "intranet"),
        ("https://github.io/", "github.io"),
        ("", None),
        (None, None),
    ],
)
def test_a_site_is_what_somebody_registered(url, site):
    assert site_of(url) == site
