"""An article's title, chosen among what its page's head tells and what its headings show.

Heads append the site's name, and headings hold the site's name too: on many blogs the ``h1`` is the blog's and
the post's title an ``h2`` or ``h3``. So a heading is judged by its rank, its name, the words that it shares
with the head's titles, and whether it leads home; where none convinces, the head's title is taken without the
site's name.
"""

import html
import re
from collections.abc import Iterable

from worker.separate.html.class_names import Hint
from worker.separate.html.published import is_elsewhere
from worker.separate.html.tree import Tree, tagged

# What is longer in a head is no title, and is cut; longer headings are a lead's text, shorter ones number a section.
MAX_DECLARED_CHARS = 500
MAX_HEADING_CHARS = 300
MIN_FOLDED_CHARS = 3
# From here on a heading goes before the head's titles: an h1 that nothing speaks against reaches it.
MIN_SCORE = 3.0
# A heading that shares fewer of its words with every title of the head is likely another article's, or an advert's.
MIN_SHARED = 0.15
STRANGER = 1.5
# What a heading gains that is named for the article's title, and one all of whose words a title of the head has.
_OWN_TITLE, _SUPPORTED = 3.0, 4.0
MIN_TITLE_WORDS, MAX_SITE_WORDS = 3, 4
# Headings of one rank that are judged: the article's stands among the page's first.
MAX_HEADINGS = 15
# Elements above a heading that are asked whether it is the site's.
MAX_ABOVE = 3
_RANK = {"h1": 3.0, "h2": 1.0, "h3": 0.5}
_OWN = Hint.POST | Hint.CONTENT
_ELSEWHERE = (
    Hint.COMMENT | Hint.NAV | Hint.SIDE | Hint.RELATED | Hint.PROMO | Hint.FOOT | Hint.FORM | Hint.HIDDEN | Hint.WIDGET
)
_SITE = re.compile(r"(?:^|[\s_-])(?:site|blog|logo|brand|branding|masthead|sitename)(?:[\s_-]|$)", re.I)
_HOME = re.compile(r"(?:https?:)?//[^/]{1,253}/?|/|(?:\./)?(?:index\.(?:html?|php))?", re.I)
_HOST = re.compile(r"https?://([^/?#]{1,253})", re.I)
_SEPARATOR = re.compile(r"\s[|–—»«·•:~/-]{1,2}\s|\s?[|»]\s?|:\s")
SOFT_HYPHEN = "\xad"
# What links to a heading itself show behind it.
_PERMALINK = "¶🔗§ "
_NOT_WORD = re.compile(r"\W+")


def choose_title(tree: Tree, headline: str | None, sites: Iterable[str | None]) -> str | None:
    """The article's title, or None where the page has none; ``sites`` are the names that its site goes by."""
    declared = [_clean(one) for one in (headline, tree.head.get("og:title"), tree.head.get("title"))]
    declared = [one for one in declared if one]
    host = _HOST.match(tree.head.get("og:url", ""))
    hosts = (host[1], *host[1].split(".")) if host else ()
    known = {_joined(one) for one in (*sites, *hosts) if one}
    score, heading = _best_heading(tree, [_fold(one) for one in declared], known)
    if heading is not None and (score >= MIN_SCORE or not declared):
        whole = _agreed(headline, tree.head.get("og:title"), known)
        return whole if whole and _is_part(heading, whole) else heading.replace(SOFT_HYPHEN, "").rstrip(_PERMALINK)
    return next((part for one in declared if (part := without_site(one, known))), None)


def without_site(title: str, sites: set[str]) -> str | None:
    """The title without a part at its end or start that names the site; None where nothing else is there.

    ``sites`` are folded and without spaces. Behind a bar a few words name the site even where no one says so.
    """
    if _joined(title) in sites:
        return None
    cuts = [(found.start(), found.end()) for found in _SEPARATOR.finditer(title)]
    for start, end in reversed(cuts):
        if _joined(title[end:]) in sites:
            return title[:start]
    for start, end in cuts:
        if _joined(title[:start]) in sites:
            return title[end:]
    before, bar, after = title.rpartition(" | ")
    is_name = bar and len(before.split()) >= MIN_TITLE_WORDS and len(after.split()) <= MAX_SITE_WORDS
    return before.strip() if is_name else title


def _agreed(headline: str | None, shared: str | None, sites: set[str]) -> str | None:
    """The title that a page's data and its Open Graph both tell."""
    first, other = (without_site(_clean(one), sites) if one else None for one in (headline, shared))
    return first if first and other and _fold(first) == _fold(other) else None


def _is_part(heading: str, title: str) -> bool:
    """Whether a heading lacks the title's kicker or its last words, or shows a rubric in front of the title."""
    shown, folded = _fold(heading), _fold(title)
    return folded.startswith(f"{shown} ") or folded.endswith(f" {shown}") or shown.endswith(f" {folded}")


def _best_heading(tree: Tree, declared: list[str], sites: set[str]) -> tuple[float, str | None]:
    best: tuple[float, str | None] = (0.0, None)
    words = [set(one.split()) for one in declared]
    for element in _headings(tree):
        if _most(tree, element) <= best[0]:
            continue
        text = tree.text(element)
        folded = _fold(text)
        if len(folded) >= MIN_FOLDED_CHARS and folded.replace(" ", "") not in sites:
            score = _worth(tree, element) + _support(set(folded.split()), words)
            if score > best[0]:
                best = score, text
    return best


def _headings(tree: Tree) -> list[int]:
    """The page's first headings, those of the highest rank first."""
    found: list[int] = []
    for tag in _RANK:
        some = tagged(tree).get(tag, ())[:MAX_HEADINGS]
        found += [element for element in some if 0 < tree.length(element) <= MAX_HEADING_CHARS]
    return found


def _worth(tree: Tree, element: int) -> float:
    """How much a heading's rank, names and links speak for it being the article's."""
    hints = tree.hints[element]
    worth = _RANK[tree.tag[element]]
    if hints & Hint.TITLE and hints & _OWN:
        worth += _OWN_TITLE
    if _is_sites(tree, element):
        worth -= 4
    if tree.inherited[element] & ~hints & _ELSEWHERE:
        worth -= 2 if is_elsewhere(tree, tree.parent[element], _ELSEWHERE) else 1
    return worth


def _most(tree: Tree, element: int) -> float:
    """The most that a heading can be worth, whatever its words are."""
    hints = tree.hints[element]
    return _RANK[tree.tag[element]] + (_OWN_TITLE if hints & Hint.TITLE and hints & _OWN else 0) + _SUPPORTED


def _is_sites(tree: Tree, element: int) -> bool:
    """Whether the heading is named for the site, or leads to its front page."""
    above = element
    for _ in range(MAX_ABOVE):
        if above > 0 and _SITE.search(tree.name[above]):
            return True
        above = tree.parent[above]
    inner = range(max(element - 1, 0), tree.end[element])
    return any(tree.tag[e] == "a" and tree.end[e] > element and _HOME.fullmatch(tree.href.get(e, "#")) for e in inner)


def _support(words: set[str], titles: list[set[str]]) -> float:
    """How much the head's titles speak for a heading: by the share of words that one of them has in common."""
    if not titles:
        return 0
    shared = max(len(words & other) / len(words | other) for other in titles)
    return _SUPPORTED * shared if shared >= MIN_SHARED else -STRANGER


def _clean(text: str | None) -> str:
    """The text on one line; entities that were escaped twice are read."""
    return " ".join(html.unescape((text or "")[:MAX_DECLARED_CHARS]).replace(SOFT_HYPHEN, "").split())


def _joined(text: str) -> str:
    return _fold(text).replace(" ", "")


def _fold(text: str) -> str:
    return _NOT_WORD.sub(" ", text).strip().casefold()
