"""An article whose comments came apart already, as exports and feeds have it: its JSON form, written and read."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from worker.domain import CommentKind, SeparatedComment, Separation, Source
from worker.errors import UnprocessableError
from worker.reasons import Reason

# A name or an address longer than this is none.
_FIELD_CHARS: Final = 2_000
# Comments of one article; a page can't hold more of them in its 2 MB unless it was made to fill a database.
MAX_COMMENTS: Final = 20_000


def whole(value: object) -> object:
    """Mend lone surrogates, which JSON can carry and no database takes."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(whole)]
Short = Annotated[Text, Field(max_length=_FIELD_CHARS)]


class GivenComment(BaseModel):
    """One comment; ``parent`` is the index of the earlier one that it answers. Unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: Text
    author: Short | None = None
    author_url: Short | None = None
    posted_at: Short | None = None
    posted_raw: Short | None = None
    links: list[Short] = Field([], max_length=10_000)
    parent: Annotated[int, Field(ge=0)] | None = None
    kind: Annotated[CommentKind, WithJsonSchema({"enum": list(CommentKind)})] = CommentKind.COMMENT


class Thread(BaseModel):
    """An article's body, its paragraphs parted by blank lines, and its comments in order."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    body: Text = ""
    comments: list[GivenComment]
    byline: Short | None = None
    section: Short | None = None


def write_thread(thread: Thread) -> bytes:
    """Return a thread as a source's bytes: the same thread is the same bytes."""
    return thread.model_dump_json().encode()


def read_thread(source: Source) -> Separation:
    """Return what a source of a thread holds, as if it had been separated; raises UnprocessableError (EMPTY, DECODE).

    Comments without a word are left out, and who answered one of them answers nobody.
    """
    try:
        thread = Thread.model_validate_json(source.raw)
    except ValidationError:
        raise UnprocessableError(Reason.DECODE, "the bytes are not those of a thread") from None
    body = tuple(part.strip() for part in thread.body.split("\n\n") if part.strip())
    comments = _comments(thread)
    if not body and not comments:
        raise UnprocessableError(Reason.EMPTY, "the thread holds neither a body nor a comment")
    return Separation(
        body=body,
        comments=comments,
        reason=Reason.GIVEN,
        title=source.title,
        byline=thread.byline,
        published=source.published,
        section=thread.section,
        language=source.language,
    )


def _comments(thread: Thread) -> tuple[SeparatedComment, ...]:
    places: dict[int, int] = {}
    found: list[SeparatedComment] = []
    for index, one in enumerate(thread.comments):
        if not one.text.strip():
            continue
        parent = None if one.parent is None else places.get(one.parent)
        places[index] = len(found)
        values: dict[str, Any] = one.model_dump(exclude={"parent", "links", "text"})
        depth = 0 if parent is None else found[parent].depth + 1
        found.append(
            SeparatedComment(**values, text=one.text.strip(), links=tuple(one.links), parent=parent, depth=depth)
        )
    return tuple(found)
