"""Separating an article's body from its comments: pure, no I/O."""

from collections.abc import Sequence
from dataclasses import replace

from worker.domain import Format, Page, Separation


def separate(page: Page) -> Separation:
    """Take a page apart into body and comments, by its tags or, where it has none, by its lines."""
    # A worker that only ever sees one kind of page loads nothing for the other.
    if page.format is Format.HTML:
        from worker.separate.html.separation import separate_html  # noqa: PLC0415

        return _with_language(separate_html(page))
    from worker.separate.text.separation import separate_text  # noqa: PLC0415

    return _with_language(separate_text(page))


def separate_together(pages: Sequence[Page]) -> list[Separation]:
    """Take pages apart as ``separate`` does, in order; texts all at once, which takes a fraction of the time."""
    if any(page.format is Format.HTML for page in pages):
        return [separate(page) for page in pages]
    from worker.separate.text.separation import separate_texts  # noqa: PLC0415

    return [_with_language(separation) for separation in separate_texts(pages)]


def _with_language(separation: Separation) -> Separation:
    """Add the language that the content tells, where the page tells none or plainly another."""
    from worker.separate.language.content import language_of  # noqa: PLC0415

    written = language_of(separation)
    return separation if written == separation.language else replace(separation, language=written)
