"""What an element's class and id say: hint bits by word, and names with their numbers folded."""

import re
from functools import lru_cache
from typing import Final

from worker.separate.language.lookups import names


class Hint:
    """One bit a thing that a class or id can say of its element; plain integers, being asked so often."""

    COMMENT: Final = 1 << 0
    AUTHOR: Final = 1 << 1
    TIME: Final = 1 << 2
    FORM: Final = 1 << 3
    NAV: Final = 1 << 4
    SIDE: Final = 1 << 5
    SHARE: Final = 1 << 6
    RELATED: Final = 1 << 7
    PROMO: Final = 1 << 8
    FOOT: Final = 1 << 9
    HEAD: Final = 1 << 10
    CONTENT: Final = 1 << 11
    META: Final = 1 << 12
    REPLY: Final = 1 << 13
    HIDDEN: Final = 1 << 14
    LIST: Final = 1 << 15
    TEXT: Final = 1 << 16
    CAPTION: Final = 1 << 17
    COUNT: Final = 1 << 18
    TITLE: Final = 1 << 19
    RECENT: Final = 1 << 20
    AVATAR: Final = 1 << 21
    POST: Final = 1 << 22
    WIDGET: Final = 1 << 23


_WORDS: dict[int, str] = {
    # What languages say: their records hold the words.
    Hint.COMMENT: " ".join(names("comment")),
    Hint.AUTHOR: " ".join(names("author")),
    Hint.TIME: " ".join(names("time")),
    Hint.FORM: (
        "form respond login signin signup register registration search subscribe subscription newsletter "
        "contact fieldset input submit captcha textarea poll editor"
    ),
    Hint.NAV: (
        "nav navi navigation navbar menu menus submenu breadcrumb breadcrumbs crumb crumbs pagination "
        "pager paging paginator pagenav tabs tabbar toolbar skip skiplink toc navlinks pagelinks topnav "
        "subnav page-numbers jump"
    ),
    Hint.SIDE: (
        "sidebar sidebars aside rail sidebox sidecolumn rightcol leftcol rightcolumn leftcolumn "
        "secondary tertiary gutter right left"
    ),
    Hint.SHARE: (
        "share sharing shares sharebar sharethis social socialmedia addthis addtoany sharedaddy tweet "
        "facebook fb twitter linkedin pinterest digg delicious bookmark bookmarks bookmarking sociable "
        "email print tools follow likes like whatsapp reddit gplus"
    ),
    Hint.RELATED: (
        "related relatedposts recommended recommendation recommendations recommend popular trending "
        "similar outbrain taboola also latest archive archives readmore most mostread mostpopular "
        "morefrom teaser teasers next previous prev zemanta yarpp jp editorspicks suggested suggestions"
    ),
    Hint.PROMO: (
        "ad ads adv advert adverts advertisement advertising adsense sponsor sponsored sponsors promo "
        "promos promotion banner popup modal overlay cookie cookies consent gdpr paywall cta dfp "
        "doubleclick adunit adslot leaderboard skyscraper interstitial offer offers affiliate shop buy "
        "donate donation"
    ),
    Hint.FOOT: "footer foot copyright legal disclaimer colophon bottom siteinfo terms privacy",
    Hint.HEAD: "header masthead head logo branding topbar sitename hd",
    Hint.CONTENT: (
        "article articlebody articletext content contents entry story storybody storytext postbody prose "
        "main maincontent articlecontent entrycontent post hentry blogpost richtext blog page text body "
        "wysiwyg"
    ),
    Hint.META: (
        "meta metadata postmeta tags tag tagged categories category cat cats info postinfo credit "
        "credits details filed labels label keywords topics source attribution permalink entrymeta "
        "postmetadata subline kicker rating ratings votes vote score stats views reads"
    ),
    Hint.REPLY: "reply replies replyto quote report flag actions action controls links answer permalink",
    Hint.HIDDEN: "hidden hide invisible offscreen noprint noscript screenreader sr",
    Hint.LIST: ("list lists thread threads items stream block template area holder wrapper wrap container section box"),
    Hint.TEXT: "text txt body content message msg bd copy description desc raw",
    Hint.CAPTION: (
        "caption captions figcaption figure gallery slideshow slide image img photo photos thumb "
        "thumbnail media video videos player credit embed"
    ),
    Hint.COUNT: "count counts counter number num total",
    Hint.TITLE: "title headline heading subject hed subhead subtitle header",
    Hint.RECENT: "recent latest most",
    Hint.AVATAR: "avatar gravatar userpic photo picture",
    Hint.POST: "post posts message msg reply postrow postcontainer",
    Hint.WIDGET: "widget widgets portlet module gadget plugin sidebox promo box panel",
}
HINTS = len(_WORDS)
_OF_WORD: dict[str, int] = {}
for _hint, _list in _WORDS.items():
    for _word in _list.split():
        _OF_WORD[_word] = _OF_WORD.get(_word, 0) | _hint

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NUMBER = re.compile(r"\d+")
# A page's distinct class and id strings number in the hundreds, a site's repeat on every page of it.
_CACHED_NAMES = 32_768
# Longer class strings are generated; what they say stands at their start.
MAX_NAME_CHARS = 300


@lru_cache(maxsize=_CACHED_NAMES)
def hints_of(name: str) -> int:
    """The hint bits of a class or id string, its numbers already folded."""
    found = 0
    for match in _WORD.findall(name):
        word = match.lower()
        bits = _OF_WORD.get(word)
        if bits is None and word.startswith("comment"):
            bits = Hint.COMMENT | _OF_WORD.get(word[7:], 0) | _OF_WORD.get(word[8:], 0)
        found |= bits or 0
    return found


def fold_numbers(name: str) -> str:
    """The name with each run of digits as ``N``: ``comment-123`` becomes ``comment-N``."""
    return _NUMBER.sub("N", name[:MAX_NAME_CHARS])
