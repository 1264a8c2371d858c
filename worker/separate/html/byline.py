"""Who wrote an article, and when, by what its page shows: for pages whose head says neither."""

from itertools import islice

from worker.separate.html.class_names import Hint
from worker.separate.html.tree import Tree
from worker.separate.language.dates import parse_time
from worker.separate.language.furniture import is_furniture
from worker.separate.language.names import clean_name, says_who

# A name has no more words, and what stands in a byline no more characters.
MAX_WORDS, MAX_CHARS = 5, 80
# Elements named for an author that are asked: a page's first name its writer, later ones others.
MAX_ASKED = 6
_ELSEWHERE = Hint.COMMENT | Hint.NAV | Hint.SIDE | Hint.RELATED | Hint.FOOT | Hint.FORM | Hint.WIDGET | Hint.PROMO


def find_byline(tree: Tree, stop: int) -> str | None:
    """The name in the first element before ``stop`` that is named for an author and holds no more than one."""
    named = (
        element for element in tree.hinted(Hint.AUTHOR)
        if element < stop
        and not tree.inherited[element] & _ELSEWHERE
        and 0 < tree.length(element) <= MAX_CHARS
    )  # fmt: skip
    return next((name for element in islice(named, MAX_ASKED) if (name := _name_in(tree.text(element)))), None)


def _name_in(text: str) -> str | None:
    name = says_who(text) or clean_name(text)
    is_name = name[:1].isupper() and not any(letter.isdigit() or letter in "@/:" for letter in name)
    return name if is_name and len(name.split()) <= MAX_WORDS and not is_furniture(name, None, None) else None


def find_published(tree: Tree, stop: int) -> str | None:
    """The first time that the page tells machines before ``stop``, as ISO 8601."""
    told = (
        tree.datetime[element]
        for element in tree.datetime
        if element < stop and not tree.inherited[element] & _ELSEWHERE
    )
    return next((at for one in told if (at := parse_time(one))), None)
