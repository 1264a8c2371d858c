"""An HTML page taken apart: body, comments, and what its head tells."""

from contextlib import suppress
from itertools import groupby
from urllib.parse import urljoin

from worker.domain import Page, PageKind, Separation
from worker.reasons import Reason
from worker.separate.html import json_ld
from worker.separate.html.blocks import read_blocks
from worker.separate.html.body import ARTICLES, OTHERS, body_texts, load_weights, with_unshown
from worker.separate.html.declared_count import are_as_many
from worker.separate.html.embedded_text import read_embedded
from worker.separate.html.markdown.document import from_lines, write_markdown
from worker.separate.html.metadata import read_metadata
from worker.separate.html.numbered_names import drop_numbers
from worker.separate.html.page_features import page_features
from worker.separate.html.page_kind import kind_of, load_router
from worker.separate.html.platforms import NAMES
from worker.separate.html.records import Record, read_lines
from worker.separate.html.remote_services import find_remote
from worker.separate.html.section import CommentSection, claim, find_section
from worker.separate.html.structured_data import Structured, read_structured
from worker.separate.html.threads import build_comments
from worker.separate.html.tree import Tree, read_tree


def separate_html(page: Page) -> Separation:
    """Take an HTML page apart; linear in its size.

    Body and comments never share a text node. Where no comment stands in the page, the reason names the
    service that would load them, if any. What the page tells of itself goes before what its producer said.
    """
    tree = read_tree(page.utf8 or page.content, NAMES)
    section = find_section(tree, page.url)
    drop_numbers(section.records)
    structured = read_structured(tree.json_ld)
    first = section.records[0].item if section.records else None
    head = read_metadata(tree, structured, first.start if first else len(tree.tag), page.url)
    since, language = head.since or page.published, head.language or page.language
    comments = build_comments(tree, section.records, page.fetched_at, published=since, language=language)
    reason = section.reason if comments or section.opening else Reason.NONE
    if reason is Reason.NONE or _differs(section):
        listed = json_ld.read_comments(structured, page.fetched_at)
        if listed and (reason is Reason.NONE or len(listed) == section.declared):
            comments, reason = listed, Reason.PLATFORM_JSON_LD
        elif reason is Reason.NONE:
            reason = find_remote(tree) or Reason.NONE
    body, markdown, kind = _read_body(tree, section, structured, page.url)
    return Separation(
        body=body,
        body_markdown=markdown,
        comments=comments,
        reason=reason,
        title=head.title or page.title,
        byline=head.byline or (section.opening.author if section.opening else None),
        published=head.published or page.published or head.changed,
        section=head.section,
        language=language,
        kind=kind,
        comment_pages=_absolute(section.pages, page.url),
        declared_comments=section.declared,
    )


def _differs(section: CommentSection) -> bool:
    """Whether a section below an article has other than as many comments as the page says."""
    declared = section.declared
    return section.opening is None and declared is not None and not are_as_many(section.records, declared)


def _read_body(
    tree: Tree, section: CommentSection, structured: Structured, url: str | None
) -> tuple[tuple[str, ...], str, PageKind | None]:
    """The body's paragraphs, the body as Markdown, and what the page is; None where nothing is shown that tells it."""
    if section.opening is not None:
        lines = section.opening.lines
        texts = _texts_of(tree, section.opening)
        # Where furniture stood in one of its lines, nothing but its words is known to be its author's.
        as_it_stands = read_lines(tree, texts) == lines
        markdown = write_markdown(tree, texts, url) if as_it_stands else from_lines(lines)
        return tuple(lines), markdown, PageKind.FORUM
    embedded = read_embedded(tree, structured)
    if not tree.starts:
        return embedded, from_lines(embedded), None
    claimed = claimed_texts(tree, section)
    blocks = read_blocks(tree, claimed)
    kind = kind_of(page_features(tree, structured, blocks, len(section.records), url), load_router())
    if embedded:
        return embedded, from_lines(embedded), kind
    texts = body_texts(tree, blocks, claimed, load_weights(ARTICLES if kind is PageKind.ARTICLE else OTHERS))
    return tuple(read_lines(tree, texts)), write_markdown(tree, texts, url), kind


def claimed_texts(tree: Tree, section: CommentSection) -> bytearray:
    """A byte for each text: 1 for those that are no body, being comments, behind a thread's posts, or hidden."""
    claimed = claim(tree, (*section.records, *section.repeats))
    if section.closed:
        start = section.records[0].item.first
        claimed[start:] = b"\x01" * (len(claimed) - start)
    return with_unshown(tree, claimed)


def _texts_of(tree: Tree, record: Record) -> list[int]:
    """The texts of a record's lines, without what was left out of it line by line."""
    kept = set(record.lines)
    blocks = (list(own) for _, own in groupby(record.texts, tree.block.__getitem__))
    return [text for own in blocks if kept.intersection(read_lines(tree, own)) for text in own]


def _absolute(links: tuple[str, ...], url: str | None) -> tuple[str, ...]:
    """The links read against the page's own address, where it is known and they can be read."""
    found = []
    for link in links:
        with suppress(ValueError):
            found.append(urljoin(url or "", link))
    return tuple(found)
