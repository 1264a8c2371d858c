"""The envelope that an article comes in: its schema, its limits, and what becomes of it."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final, Self

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

from worker.domain import Format, NewArticle, Source
from worker.errors import RefusedError
from worker.ingest.accept import UTF8_MARK, accept
from worker.ingest.thread import MAX_COMMENTS, GivenComment, Text, Thread, whole, write_thread
from worker.reasons import Reason

# A title or a name longer than this is not one; the column stays indexable.
MAX_FIELD_CHARS = 2_000
# What only an article has whose comments came apart: beside a page, such fields are a producer's own.
_OF_A_THREAD: Final = ("comments", "body", "byline", "section")


def _scalar(value: object) -> object:
    """Take the number that a producer uses as an id for text; a bool is neither."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Field_ = Annotated[
    str,
    BeforeValidator(whole),
    BeforeValidator(_scalar),
    Field(max_length=MAX_FIELD_CHARS),
    WithJsonSchema({"type": ["string", "integer"], "maxLength": MAX_FIELD_CHARS}),
]
# What the validators below ask for, as JSON Schema says it; comments are looked at where there is no page alone.
_NAME: Final[JsonValue] = {"anyOf": [{"type": ["string", "integer"], "maxLength": MAX_FIELD_CHARS}, {"type": "null"}]}
_THREAD: Final[dict[str, JsonValue]] = {
    "comments": {"type": "array", "items": GivenComment.model_json_schema()},
    "body": {"type": ["string", "null"]},
    "byline": _NAME,
    "section": _NAME,
}
_ONE_CONTENT: dict[str, JsonValue] = {
    "oneOf": [
        {"required": ["html"], "properties": {"html": {"type": "string"}}},
        {"required": ["text"], "properties": {"text": {"type": "string"}}},
        {"required": ["comments"], "properties": {**_THREAD, "html": {"type": "null"}, "text": {"type": "null"}}},
    ]
}


class Envelope(BaseModel):
    """One article as its producer hands it in; unknown fields are ignored."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, title="Winnow article envelope", json_schema_extra=_ONE_CONTENT
    )

    html: Text | None = Field(None, description="the page as HTML; either this or text or comments")
    text: Text | None = Field(None, description="the page as text already stripped of its tags")
    id: Field_ | None = Field(None, description="the producer's own id, kept as external_id")
    url: Text | None = Field(None, description="where the page came from: http or https")
    title: Field_ | None = Field(None, description="the article's title where the producer knows it")
    source: Field_ | None = Field(None, description="the feed, site or crawl that it came from")
    published: Field_ | None = Field(None, description="when it was published, in the producer's words")
    fetched_at: datetime | None = Field(None, description="when it was fetched: anchors relative times")
    language: Field_ | None = Field(None, description="BCP 47 code of its language where it is known")

    comments: Annotated[list[GivenComment] | None, WithJsonSchema({})] = Field(
        None, description="the article's comments where they are apart already, instead of a page"
    )
    body: Annotated[Text | None, WithJsonSchema({})] = Field(None, description="with comments: the article's text")
    byline: Annotated[Field_ | None, WithJsonSchema({})] = Field(None, description="with comments: who wrote it")
    section: Annotated[Field_ | None, WithJsonSchema({})] = Field(None, description="with comments: where it stood")

    @model_validator(mode="before")
    @classmethod
    def _no_thread_beside_a_page(cls, row: Any) -> Any:
        is_page = isinstance(row, dict) and any(row.get(name) is not None for name in ("html", "text"))
        return {name: value for name, value in row.items() if name not in _OF_A_THREAD} if is_page else row

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if sum(one is not None for one in (self.html, self.text, self.comments)) != 1:
            raise ValueError("an article has either html or text, or comments that are apart already")
        for index, comment in enumerate(self.comments or ()):
            if comment.parent is not None and comment.parent >= index:
                raise ValueError(f"comments.{index}.parent: it answers an earlier comment, by its index")
        return self

    @property
    def format(self) -> Format:
        """What it came as."""
        if self.comments is not None:
            return Format.THREAD
        return Format.TEXT if self.html is None else Format.HTML

    @property
    def raw(self) -> bytes:
        """The content as it is stored."""
        if self.comments is not None:
            body, comments = self.body or "", self.comments
            return write_thread(Thread(body=body, comments=comments, byline=self.byline, section=self.section))
        return UTF8_MARK + (self.html if self.html is not None else self.text or "").encode()


def parse_envelope(row: Any) -> Envelope:
    """Check one decoded JSON value against the schema; raises RefusedError (SCHEMA, TOO_MANY) with what is wrong."""
    if not isinstance(row, dict):
        raise RefusedError(Reason.SCHEMA, f"an article is a JSON object, not {type(row).__name__}")
    # Before the schema is looked at, which takes a kilobyte for each.
    if isinstance(given := row.get("comments"), list) and len(given) > MAX_COMMENTS:
        raise RefusedError(Reason.TOO_MANY, f"the article has more than {MAX_COMMENTS:,} comments")
    try:
        return Envelope.model_validate(row)
    except ValidationError as error:
        raise RefusedError(Reason.SCHEMA, _sentence(error)) from None


def to_article(envelope: Envelope, *, max_bytes: int) -> NewArticle:
    """Turn an envelope into an article that can be stored; raises RefusedError (TOO_LARGE, BAD_URL)."""
    source = Source(
        raw=envelope.raw,
        format=envelope.format,
        url=envelope.url,
        title=envelope.title,
        published=envelope.published,
        language=envelope.language,
        fetched_at=_utc(envelope.fetched_at),
    )
    return accept(source, external_id=envelope.id, feed=envelope.source, max_bytes=max_bytes)


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
