"""Everything that the model sees of a batch of comments: hashed n-grams of each field, and named numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features import context, identity, links, ngrams, shape
from classifiers.features.feature import Feature, labels
from classifiers.features.normalise import CanonicalText, canonicalise
from classifiers.types import Comment, CommentType


class View(Feature):
    """The fields of a comment that have words; each is scored by a model of its own."""

    TEXT = "What the words of its text say."
    AUTHOR = "What the words of the author's name say, among names."
    SITE = "What the address behind the author's name says."
    LINKS = "What the addresses in it say."
    # "Cheap jerseys" is a keyword there.
    NAME_WORDS = "What the words of the author's name say, as if they stood in a text."


TEXT, AUTHOR, SITE, LINKS, NAME_WORDS = map(int, View)
VIEWS: Final = labels(View)
# The table of weights: texts have 2^20 places of it, so that text in a language never seen meets mostly empty
# ones; names and addresses share no place with them, but a name's words do.
_BITS: Final = np.array([20, 18, 18, 18, 20], np.uint32)
_OFFSETS: Final = np.array([0, 1 << 20, (1 << 20) + (1 << 18), (1 << 20) + (2 << 18), 0], np.uint32)
TABLE_SIZE: Final = (1 << 20) + (3 << 18)
# More characters of a text cost time and tell nothing new; its links are found before the cut.
TEXT_LIMIT: Final = 3_000
FIELD_LIMIT: Final = 200

# In the order of their columns.
FEATURES: Final[dict[str, type[Feature]]] = {
    "text": shape.Text,
    "disguise": shape.Disguise,
    "links": shape.Link,
    "contact": shape.Contact,
    "author": identity.Author,
    "author_link": identity.AuthorLink,
    "site": identity.Site,
    "article": context.Article,
    "page": context.Page,
}
GROUPS: Final = {name: labels(group) for name, group in FEATURES.items()}
NAMES: Final = tuple(name for names in GROUPS.values() for name in names)


@dataclass(frozen=True, slots=True)
class Features:
    """A batch taken apart.

    ``canonical`` holds its fields end to end, the comments' texts first; ``owners`` and ``views`` say whose field
    each of the first segments is, and which (articles follow them). ``shape`` has one column for each of NAMES.
    ``pages`` are the half-open spans of two or more comments of one page.
    """

    size: int
    canonical: CanonicalText
    grams: ngrams.Grams
    owners: NDArray[np.int64]
    views: NDArray[np.int64]
    shape: NDArray[np.float64]
    pages: tuple[tuple[int, int], ...]

    def view_scores(self, weights: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return each comment's weighted sum by view: shape (comments, views)."""
        scores = np.zeros((self.size, len(VIEWS)))
        scores[self.owners, self.views] = self.grams.sums(weights)
        return scores

    def presence(self) -> NDArray[np.bool_]:
        """Return which views each comment has: shape (comments, views)."""
        found = np.zeros((self.size, len(VIEWS)), np.bool_)
        found[self.owners, self.views] = True
        return found


@dataclass(slots=True)
class _Fields:
    """The fields of a batch on their way into one array."""

    texts: list[str]
    owners: list[int]
    views: list[int]

    def add(self, view: int, values: Sequence[str | None]) -> None:
        present = [owner for owner, value in enumerate(values) if value]
        self.texts += [value[:FIELD_LIMIT] for value in values if value]
        self.owners += present
        self.views += [view] * len(present)


def extract(comments: Sequence[Comment]) -> Features:
    """Return the features of these comments; neighbours with the same page are seen together."""
    size = len(comments)
    parted = [links.parted(comment.text) for comment in comments]
    urls = [_urls(comment, written) for comment, (_, written) in zip(comments, parted, strict=True)]
    fields = _Fields([plain[:TEXT_LIMIT] for plain, _ in parted], list(range(size)), [TEXT] * size)
    fields.add(AUTHOR, [comment.author for comment in comments])
    sites = [identity.site_of(comment) for comment in comments]
    fields.add(SITE, [site and links.shown(site) for site in sites])
    fields.add(LINKS, [" ".join(found) for found in urls])
    fields.add(NAME_WORDS, [comment.author for comment in comments])
    owners, views = np.array(fields.owners, np.int64), np.array(fields.views, np.int64)
    titles, bodies, articles = _articles(comments, owners.size)
    canonical = canonicalise([*fields.texts, *articles])
    counts = shape.count_characters(canonical)
    pages = tuple(context.runs([comment.page for comment in comments]))
    hashes = ngrams.word_hashes(canonical)
    names = np.flatnonzero(views == AUTHOR)
    columns = [
        shape.text_columns(canonical, counts, hashes)[:size],
        shape.disguise_columns(canonical, counts)[:size],
        *shape.link_columns(comments, urls, counts),
        *identity.author_columns(comments, owners[names], counts.of(names)),
        identity.site_columns(comments, sites),
        context.article_columns(canonical, hashes, counts, comments=size, titles=titles, bodies=bodies),
        context.page_columns(comments, canonical, hashes, pages),
    ]
    grams = ngrams.extract(canonical, hashes, ngrams.Places(_OFFSETS[views], _BITS[views]))
    return Features(size, canonical, grams, owners, views, np.hstack(columns), pages)


def _urls(comment: Comment, written: list[str]) -> list[str]:
    """Return a comment's web addresses, given and written out, each once.

    Jumps within the page are none, nor are links to the site itself, those that its owner gives, what a site's editor
    makes of a text's bare words, and those to public bodies and works of reference, which nobody promotes.
    """
    if comment.type is CommentType.OWNER_REPLY:
        return []
    written = [link for link in written if not _is_neutral(link, comment.site)]
    if not comment.links:
        return links.distinct(written) if len(written) > 1 else written
    given = [link for link in comment.links if link in written or _is_given(link, comment)]
    return links.distinct([*given, *written])


def _is_neutral(link: str, site: str | None) -> bool:
    return links.is_public(link) or links.is_under(link, site)


def _is_given(link: str, comment: Comment) -> bool:
    """Tell whether a link says where its author wants readers to go."""
    if link.startswith(("#", "mailto:", "tel:", "/")) or _is_neutral(link, comment.site):
        return False
    return not links.repeats_bare_word(link, comment.text)


def _articles(comments: Sequence[Comment], first: int) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
    """Return each comment's title and body segments (-1: none), and the texts of those segments, each once."""
    places: dict[str, int] = {}
    titles, bodies = np.full(len(comments), -1, np.int64), np.full(len(comments), -1, np.int64)
    for position, comment in enumerate(comments):
        article = comment.article
        if article is None:
            continue
        if article.title:
            titles[position] = places.setdefault(context.title_of(article), first + len(places))
        if article.body:
            bodies[position] = places.setdefault(article.body[: context.BODY_LIMIT], first + len(places))
    return titles, bodies, list(places)
