"""What comes in Akismet's forms, as Winnow's own values."""

from collections.abc import Mapping
from typing import Final

from classifiers.types import ArticleContext
from worker.domain import CommentKind, SeparatedComment
from worker.errors import RefusedError
from worker.ingest.article_keys import canonical_url
from worker.ingest.web_address import web_address
from worker.operations.history.comment_text import links, paragraphs
from worker.store.flow.place_keys import lone_key
from worker.store.flow.tombstones import author_digest
from worker.store.moderation.lone_comments import LoneComment
from worker.work.email_digest import email_digest
from worker.work.pipeline import identities

# What the articles of such comments are listed under.
SOURCE = "akismet"
# Longer texts are cut for judging: what a comment is shows by then, and the answer is waited for.
MAX_TEXT_CHARS = 20_000
MAX_FIELD_CHARS = 2_000

_KINDS: Final = {"pingback": CommentKind.PINGBACK, "trackback": CommentKind.TRACKBACK}
# What stands on no page, and is a letter to whoever runs it: judged, and never kept unasked.
_PRIVATE: Final = frozenset({"contact-form", "message", "signup"})


def read_remark(form: Mapping[str, str], *, keeps: bool = False, email_key: str = "") -> LoneComment:
    """Read a comment-check's or a submission's fields; all are optional.

    ``keeps`` where comments are stored on sites that say nothing else, ``email_key`` is what e-mail addresses are
    hashed with.
    """
    written = _field(form, "comment_content", MAX_TEXT_CHARS) or ""
    kind = form.get("comment_type") or form.get("content_type") or ""  # the latter is Discourse's
    found = SeparatedComment(
        text=paragraphs(written),
        author=_field(form, "comment_author"),
        author_url=web_address(_field(form, "comment_author_url")),
        posted_at=_field(form, "comment_date_gmt"),
        links=tuple(one for one in links(written) if web_address(one)),
        kind=_KINDS.get(kind, CommentKind.COMMENT),
    )
    place = _field(form, "permalink") or _field(form, "blog")
    url = _canonical(place)
    email = _field(form, "comment_author_email")
    published = _field(form, "comment_post_modified_gmt")  # Akismet's name for when the post was published
    return LoneComment(
        key=lone_key(url or place or ""),
        identity=identities([found])[0],
        url=url,
        found=found,
        source=SOURCE,
        trapped=_is_trapped(form),
        article=None if published is None else ArticleContext(published=published),
        email=email_digest(email_key, email),
        mailed_by=author_digest(email) if email else None,
        ip=_field(form, "user_ip"),
        kept=keeps,
        private=kind in _PRIVATE or bool(form.get("is_test")),
    )


def _is_trapped(form: Mapping[str, str]) -> bool:
    """Tell whether a field was filled in that no person sees; its name comes in another field."""
    trap = form.get("honeypot_field_name", "")
    return bool(trap and form.get(trap, "").strip())


def _field(form: Mapping[str, str], name: str, most: int = MAX_FIELD_CHARS) -> str | None:
    return form.get(name, "").replace("\0", "").strip()[:most] or None  # no database takes NUL


def _canonical(url: str | None) -> str | None:
    try:
        return canonical_url(url).url if url else None
    except RefusedError:
        return None
