"""A page as a whole as numbers: what the router of page kinds sees.

Lengths, links, tags and repeated boxes of its blocks, its prices, what its data and meta tags say that it is, and its
address. No class name and no word of its text counts, so neither a wrapper nor the page's script changes its kind.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from worker.separate.html.blocks import PLAIN_COLUMNS, Blocks, Floats
from worker.separate.html.structured_data import Structured, kinds_of
from worker.separate.html.tree import Tree, tagged

_SIGNS = "$€£¥₹₽₩₺₴₫฿₱₦"
# A class of characters first, as only then a search skips what can't begin a price.
_PRICE = re.compile(rf"[\d{_SIGNS}](?:(?<=\d)\s?[{_SIGNS}]|(?<!\d)\s?\d)")
# schema.org's types by what they say of their page.
_TYPES = {
    "product": ("Product", "ProductGroup", "Offer", "AggregateOffer", "IndividualProduct", "ProductModel"),
    "list": ("ItemList", "CollectionPage", "OfferCatalog", "SearchResultsPage", "ListItem"),
    "article": ("Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "Report", "Recipe", "Review"),
    "documentation": ("TechArticle", "APIReference", "HowTo", "LearningResource", "Course"),
    "forum": ("DiscussionForumPosting", "QAPage", "Answer"),
    "service": ("Service", "LocalBusiness", "ProfessionalService", "SoftwareApplication", "WebApplication"),
    "faq": ("FAQPage",),
    "site": ("WebSite", "SearchAction"),
    "house": ("Organization", "Corporation"),
    "crumbs": ("BreadcrumbList",),
    "blog": ("Blog",),
}
_OG_TYPES = ("article", "product", "website", "profile")
# Meta tags that one kind of page has: when an article came out, what a thing costs.
_TAGS = ("article:published_time", "author", "product:price:amount", "og:price:amount", "twitter:label1")
# Steps of an address, and labels of its host, that name a kind of page on many sites.
_STEPS = (
    "docs doc documentation reference api manual guide guides wiki man help learn tutorial stable latest",
    "blog blogs news article articles story stories post posts p archives magazine insights",
    "product products dp item itm p shop prod",
    "collections collection category categories c shop browse store cat department",
    "services service solutions about company agency consulting pricing software platform",
    "forum forums thread threads topic topics t questions viewtopic showthread discussion community comments",
    "tag tags topics list search jobs courses best directory archive latest rankings top",
)
_STEP_SETS = tuple(frozenset(steps.split()) for steps in _STEPS)
# Numbers that an address's shape makes, before those of its steps and labels.
_SHAPES = 6
_WORD = re.compile(r"[a-z]+")
_DATED = re.compile(r"(?:19|20)\d\d/\d\d?")
# Makes of blocks of which the commonest are compared, and blocks from which on a make is a list.
_COMMONEST, _MANY = 5, 8


def page_features(tree: Tree, structured: Structured, blocks: Blocks, records: int, url: str | None) -> Floats:
    """One number a feature, the same for every page; those of the address are zero where it is not known.

    ``records`` is how many comments, or posts of a thread, were found.
    """
    plain = blocks.features[:, PLAIN_COLUMNS]
    weight = blocks.size / max(float(blocks.size.sum()), 1.0)
    values = [*weight @ plain, *plain.mean(axis=0), *_repeats(blocks, weight), *_contents(tree, blocks.size)]
    values += [*_types(structured), *_tags(tree), np.log1p(records), *address_features(url)]
    return np.array(values, dtype=np.float32)


def address_features(url: str | None) -> list[float]:
    """The shape of a page's address, and the kinds that its steps and its host name; zeros where it is not known."""
    values = [0.0] * (_SHAPES + len(_STEP_SETS) * 2)
    parts = _split(url) if url else None
    if parts is not None:
        host, path, query = parts
        steps = [step for step in path.lower().split("/") if step]
        last = steps[-1] if steps else ""
        values[:_SHAPES] = (
            float(not steps), min(len(steps), 6) / 6, min(last.count("-"), 10) / 10,
            float(any(letter.isdigit() for letter in last)), float(bool(query)), float(bool(_DATED.search(path))),
        )  # fmt: skip
        words = {word for step in steps[:-1] or steps for word in _WORD.findall(step)}
        labels = set(_WORD.findall(host))
        for at, names in enumerate(_STEP_SETS):
            values[_SHAPES + 2 * at] = float(not names.isdisjoint(words))
            values[_SHAPES + 1 + 2 * at] = float(not names.isdisjoint(labels))
    return values


def _split(url: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.netloc.lower(), parts.path, parts.query


def _repeats(blocks: Blocks, weight: NDArray[np.float64]) -> Iterator[float]:
    """How much of the page stands in boxes of one make, and how much of that in links."""
    make = blocks.make
    count = np.bincount(make)
    share = np.bincount(make, weights=weight)
    linked = np.bincount(make, weights=weight * blocks.features[:, 1])
    order = np.argsort(-count, kind="stable")[:_COMMONEST]
    many = count >= _MANY
    yield from (len(count) / len(make), count[order[0]] / len(make), share[order[0]], share[order].sum())
    yield from (count[many].sum() / len(make), share[many].sum(), linked[many].sum(), np.log1p(many.sum()))


def _contents(tree: Tree, size: NDArray[np.float64]) -> Iterator[float]:
    """How much the page holds, and how many prices, times, links, headings, tables and listings of code."""
    tags = tagged(tree)
    blocks = max(len(tree.starts), 1)
    text = "\n".join(tree.texts)
    priced = len(_PRICE.findall(text)) if any(sign in text for sign in _SIGNS) else 0
    yield from (np.log1p(len(tree.starts)), np.log1p(float(size.sum())), np.log1p(priced), priced / blocks)
    yield from (
        np.log1p(len(tags.get(tag, ()))) for tag in ("h1", "h2", "h3", "pre", "code", "table", "article", "dl", "form")
    )
    yield from (np.log1p(len(tree.datetime)), np.log1p(len(tree.href)), len(tree.href) / blocks)
    yield np.log1p(float(size.max(initial=0)))


def _types(structured: Structured) -> Iterator[float]:
    kinds = {kind for one in structured.objects for kind in kinds_of(one)}
    yield from (float(not kinds.isdisjoint(types)) for types in _TYPES.values())
    yield np.log1p(sum("Product" in kinds_of(one) for one in structured.objects))


def _tags(tree: Tree) -> Iterator[float]:
    declared = tree.head.get("og:type", "").casefold()
    yield from (float(declared.startswith(one)) for one in _OG_TYPES)
    yield from (float(name in tree.head) for name in _TAGS)
