"""Who wrote an article: by the page's data and meta tags where they name a writer, else by what it shows."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from worker.separate.html.class_names import Hint
from worker.separate.html.links import links_between
from worker.separate.html.marks import AUTHOR_MARKS
from worker.separate.html.published import blocks_near_heading, is_elsewhere
from worker.separate.html.tree import Tree
from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_furniture
from worker.separate.language.lookups import by_words, names
from worker.separate.language.name_lines import cut_head
from worker.separate.language.names import clean_name, says_who

# A name has no more words, and what stands in a byline no more characters.
MAX_WORDS, MAX_CHARS = 5, 80
# Elements named for an author, or links to one, that are asked: a page's first name its writer, later ones others.
MAX_ASKED = 6
# Characters between the links to two writers of one article (", ", " and ").
MAX_BETWEEN = 5
_NAMES = (
    "author", "article:author", "article:author_name", "article:byline", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator", "citation_author", "byl", "cxenseparse:author", "rnews:author",
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
# Class words that name a reader, a thing or a button as often as a writer.
_VAGUE = frozenset(("name", "user", "member", "profile", "nick", "by", "fn"))
_WRITERS = sorted({*names("author"), "writer", "writers", "contributor", "contributors"} - _VAGUE)
_NAMED = re.compile(rf"(?<![a-z])(?:{'|'.join(_WRITERS)})(?![a-z])", re.I)
# The last step of an address that leads to a writer's page.
_ADDRESS = re.compile(
    r"/(?:authors?|contributors?|writers?|journalists?|reporters?|columnists?|autor(?:es|en)?|auteurs?)/[^/?#]{2,80}/?$",
    re.I,
)
_HEADINGS = frozenset(("h1", "h2"))
# What parts a name from the office or house behind it.
_OFFICE = re.compile(r"\s[|·•⋅–—-]\s|\s?[|⋅]\s?")
# A sign-in's name, no person's. Bounded, so that a search takes no square: names are shorter.
_LOGIN = re.compile(r"[a-z\d]{1,60}[._\d][a-z\d._]{0,60}|\d{1,60}")
_HOST = re.compile(r"(?<![\w.-])(?:www\.)?[a-z\d-]{3,}\.[a-z]{2,}\b")
_NOT_WORD = re.compile(r"\W+")


def choose_byline(tree: Tree, given: str | None, sites: Iterable[str | None], stop: int) -> str | None:
    """The writer's name, or several parted by commas; None where the page tells none.

    ``given`` is what the page's JSON-LD names, ``sites`` are the names that the site goes by. What the page's data says
    goes before what it shows, unless that is a publisher or a sign-in's name and the page shows a writer.
    """
    known = {joined(one) for one in sites if one}
    declared = [name for raw in (given, *_names_in_head(tree)) if raw and (name := _declared(raw))]
    for name in declared:
        if not _is_publisher(name, known) and not _LOGIN.fullmatch(name):
            return name
    sites_own: list[str] = []
    for shown in islice(find_bylines(tree, stop), MAX_ASKED):
        name = _without_house(shown, known)
        if joined(name) not in known:
            return name
        sites_own.append(name)
    # Who writes a site of his own may give it his name.
    return next(iter((*declared, *sites_own)), None)


def _names_in_head(tree: Tree) -> Iterator[str | None]:
    head = tree.head
    yield from (head.get(name) for name in _NAMES)
    label = head.get("twitter:label1", "")
    if label and not cut_head(label, by_words()):
        yield head.get("twitter:data1")


def _declared(raw: str) -> str | None:
    name = " ".join(raw.split()).lstrip(",;:-&| ")
    return name if any(letter.isalpha() for letter in name) and "/" not in name.partition(" ")[0] else None


def find_bylines(tree: Tree, stop: int) -> Iterator[str]:
    """The names before ``stop``: in links to an author, in elements named for one that hold no more, in "by" lines."""
    for element in islice(_named(tree, stop), MAX_ASKED):
        if name := _in_links(tree, tree.first[element], tree.last[element]) or _name_in(tree.text(element)):
            yield name
    for block in blocks_near_heading(tree, stop):
        line = tree.line(block)
        is_named = not _VAGUE.isdisjoint(tree.name[tree.box[block]].casefold().split()) or says_who(line)
        if len(line) <= MAX_CHARS and is_named and (name := _in_block(tree, block) or _name_in(line)):
            yield name
    yield from _signed(tree, stop)


def _named(tree: Tree, stop: int) -> Iterator[int]:
    """The short elements and links that are marked, named or addressed for a writer, in page order."""
    marked = {element for mark in AUTHOR_MARKS for element in tree.marked.get(mark, ())}
    named = {element for element in tree.hinted(Hint.AUTHOR) if element < stop and _NAMED.search(tree.name[element])}
    linked = {element for element, href in tree.href.items() if element < stop and _ADDRESS.search(href)}
    for element in sorted(marked | named | linked):
        if element >= stop:
            return
        is_short = 0 < tree.length(element) <= MAX_CHARS and tree.tag[element] not in _HEADINGS
        if is_short and not is_elsewhere(tree, element):
            yield element


def _in_block(tree: Tree, block: int) -> str | None:
    stop = tree.starts[block + 1] if block + 1 < len(tree.starts) else len(tree.texts)
    return _in_links(tree, tree.starts[block], stop)


def _in_links(tree: Tree, start: int, stop: int) -> str | None:
    """The names of a byline's first link, and of those next to it that lead where it leads."""
    found: list[str] = []
    end, place = start, ""
    for link in links_between(tree, start, stop):
        between = "".join(tree.texts[end : tree.first[link]]).strip()
        folder = tree.href.get(link, "").rpartition("/")[0]
        if found and (len(between) > MAX_BETWEEN or folder != place):
            break
        name = _name_in(tree.text(link))
        if name is None:
            break
        found.append(name)
        end, place = tree.last[link], folder
    return ", ".join(dict.fromkeys(found)) or None


def _signed(tree: Tree, stop: int) -> Iterator[str]:
    """The names in lines that say by whom and when, wherever they stand."""
    for block, start in enumerate(tree.starts):
        if tree.box[block] >= stop:
            return
        lead = tree.texts[start].lstrip()
        if len(cut_head(lead, by_words())) < len(lead):
            line = tree.line(block)
            if len(line) <= MAX_CHARS and find_time(line) and not is_elsewhere(tree, tree.box[block]):
                yield from filter(None, (_name_in(line),))


def _name_in(text: str) -> str | None:
    """The name in a byline: behind "by", or alone and of two words at least, as a rubric is mostly one."""
    signed = says_who(text)
    name = _OFFICE.split(signed or clean_name(text), maxsplit=1)[0].strip()
    words = name.casefold().replace(",", " ").split()
    if not (1 if signed else 2) <= len(words) <= MAX_WORDS or _BUTTONS.intersection(words):
        return None
    is_name = (
        not name[0].islower()
        and (signed or not name.split()[-1].islower())
        and not any(letter.isdigit() or letter in "@/:" for letter in name)
    )
    return name if is_name and not is_furniture(name, None, None) else None


def _is_publisher(name: str, sites: set[str]) -> bool:
    return joined(name) in sites or bool(_HOST.search(name)) or not _PUBLISHERS.isdisjoint(name.casefold().split())


def _without_house(name: str, sites: set[str]) -> str:
    """The name without what follows it after a comma, where that names the site: "Ada Byron, TIDE NEWS"."""
    person, _, house = name.partition(",")
    return person if house and any(joined(word) in sites for word in house.split()) else name


def joined(text: str) -> str:
    """The letters and digits of a text, casefolded."""
    return _NOT_WORD.sub("", text).casefold()
