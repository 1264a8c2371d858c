"""What a comment has to do with its article, and with its neighbours on the page.

Spam shares fewer words with the post than comments do (Mishne et al., AIRWeb 2005; Rajadesingan & Mahendran 2012).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features import links
from classifiers.features.feature import Feature
from classifiers.features.normalise import CanonicalText
from classifiers.features.shape import CharacterCounts, Columns
from classifiers.types import ArticleContext, Comment


class Article(Feature):
    """What a comment has to do with its article."""

    HAS_TITLE = "Whether the article's title is known, and words can be told apart."
    TITLE_SHARED = "How many words it shares with the title."
    TITLE_NONE = "Whether it has much to say and shares none with the title."
    HAS_BODY = "Whether the article's body is known, and words can be told apart."
    BODY_SHARED = "The share of its words that the body has, too."
    BODY_NONE = "Whether it has much to say and shares none with the body."
    ARTICLE_SCRIPT_DIFFERS = "Whether it is in another script than the article."


class Page(Feature):
    """What a comment has to do with its neighbours."""

    HAS_NEIGHBOURS = "Whether other comments of its page are known."
    NEAR_DUPLICATE = "How alike the most similar one is, where one says nearly the same."
    SHARED_SITE = "Whether another name points to the same host."
    SHARED_TEXT = "How many say nearly the same."


BODY_LIMIT: Final = 6_000
# Shorter words are in every text.
_CONTENT_LETTERS: Final = 4
# Fewer of them are a word of thanks, which is on no topic.
_ON_SOMETHING: Final = 6
# Estimates of the Jaccard similarity of two texts (MinHash, Broder 1997): 16 random odd numbers tell 0.8 from 0.3.
_MULTIPLIERS: Final = np.array(
    [
        0x5805aff264b89743, 0x32208200b61fe7a9, 0x2114829fa01fdba9, 0x3082e0427b9e665,
        0x1cc949c1a55d8051, 0x73f1186129ad877d, 0x459a490c5f1bafa1, 0x36f081e6294ea06d,
        0x2443ab7d1d8bb8f1, 0x32c8cf7f9b715139, 0xf44afbc7a61dcbd, 0x3c7de88ea6dd325f,
        0x7dd749dea8a4f87d, 0x18e7c0c558b51b11, 0x2023b5458f514b9, 0x6ffc574a9c7fb227,
    ],
    np.uint64,
)  # fmt: skip
_SIMILAR: Final = 0.6
# Fewer words than this coincide by chance ("thank you very much").
_FEWEST_WORDS: Final = 5


def title_of(article: ArticleContext) -> str:
    """Return an article's title, its words parted where it is a slug."""
    return (article.title or "").replace("-", " ").replace("_", " ").replace("/", " ")


def article_columns(
    text: CanonicalText,
    hashes: NDArray[np.uint64],
    counts: CharacterCounts,
    *,
    comments: int,
    titles: NDArray[np.int64],
    bodies: NDArray[np.int64],
) -> Columns:
    """Return the columns of Article: shape (comments, features).

    ``text`` holds the comments first; ``titles[i]`` and ``bodies[i]`` are the segments of comment i's article, -1
    where it is unknown.
    """
    rows = np.zeros((comments, len(Article)))
    source = np.where(bodies >= 0, bodies, titles)
    known = np.flatnonzero(source >= 0)
    if not known.size:
        return rows
    left, right = counts.scripts[known, 1:], counts.scripts[source[known], 1:]
    rows[known, Article.ARTICLE_SCRIPT_DIFFERS] = (
        left.any(axis=1) & right.any(axis=1) & (left.argmax(axis=1) != right.argmax(axis=1))
    )
    edges = np.searchsorted(text.tokens, text.bounds)
    content = text.token_ends - text.tokens >= _CONTENT_LETTERS
    spaced = counts.scripts[:comments, [4, 5, 9]].sum(axis=1) == 0  # words can't be told apart in Han, Kana, Thai
    for segments, has, share, none in (
        (titles, Article.HAS_TITLE, Article.TITLE_SHARED, Article.TITLE_NONE),
        (bodies, Article.HAS_BODY, Article.BODY_SHARED, Article.BODY_NONE),
    ):
        known = np.flatnonzero((segments >= 0) & spaced)
        if not known.size:
            continue
        shared, size = _shared_words(hashes, content, edges, known, segments[known])
        rows[known, has] = 1
        rows[known, share] = np.minimum(shared, 6) / 3 if segments is titles else shared / np.maximum(size, 4) * 2
        rows[known, none] = (shared == 0) & (size >= _ON_SOMETHING)
    return rows


def _shared_words(
    hashes: NDArray[np.uint64],
    content: NDArray[np.bool_],
    edges: NDArray[np.int64],
    comments: NDArray[np.int64],
    articles: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many content words of each comment its article has too, and how many content words it has."""
    wanted = np.unique(articles)
    pool = np.sort(_keyed(hashes, content, edges, wanted, np.arange(wanted.size))[0])
    mine, rows = _keyed(hashes, content, edges, comments, np.searchsorted(wanted, articles))
    found = np.zeros(mine.size, np.bool_)
    if pool.size:
        places = np.minimum(np.searchsorted(pool, mine), pool.size - 1)
        found = pool[places] == mine
    size = np.bincount(rows, minlength=comments.size).astype(np.float64)
    return np.bincount(rows[found], minlength=comments.size).astype(np.float64), size


def _keyed(
    hashes: NDArray[np.uint64],
    content: NDArray[np.bool_],
    edges: NDArray[np.int64],
    segments: NDArray[np.int64],
    keys: NDArray[np.int64],
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the content words of these segments, each hash marked with its segment's key, and their rows."""
    lengths = edges[segments + 1] - edges[segments]
    rows = np.repeat(np.arange(segments.size), lengths)
    offsets = np.arange(rows.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    positions = edges[segments][rows] + offsets
    kept = content[positions]
    marked = (hashes[positions] >> np.uint64(20)) | (keys[rows].astype(np.uint64) << np.uint64(44))
    return marked[kept], rows[kept]


def page_columns(
    comments: Sequence[Comment], text: CanonicalText, hashes: NDArray[np.uint64], pages: Sequence[tuple[int, int]]
) -> Columns:
    """Return the columns of Page: shape (comments, features), from the neighbours in these half-open spans."""
    rows = np.zeros((len(comments), len(Page)))
    for start, end in pages:
        rows[start:end, Page.HAS_NEIGHBOURS] = 1
        hosts = [links.parse(c.author_url).host if c.author_url else "" for c in comments[start:end]]
        authors = [comment.author for comment in comments[start:end]]
        rows[start:end, Page.SHARED_SITE] = _shared(hosts, authors)
        edges = np.searchsorted(text.tokens, text.bounds[start : end + 1])
        rows[start:end, Page.NEAR_DUPLICATE], rows[start:end, Page.SHARED_TEXT] = _similarity(hashes, edges)
    return rows


def runs(pages: Sequence[str | None]) -> list[tuple[int, int]]:
    """Return the half-open spans of two or more neighbours with the same page."""
    found, start = [], 0
    for position in range(1, len(pages) + 1):
        if position == len(pages) or pages[position] != pages[start]:
            if pages[start] is not None and position - start > 1:
                found.append((start, position))
            start = position
    return found


def _shared(hosts: Sequence[str], authors: Sequence[str | None]) -> list[bool]:
    """Tell for each comment whether another name on the page points to the same host."""
    names: dict[str, set[str | None]] = {}
    for host, author in zip(hosts, authors, strict=True):
        if host:
            names.setdefault(host, set()).add(author)
    return [len(names.get(host, ())) > 1 for host in hosts]


def _similarity(
    hashes: NDArray[np.uint64], edges: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each text's greatest similarity to a near-duplicate, and how many it has of them (log scale)."""
    texts = edges.size - 1
    long = np.flatnonzero(np.diff(edges) >= _FEWEST_WORDS)
    best, alike = np.zeros(texts), np.zeros(texts)
    if long.size < 2:
        return best, alike
    signatures = np.stack([_signature(hashes[edges[i] : edges[i + 1]]) for i in long])
    same = (signatures[:, None, :] == signatures[None, :, :]).mean(axis=2)
    np.fill_diagonal(same, 0)
    same[same < _SIMILAR] = 0
    best[long] = same.max(axis=1)
    alike[long] = np.log1p((same > 0).sum(axis=1)) / 2
    return best, alike


def _signature(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    pairs = words[:-1] * np.uint64(3) + words[1:]
    minima: NDArray[np.uint64] = (pairs[:, None] * _MULTIPLIERS).min(axis=0)
    return minima
