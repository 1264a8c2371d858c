"""Where comments and their authors point, and what is no address at all."""

from dataclasses import replace

import pytest

from classifiers.features import identity, links
from classifiers.features.extraction import GROUPS, NAMES, extract
from classifiers.types import Comment, CommentType

SITE = [NAMES.index(name) for name in GROUPS["site"]]
LINKS = [NAMES.index(name) for name in GROUPS["links"]]


def columns(comment, places):
    return extract([comment]).shape[0, places].tolist()


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("abc99.com카지노 가입", ["abc99.com"]),
        ("카지노abc99.com", ["abc99.com"]),
        ("初回abc99.comはこちら", ["abc99.com"]),
        ("澳门abc99.com注册", ["abc99.com"]),
        ("visit abc99。com now", ["abc99.com"]),
        ("visit abc99．com now", ["abc99.com"]),
        ("see BEST-Pills.net", ["best-pills.net"]),
        ("cheap.io/go", ["cheap.io"]),
        ("Does it support foodb.net databases?", []),
        ("node.js, socket.io and ASP.NET", []),
        ("write to ann@example.com", []),
        ("end of it.In the next one", []),
    ],
)
def test_bare_hosts_are_found_where_scripts_touch_and_products_are_none(text, hosts):
    assert links.bare_hosts(text) == hosts


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("Tool.NET by Ann", None),
        ("Node.js fan", None),
        ("Socket.io", None),
        ("lucky-win.net", "lucky-win.net"),
        ("luckywin.net", "luckywin.net"),
        ("카지노 abc99.com카지노", "abc99.com"),
        ("abc99。com", "abc99.com"),
    ],
)
def test_names_of_products_hold_no_address(name, host):
    assert links.find_host(name) == host


def test_a_link_that_repeats_a_bare_word_is_none():
    text = "Does it support foodb.net databases?"
    linked = columns(Comment(text, links=("http://foodb.net",)), LINKS)
    assert linked == columns(Comment(text, links=()), LINKS)
    assert linked == columns(Comment(text, links=("http://www.foodb.net/",)), LINKS)
    assert linked != columns(Comment(text, links=("http://elsewhere.example/",)), LINKS)


@pytest.mark.parametrize(
    "written",
    ["https://müller.de", "https://xn--mller-kva.de", "http://www.xn--mller-kva.de/", "XN--MLLER-KVA.DE"],
)
def test_a_host_is_the_same_however_it_is_encoded(written):
    assert links.parse(written).host == "müller.de"
    found, expected = extract([Comment("hello", author_url=one) for one in (written, "müller.de")]).shape
    assert found.tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("host", "mixed"),
    [
        ("müller.de", False),
        ("книга.рф", False),
        ("xn--80ahbn2aoe.xn--p1ai", False),
        ("日記abc.jp", False),
        ("pаypal.com", True),
        ("xn--pypal-4ve.com", True),
        ("example.com", False),
    ],
)
def test_punycode_is_a_sign_only_where_a_label_mixes_look_alikes(host, mixed):
    assert links.mixes_scripts(links.readable(host)) is mixed


@pytest.mark.parametrize(
    "address",
    [
        "https://mastodon.social/@name",
        "https://elsewhere.example/@name",
        "https://github.com/name",
        "https://pleroma.example/users/name",
        "https://x.com/name",
    ],
)
def test_a_profile_is_neutral(address):
    alone = Comment("The ferry was late again on Tuesday.", author="Ann")
    beside = Comment("The ferry was late again on Tuesday.", author="Ann", author_url=address)
    assert identity.site_of(beside) is None
    assert extract([alone]).shape.tolist() == extract([beside]).shape.tolist()


@pytest.mark.parametrize("path", ["/2024/05/a-reply/", "/blog/a-reply", "/posts/a-reply.html", "/notes/7"])
def test_a_post_of_ones_own_is_as_a_front_page(path):
    home, post = (
        Comment("Yes, the same here.", author="Ann", author_url=f"https://annes.example{p}") for p in ("", path)
    )
    assert columns(home, SITE) == columns(post, SITE)


def test_every_country_s_domain_is_alike():
    rows = [
        columns(Comment("Yes.", author_url=f"https://garden.{last}"), SITE) for last in ("de", "ru", "in", "pk", "cz")
    ]
    assert all(row == rows[0] for row in rows)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://www.stat.gov.example.vn", False),
        ("https://luutru.gov.vn/1", True),
        ("https://www.mlit.go.jp", True),
        ("https://asi.nic.in", True),
        ("https://www.mit.edu/a", True),
        ("https://www.cam.ac.uk", True),
        ("https://en.wikipedia.org/wiki/Weir", True),
        ("https://go.jp", False),
        ("https://gov.shop", False),
        ("https://cheap-edu.com", False),
        ("https://edu.example.com", False),
        ("not an address", False),
    ],
)
def test_who_cannot_be_bought_is_public(address, public):
    assert links.is_public(address) is public


def test_a_correction_that_links_to_a_public_body_gives_no_link():
    text = "It was opened in 1938, see "
    assert columns(Comment(text + "https://luutru.gov.vn/1"), LINKS) == columns(Comment(text + " "), LINKS)


def test_the_site_s_own_addresses_are_no_links():
    text = "As I said in https://blog.ferry.example/2024/05/monday, it does not sail."
    plain = Comment("As I said in   it does not sail.", author="Ann", links=())
    own = Comment(
        text, "Ann", "https://ferry.example/c/17", links=("https://www.ferry.example/", "#c17"), site="ferry.example"
    )
    assert columns(own, SITE + LINKS) == columns(plain, SITE + LINKS)
    assert columns(replace(own, site="notferry.example"), SITE + LINKS) != columns(plain, SITE + LINKS)


def test_an_owner_s_reply_points_where_it_likes():
    reply = Comment("It is on https://docs.example/a now.", "Kit", "https://kit.example", type=CommentType.OWNER_REPLY)
    assert not any(columns(reply, SITE + LINKS[:3]))


def test_a_pingback_is_told_by_its_type_as_by_its_text():
    told = Comment("so they write there", type=CommentType.PINGBACK)
    assert columns(told, LINKS)[-1] == columns(Comment("[...] so they write there [...]"), LINKS)[-1] == 1
