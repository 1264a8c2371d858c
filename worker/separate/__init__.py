"""Separating an article's body from its comments: pure, no I/O."""

from worker.domain import Format, Page, Separation


def separate(page: Page) -> Separation:
    """Take a page apart into body and comments, by its tags or, where it has none, by its lines."""
    # A worker that only ever sees one kind of page loads nothing for the other.
    if page.format is Format.HTML:
        from worker.separate.html import separate_html  # noqa: PLC0415

        return separate_html(page)
    from worker.separate.text import separate_text  # noqa: PLC0415

    return separate_text(page)
