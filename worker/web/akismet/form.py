"""What comes in Akismet's forms, as Winnow's own values."""

from collections.abc import Mapping

from classifiers.types import ArticleContext
from worker.domain import CommentKind, SeparatedComment
from worker.errors import RefusedError
from worker.ingest.article_keys import canonical_url
from worker.ingest.web_address import web_address
from worker.store.moderation.lone_comments import LoneComment, lone_key
from worker.work.pipeline import identities

# What the articles of such comments are listed under.
SOURCE = "akismet"
# Longer texts are cut for judging: what a comment is shows by then, and the answer is waited for.
MAX_TEXT_CHARS = 20_000
MAX_FIELD_CHARS = 2_000

_KINDS = {"pingback": CommentKind.PINGBACK, "trackback": CommentKind.TRACKBACK}


def read_remark(form: Mapping[str, str]) -> LoneComment:
    """Read a comment-check's or a submission's fields; all are optional."""
    found = SeparatedComment(
        text=_field(form, "comment_content", MAX_TEXT_CHARS) or "",
        author=_field(form, "comment_author"),
        author_url=web_address(_field(form, "comment_author_url")),
        posted_at=_field(form, "comment_date_gmt"),
        kind=_KINDS.get(form.get("comment_type", ""), CommentKind.COMMENT),
    )
    place = _field(form, "permalink") or _field(form, "blog")
    url = _canonical(place)
    trap = form.get("honeypot_field_name", "")
    published = _field(form, "comment_post_modified_gmt")  # Akismet's name for when the post was published
    return LoneComment(
        key=lone_key(url or place or ""),
        identity=identities([found])[0],
        url=url,
        found=found,
        source=SOURCE,
        trapped=bool(trap and form.get(trap, "").strip()),
        article=None if published is None else ArticleContext(published=published),
    )


def _field(form: Mapping[str, str], name: str, most: int = MAX_FIELD_CHARS) -> str | None:
    return form.get(name, "").replace("\0", "").strip()[:most] or None  # no database takes NUL


def _canonical(url: str | None) -> str | None:
    try:
        return canonical_url(url).url if url else None
    except RefusedError:
        return None
