"""``winnow separate`` and ``winnow classify``: filters over JSON Lines that need no database."""

import sys

from worker.cli.options import ModelDir
from worker.cli.terminal import flush, print_json


def separate() -> None:
    """Read pages, write bodies and comments: JSON Lines in, one line out for each line in, in order.

    In: `{"id", "html" or "text", "url"?}`. Out: `{"id", "title", "byline", "published", "section", "language",
    "kind", "reason", "declared_comments", "comment_pages", "body", "body_markdown", "comments": [{"author",
    "author_url", "posted_at", "posted_raw", "text", "links", "parent", "depth", "kind"}]}`, or `{"id", "error":
    {"code", "message"}}`.

    Example: `winnow separate < pages.jsonl > separated.jsonl`
    """
    from worker.operations.separate import separate_lines  # noqa: PLC0415
    from worker.settings import load_settings  # noqa: PLC0415

    for row in separate_lines(sys.stdin.buffer, max_bytes=load_settings().max_page_bytes):
        print_json(row)
        flush()


def classify(model_dir: ModelDir = None) -> None:
    """Read comments, write verdicts: JSON Lines in, one line out for each line in, in order.

    In: `{"id", "text", "author"?, "author_url"?, "links"?, "article"?: {"title"?, "body"?, "language"?}, "page"?}`;
    rows with one `page` that follow one another are judged together. Out: `{"id", "probability", "verdict",
    "reasons", "model"}`, or `{"id", "error": {"code", "message"}}`.

    Example: `winnow classify < comments.jsonl > verdicts.jsonl`
    """
    from worker.operations.classify import classify_lines  # noqa: PLC0415
    from worker.settings import load_settings  # noqa: PLC0415
    from worker.work.installed_models import open_registry  # noqa: PLC0415

    settings = load_settings({"model_dir": model_dir})
    judge = open_registry(settings).load()
    for row in classify_lines(sys.stdin.buffer, judge, max_bytes=settings.max_page_bytes):
        print_json(row)
