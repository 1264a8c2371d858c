"""The envelope that an article comes in: its schema, its limits, and what becomes of it."""

from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from worker.domain import Format, NewArticle
from worker.errors import RefusedError
from worker.ingest.canonical import canonical_url, digest
from worker.reasons import Reason

# Text that came decoded is stored as UTF-8 behind its byte order mark, so that the decoder never guesses.
UTF8_MARK = b"\xef\xbb\xbf"
# A title or a name longer than this is not one; the column stays indexable.
MAX_FIELD_CHARS = 2_000


def _scalar(value: object) -> object:
    """Take the number that a producer uses as an id for text; a bool is neither."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _whole(value: object) -> object:
    """Mend lone surrogates, which JSON can carry and no database takes."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_whole)]
Field_ = Annotated[
    str,
    BeforeValidator(_whole),
    BeforeValidator(_scalar),
    Field(max_length=MAX_FIELD_CHARS),
    WithJsonSchema({"type": ["string", "integer"], "maxLength": MAX_FIELD_CHARS}),
]
# What the validator below asks for, as JSON Schema says it.
_ONE_CONTENT: dict[str, JsonValue] = {
    "oneOf": [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("html", "text")]
}


class Envelope(BaseModel):
    """One article as its producer hands it in; unknown fields are ignored."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, title="Winnow article envelope", json_schema_extra=_ONE_CONTENT
    )

    html: Text | None = Field(None, description="the page as HTML; either this or text")
    text: Text | None = Field(None, description="the page as text already stripped of its tags")
    id: Field_ | None = Field(None, description="the producer's own id, kept as external_id")
    url: Text | None = Field(None, description="where the page came from: http or https")
    title: Field_ | None = Field(None, description="the article's title where the producer knows it")
    source: Field_ | None = Field(None, description="the feed, site or crawl that it came from")
    published: Field_ | None = Field(None, description="when it was published, in the producer's words")
    fetched_at: datetime | None = Field(None, description="when it was fetched: anchors relative times")
    language: Field_ | None = Field(None, description="BCP 47 code of its language where it is known")

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if (self.html is None) == (self.text is None):
            raise ValueError("an article has either html or text")
        return self

    @property
    def content(self) -> str:
        """The page, whichever form it came in."""
        return self.html if self.html is not None else self.text or ""

    @property
    def format(self) -> Format:
        """What the page came as."""
        return Format.TEXT if self.html is None else Format.HTML


def parse_envelope(row: Any) -> Envelope:
    """Check one decoded JSON value against the schema; raises RefusedError (SCHEMA) with what is wrong."""
    if not isinstance(row, dict):
        raise RefusedError(Reason.SCHEMA, f"an article is a JSON object, not {type(row).__name__}")
    try:
        return Envelope.model_validate(row)
    except ValidationError as error:
        raise RefusedError(Reason.SCHEMA, _sentence(error)) from None


def to_article(envelope: Envelope, *, max_bytes: int) -> NewArticle:
    """Turn an envelope into an article that can be stored; raises RefusedError (TOO_LARGE, BAD_URL)."""
    content = envelope.content.encode()
    require_size(len(content), max_bytes)
    address = canonical_url(envelope.url) if envelope.url else None
    content_hash = digest(content)
    return NewArticle(
        key=digest(address.url) if address else content_hash,
        page=address.page if address else 1,
        content_hash=content_hash,
        raw=UTF8_MARK + content,
        format=envelope.format,
        external_id=envelope.id,
        url=envelope.url,
        source=envelope.source,
        title=envelope.title,
        published=envelope.published,
        language=envelope.language,
        fetched_at=_utc(envelope.fetched_at),
    )


def require_size(size: int, max_bytes: int) -> None:
    """Refuse what is larger than the limit (bytes); raises RefusedError (TOO_LARGE)."""
    if size > max_bytes:
        raise RefusedError(Reason.TOO_LARGE, f"the page has {size:,} bytes; at most {max_bytes:,} are taken")


def _utc(time: datetime | None) -> datetime | None:
    """A time without an offset is taken for UTC."""
    if time is None:
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"{where}: {message}" if where else message
