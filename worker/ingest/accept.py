"""What a source becomes in the inbox: its key, its hash and its limits, however it came."""

from classifiers.digests import digest
from worker.domain import NewArticle, Source
from worker.errors import RefusedError
from worker.ingest.article_keys import canonical_url
from worker.reasons import Reason

# Text that came decoded is stored as UTF-8 behind its byte order mark, so that the decoder never guesses.
UTF8_MARK = b"\xef\xbb\xbf"


def accept(source: Source, *, external_id: str | None = None, feed: str | None = None, max_bytes: int) -> NewArticle:
    """Turn a source into an article that can be stored; raises RefusedError (TOO_LARGE, BAD_URL)."""
    content = source.raw.removeprefix(UTF8_MARK)
    require_size(len(content), max_bytes)
    address = canonical_url(source.url) if source.url else None
    content_hash = digest(content)
    return NewArticle(
        source=source,
        key=digest(address.url) if address else content_hash,
        content_hash=content_hash,
        page=address.page if address else 1,
        external_id=external_id,
        feed=feed,
    )


def require_size(size: int, max_bytes: int) -> None:
    """Refuse what is larger than the limit (bytes); raises RefusedError (TOO_LARGE)."""
    if size > max_bytes:
        raise RefusedError(Reason.TOO_LARGE, f"the page has {size:,} bytes; at most {max_bytes:,} are taken")
