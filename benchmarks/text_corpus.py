"""Labelled lines for the plain-text labeller: pages as they come, stripped HTML, and their variants."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from pages import read_rows
from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.separate.text.line_features import read_lines
from worker.separate.text.rows import read_rows as read_marked
from worker.separate.text.section import find_section
from worker.separate.text.short_lines import Kind, read_mark

BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|center|d[dlt]|div|fieldset|figcaption|figure|footer|form|h[1-6r]|header|"
    r"li|main|nav|ol|p|pre|section|table|t[dhr]|ul"
)
SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"))
SKIPPED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "head",
        "template",
        "textarea",
        "select",
        "option",
        "svg",
        "iframe",
        "object",
    )
)
WORD = re.compile(r"\w+")
# Share of a line's three-word runs that must stand in the gold text, and of the gold body that must be found in a page.
ENOUGH, COVERED = 0.7, 0.8
# Lines of body that an article has at least.
LEAST_LINES = 4
# Comments that stand together where no article is told, of a source that counts, and on a page on average.
TOGETHER, ENOUGH_COMMENTS, USUAL_COMMENTS = 20, 50, 6
# What may stand below comments.
FEET: tuple[tuple[str, ...], ...] = ((), (), (), ("Post a Comment",), ("Leave a Reply",), ("Add a comment", "Log in"))
# Lines between a short line and a sure one of the same label.
NEAR = 8


# The folds that the second layer's scores come from, and the parts of the data that figures are held out by.
FOLDS, PARTS = 3, 4


def number_of(site: str) -> int:
    """Return a number that tells which part of the data a site belongs to."""
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16)


def fold_of(site: int) -> int:
    """Return the fold of a site's number."""
    return site % FOLDS


def part_of(site: int, parts: int) -> int:
    """Return which part of the data a site's number belongs to; the folds of one part are as large as another's."""
    return site // FOLDS % parts


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text's lines with a letter each: B(ody), C(omment), O(ther), - (blank).

    Sites are held out, and extractors, which ``by`` names; ``base`` is False for what is made of another text.
    """

    site: str
    lines: tuple[str, ...]
    labels: str
    language: str | None = None
    by: str = ""
    base: bool = True


Row = dict[str, object]


def read_pages(paths: Sequence[Path]) -> Iterator[Labelled]:
    """Yield every page that has line labels, or a gold body that can be found in its HTML's text."""
    sites: dict[str, str] = {}
    for path in paths:
        for page in read_rows(path):
            labelled = _labelled(page, site_of(page, sites))
            if labelled is not None:
                yield labelled


def site_of(page: Row, sites: dict[str, str]) -> str:
    """Return the site that a page is held out with, and note it; a text has the site of the page it comes from."""
    number = str(page["id"])
    name = number.partition("/")[2].replace("__", "/", 1)
    if page.get("by"):
        return str(page.get("site") or sites.get(str(page["source"])) or page["source"])
    known = next((sites[key] for key in (name, f"silver-comments/{name.replace('/', '__')}") if key in sites), None)
    host = str(page.get("url") or "").split("/")[2:3]
    site = str(known or sites.get(number) or page.get("site") or (host and host[0]) or page.get("source") or number)
    return sites.setdefault(number, site)


def _labelled(page: Row, site: str) -> Labelled | None:
    if page.get("line_labels"):
        lines = tuple(line.strip() for line in str(page["text"]).split("\n"))
        return Labelled(site, lines, str(page["line_labels"]), _language(page), str(page.get("by") or ""))
    if not page.get("body") or not page.get("html"):
        return None
    body, lines = str(page["body"]), tuple(strip_tags(str(page["html"])))
    labels = label_lines(lines, body, _flat(page.get("comments")))
    if page.get("comments") is None:
        lines, labels = _without_section(lines, labels)
    found = sum(len(WORD.findall(line)) for line, label in zip(lines, labels, strict=True) if label == "B")
    return Labelled(site, lines, labels, _language(page)) if found >= COVERED * len(WORD.findall(body)) else None


def _language(page: Row) -> str | None:
    return str(page["lang"])[:2] if page.get("lang") else None


def _without_section(lines: tuple[str, ...], labels: str) -> tuple[tuple[str, ...], str]:
    """Cut the comments of a page that nobody labelled any on: left in, they'd be taught as furniture."""
    rows = read_marked([lines], read_lines([lines]))[0]
    section = find_section(rows)
    if section is None:
        return lines, labels
    first, last = rows[section.start].number, rows[section.end - 1].number
    kept = [at for at in range(len(lines)) if not first <= at <= last or labels[at] == "B"]
    return tuple(lines[at] for at in kept), "".join(labels[at] for at in kept)


def _flat(comments: object) -> str:
    if not isinstance(comments, list):
        return str(comments or "")
    return "\n".join(
        "\n".join(str(comment.get(key) or "") for key in ("author", "date", "text")) for comment in comments
    )


def strip_tags(html: str) -> list[str]:
    """Return a page's text as extractors print it: a line a block, bullets and numbers kept."""
    root = LexborHTMLParser(html).body
    if root is None:
        return []
    parts: list[str] = []
    _walk(root, parts)
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
    return [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]


def _walk(root: LexborNode, parts: list[str]) -> None:
    """Append the text below a node, without recursion: pages nest deeper than Python does."""
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.tag == "-text":
            parts.append(" ".join((node.text_content or "").split(" ")).replace("\n", " "))
        elif node.tag == "br":
            parts.append("\n")
        elif node.tag not in SKIPPED:
            _open(node, stack, parts)


def _open(node: LexborNode, stack: list[LexborNode | str], parts: list[str]) -> None:
    tag = node.tag or ""
    if BLOCKS.fullmatch(tag):
        parts.append("\n" + _bullet(node))
        stack.append("\n\n" if tag in SPACED else "\n")
    stack.extend(reversed(list(node.iter(include_text=True))))


def _bullet(node: LexborNode) -> str:
    if node.tag != "li" or node.parent is None:
        return ""
    if node.parent.tag != "ol":
        return "• "
    number = 1
    for item in node.parent.iter():  # in the order of the page: addresses in memory have none
        if item.mem_id == node.mem_id:
            break
        number += item.tag == "li"
    return f"{number}. "


def label_lines(lines: Sequence[str], body: str, comments: str) -> str:
    """Label lines by the three-word runs that they share with the gold; short ones by sure neighbours."""
    golds = {"B": _Gold(body), "C": _Gold(comments)}
    labels = [_label(WORD.findall(line.casefold()), golds) for line in lines]
    sure = {label: [at for at, own in enumerate(labels) if own == label] for label in "BC"}
    for at, label in enumerate(labels):
        if label in "bc":
            near = any(abs(other - at) <= NEAR for other in sure[label.upper()])
            labels[at] = label.upper() if near else "O"
    return "".join(labels)


class _Gold:
    """A gold text's whole lines and three-word runs."""

    def __init__(self, text: str) -> None:
        words = WORD.findall(text.casefold())
        self.runs = set(zip(words, words[1:], words[2:], strict=False))
        self.lines = {tuple(WORD.findall(line)) for line in text.casefold().split("\n")}


def _label(words: list[str], golds: dict[str, _Gold]) -> str:
    if not words:
        return "-"
    if len(words) < 3:
        return next((label.lower() for label in "CB" if tuple(words) in golds[label].lines), "O")
    runs = list(zip(words, words[1:], words[2:], strict=False))
    shares = {label: sum(run in gold.runs for run in runs) / len(runs) for label, gold in golds.items()}
    best = max("BC", key=lambda label: shares[label])
    return best if shares[best] >= ENOUGH else "O"


def vary(page: Labelled, rng: np.random.Generator) -> Iterator[Labelled]:
    """Yield a page as it is, as an extractor leaves it, without the comments' cues, and without comments.

    Every page stays as it is too: with part of them left out, a labeller took long first-person texts for comments.
    """
    yield page
    if page.by:
        return
    page = replace(page, base=False)
    core = [at for at, label in enumerate(page.labels) if label in "BC"]
    if not core:
        return
    extracted = _extract(page, core, rng)
    yield extracted
    if "C" not in page.labels:
        return
    if rng.random() < 0.8:
        yield _without_cues(extracted, rng)
    if rng.random() < 0.5:
        yield _without_comments(extracted)


class Comments:
    """Comments as they stood together, by language and source; names and dates aside.

    A page is given some whose source falls into the same parts of the data as its own site: no layer that hasn't seen
    the one has seen the other.
    """

    def __init__(self, paths: Sequence[Path], pages: Sequence[Labelled] = ()) -> None:
        self._runs: dict[tuple[str, int], list[list[tuple[str, ...]]]] = {}
        for path in paths:
            self._add(fold_of(number_of(path.name)), read_rows(path))
        for page in pages:
            if page.base and not page.by and page.labels.count("C") >= LEAST_LINES:
                said = [(line,) for line, label in zip(page.lines, page.labels, strict=True) if label == "C"]
                key = page.language or "", part_of(number_of(page.site), PARTS) * FOLDS + fold_of(number_of(page.site))
                self._runs.setdefault(key, []).append(said)

    def _add(self, fold: int, rows: Sequence[Row]) -> None:
        by_language: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        for number, row in enumerate(rows):
            lines = tuple(line.strip() for line in str(row["text"]).split("\n") if line.strip())
            key = str(row.get("article") or number // TOGETHER)
            if lines:
                by_language.setdefault(str(row.get("lang") or ""), {}).setdefault(key, []).append(lines)
        for language, articles in sorted(by_language.items()):
            runs = [comment for article in articles.values() for comment in article]
            if len(runs) >= ENOUGH_COMMENTS:
                for part in range(PARTS):
                    self._runs.setdefault((language, part * FOLDS + fold), []).append(runs)

    def draw(self, page: Labelled, rng: np.random.Generator) -> list[tuple[str, ...]]:
        """Return some neighbouring comments of one source in a page's language, or none."""
        site = number_of(page.site)
        sources = self._runs.get((page.language or "", part_of(site, PARTS) * FOLDS + fold_of(site)), [])
        if not sources:
            return []
        source = sources[int(rng.integers(len(sources)))]
        count = min(len(source), int(rng.geometric(1 / USUAL_COMMENTS)))
        start = int(rng.integers(len(source) - count + 1))
        return source[start : start + count]


def add_comments(page: Labelled, comments: Comments, rng: np.random.Generator) -> Labelled | None:
    """Return a page without comments with some of another site's below it, as they are left where no cue is."""
    core = [at for at, label in enumerate(page.labels) if label == "B"]
    drawn = comments.draw(page, rng) if len(core) >= LEAST_LINES and "C" not in page.labels else []
    if not drawn:
        return None
    article = page if page.by else _extract(page, core, rng)
    end = article.labels.rfind("B") + 1
    added = tuple(line for comment in drawn for line in comment)
    foot = FEET[int(rng.integers(len(FEET)))] if page.language == "en" else ()
    return replace(
        article,
        base=False,
        lines=(*article.lines[:end], *added, *foot, *article.lines[end:]),
        labels=article.labels[:end] + "C" * len(added) + "O" * len(foot) + article.labels[end:],
    )


def _without_comments(page: Labelled) -> Labelled:
    return _keep(page, [label != "C" for label in page.labels])


def _keep(page: Labelled, kept: Sequence[bool]) -> Labelled:
    lines = tuple(line for line, keep in zip(page.lines, kept, strict=True) if keep)
    labels = "".join(label for label, keep in zip(page.labels, kept, strict=True) if keep)
    return replace(page, lines=lines, labels=labels)


def _extract(page: Labelled, core: Sequence[int], rng: np.random.Generator) -> Labelled:
    """Cut what stands around body and comments, some of what stands in them, and blank lines."""
    first = max(0, core[0] - int(rng.choice((0, 0, 2))))
    end = core[-1] + 1 + int(rng.choice((0, 0, 1, 3, 5)))
    loss, blanks, names = rng.random(), rng.random() < 0.3, rng.random() < 0.5

    def kept(at: int) -> bool:
        label = page.labels[at]
        if not first <= at < end or (label == "-" and not blanks) or (label == "O" and rng.random() < loss):
            return False
        return names or label != "C" or len(page.lines[at]) >= 60 or rng.random() < 0.3

    return _keep(page, [kept(at) for at in range(len(page.lines))])


def _without_cues(page: Labelled, rng: np.random.Generator) -> Labelled:
    """Cut name lines, dates, links and headings: what is left of many archived pages."""
    forms, loss = rng.random() < 0.5, rng.random()

    def kept(at: int) -> bool:
        line, label = page.lines[at], page.labels[at]
        mark = read_mark(line)
        if mark is not None and label != "B" and not (forms and mark.kind is Kind.FORM):
            return False
        return not ((label == "C" and len(line) < 30 and rng.random() < 0.7) or (label == "O" and rng.random() < loss))

    return _keep(page, [kept(at) for at in range(len(page.lines))])
