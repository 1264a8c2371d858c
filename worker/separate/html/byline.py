"""Who wrote an article: by the page's data and meta tags where they name a writer, else by what it shows."""

from collections.abc import Iterable, Iterator
from itertools import islice

from worker.separate.html.class_names import Hint
from worker.separate.html.published import is_elsewhere, lines_near_heading
from worker.separate.html.tree import Tree
from worker.separate.language.furniture import is_furniture
from worker.separate.language.names import clean_name, says_who

# A name has no more words, and what stands in a byline no more characters.
MAX_WORDS, MAX_CHARS = 5, 80
# Elements named for an author that are asked: a page's first name its writer, later ones others.
MAX_ASKED = 6
_NAMES = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "citation_author", "byl", "cxenseparse:author", "rnews:author",
)  # fmt: skip
# The buttons beside bylines, which boxes named for authors hold as well.
_BUTTONS = frozenset(
    ("facebook", "twitter", "linkedin", "whatsapp", "pinterest", "print", "email", "share", "teilen", "follow",
     "subscribe", "join", "home")
)  # fmt: skip

# Words of publishers' names.
_PUBLISHERS = frozenset(
    ("media", "group", "news", "newspaper", "newspapers", "magazine", "network", "press", "agency", "inc", "inc.",
     "ltd", "llc", "gmbh", "verlag", "redaktion", "editorial", "staff", "admin", "redazione", "redacción", "redação")
)  # fmt: skip


def choose_byline(tree: Tree, given: str | None, sites: Iterable[str | None], stop: int) -> str | None:
    """The writer's name, or several parted by commas; None where the page tells none.

    ``told`` is what the page's JSON-LD names, ``sites`` are the names that the site goes by. What the page's data says
    goes before what it shows, unless that is a publisher and the page shows a writer.
    """
    known = {" ".join(one.split()).casefold() for one in sites if one}
    names = (" ".join(name.split()) for name in (given, *(tree.head.get(name) for name in _NAMES)) if name)
    declared = next((name for name in names if "://" not in name), None)
    if declared and not _is_publisher(declared, known):
        return declared
    shown = next((name for name in find_bylines(tree, stop) if name.casefold() not in known), None)
    return shown or declared


def find_bylines(tree: Tree, stop: int) -> Iterator[str]:
    """The names before ``stop``: in links to an author, in elements named for one that hold no more, in "by" lines."""
    linked = tree.marked.get("[rel=author]", [])
    named = (
        element for element in (*linked, *tree.hinted(Hint.AUTHOR))
        if element < stop and 0 < tree.length(element) <= MAX_CHARS and not is_elsewhere(tree, element)
    )  # fmt: skip
    for element in islice(named, MAX_ASKED):
        if name := _name_in(tree.text(element)):
            yield name
    for line in lines_near_heading(tree, stop):
        if len(line) <= MAX_CHARS and says_who(line) and (name := _name_in(line)):
            yield name


def _name_in(text: str) -> str | None:
    """The name in a byline: behind "by", or alone and of two words at least, as a rubric is mostly one."""
    signed = says_who(text)
    name = signed or clean_name(text)
    words = name.casefold().replace(",", " ").split()
    if not (1 if signed else 2) <= len(words) <= MAX_WORDS or _BUTTONS.intersection(words):
        return None
    is_name = not name[0].islower() and not any(letter.isdigit() or letter in "@/:" for letter in name)
    return name if is_name and not is_furniture(name, None, None) else None


def _is_publisher(name: str, sites: set[str]) -> bool:
    folded = name.casefold()
    return folded in sites or not _PUBLISHERS.isdisjoint(folded.split())
