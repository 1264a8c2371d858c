"""The HTTP API's shapes, as the server writes and the client reads them."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from classifiers.data.vouching import Hold
from classifiers.types import Label, Verdict
from worker.domain import Arrival, CommentKind, Format, Measure, PageKind, State

Item = TypeVar("Item")

# Row ids as both databases hold them.
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Shape(BaseModel):
    """A value that went over the wire; members that a newer server adds are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", from_attributes=True)


class ResourcePage(Shape, Generic[Item]):
    """A page of a list; ``next`` is the cursor of the page behind it, null at the end."""

    items: list[Item]
    next: str | None = None


class Accepted(Shape):
    """A stored article: its id, and what it was to the inbox."""

    id: int
    arrival: Arrival


class ItemError(Shape):
    """What was wrong with one of several: a reason code and a sentence."""

    code: str
    message: str


class Taken(Shape):
    """What became of one of several submitted articles: its id and arrival, or what was wrong with it."""

    id: int | None = None
    arrival: Arrival | None = None
    error: ItemError | None = None


class TakenLine(Taken):
    """What became of one line of a stream; lines count from 1."""

    line: int


class TakenBatch(Shape):
    """What became of a batch, in its order."""

    articles: list[Taken]


class Share(Shape):
    """A share from 0 to 1 that was estimated, and the interval that holds the truth in 95 of 100 weeks."""

    value: float
    low: float
    high: float


class SliceWeekResource(Shape):
    """What a week's scores say of the filter's mistakes on one site in one language, beside what people said.

    ``ham_lost`` is the share of ham judged spam, ``spam_passed`` that of spam allowed; null where the scores tell of no
    ham, or of no spam. ``labelled_ham_lost`` of ``labelled_ham`` comments were lost, and likewise for spam.
    """

    week: date
    site: str
    language: str
    comments: int
    ham_lost: Share | None
    spam_passed: Share | None
    labelled_ham: int
    labelled_ham_lost: int
    labelled_spam: int
    labelled_spam_passed: int


class TargetShares(Shape):
    """The shares from 0 to 1 that cut-offs were chosen to keep: of ham lost, and of spam passed."""

    ham_lost: float
    spam_passed: float


class HeldSlice(Shape):
    """A site's comments in one language that are held since an estimate of a week left its target."""

    site: str
    language: str
    measure: Measure
    week: date
    held_at: datetime


class ReasonResource(Shape):
    """How often a reason was right on comments that people judged, ``doubted`` of them as senseless."""

    code: str
    judged: int
    right: int
    doubted: int
    precision: float


class Truth(Shape):
    """What the filter says of its own mistakes, and what people said of them.

    ``target`` is that of the model for all, ``site_targets`` are those of the sites told of that asked for their own.
    ``labels_held`` counts labels that contradict a sure model, by why they are held: suspects until somebody looks.
    """

    made_at: datetime
    model: str | None
    target: TargetShares
    site_targets: dict[str, TargetShares]
    weeks: list[SliceWeekResource]
    slices_held: list[HeldSlice]
    reasons: list[ReasonResource]
    labels_held: dict[str, int]


class Status(Shape):
    """How much is where: counts of articles, and of shown comments by what stands (a label before the verdict).

    Ages are in seconds. ``queue_depth`` is null where the broker is away, ``model`` where none serves, ``drift`` where
    too few comments were judged. ``priors`` counts sites: whose prior is known, that have too few comments for one, and
    that hold so many of one page that theirs is frozen. ``held`` counts labels that teach nothing yet by why, and
    ``held_reviewers`` are those who contradict a sure model too often. ``appeals`` counts those against what this model
    decided: open, granted (the comment is ham) and dismissed. ``declared`` counts articles that tell how many
    comments they have, by whether all, fewer or more were found. ``estimates`` are those of the newest week that was
    told of, at most twenty, and ``slices_held`` what is held since an estimate left its target.
    """

    pending: int
    processing: int
    done: int
    dead: int
    queue_depth: int | None
    oldest_pending_s: float | None
    first_done_at: datetime | None
    last_done_at: datetime | None
    errors: dict[str, int]
    separations: dict[str, int]
    declared: dict[str, int]
    refusals: dict[str, int]
    verdicts: dict[str, int]
    labels: int
    model: str | None
    labels_since_training: int
    drift: float | None
    priors: dict[str, int]
    held: dict[str, int]
    held_reviewers: list[str]
    appeals: dict[str, int]
    estimates: list[SliceWeekResource]
    slices_held: list[HeldSlice]


class Because(Shape):
    """What moved a score: a stable code and a sentence."""

    code: str
    message: str


class JudgementResource(Shape):
    """What a model says of a comment: the calibrated probability of spam, the verdict, why, and which model."""

    probability: float
    verdict: Verdict
    reasons: list[Because]
    model: str


class Classified(Shape):
    """Verdicts in the order of the comments; each is the model's that is in service on the comment's site."""

    comments: list[JudgementResource]


class SeparatedCommentResource(Shape):
    """A comment as its page shows it; ``parent`` is the index of the one that it answers."""

    author: str | None
    author_url: str | None
    posted_at: str | None
    posted_raw: str | None
    text: str
    links: list[str]
    parent: int | None
    depth: int
    kind: CommentKind


class Separated(Shape):
    """A page taken apart; ``reason`` is the code that tells how its comments were found.

    ``kind`` is what the page is, None for plain text.
    ``comment_pages`` are the addresses of the thread's other pages.
    """

    title: str | None
    byline: str | None
    published: str | None
    section: str | None
    language: str | None
    kind: PageKind | None
    reason: str
    declared_comments: int | None
    comment_pages: list[str]
    body: str
    body_markdown: str | None
    comments: list[SeparatedCommentResource]


class Article(Shape):
    """An article as it stands; what came out of it is null until it is done."""

    id: int
    external_id: str | None
    url: str | None
    source: str | None
    format: Format
    state: State
    revision: int
    attempts: int
    error_reason: str | None
    error_message: str | None
    submitted_at: datetime
    done_at: datetime | None
    title: str | None
    published: str | None
    language: str | None
    kind: PageKind | None
    separation: str | None
    model: str | None


class WholeArticle(Article):
    """An article with its body; its comments are at /comments?article_id=."""

    body: str | None
    body_markdown: str | None


class CommentResource(Shape):
    """A stored comment; ``verdict`` is the model's, and ``label`` the newest of its moderators', which counts.

    ``words`` is what the first stage says of all its words, ``shift`` what its site's prior added to the log-odds.
    """

    id: int
    article_id: int
    position: int
    parent: int | None
    author: str | None
    author_url: str | None
    posted_at: str | None
    text: str
    links: list[str]
    gone: bool
    verdict: Verdict
    probability: float
    reasons: list[Because]
    words: float | None
    shift: float | None
    model: str
    label: Label | None


class LabelRequest(Shape):
    """What a moderator says of a comment."""

    label: Label


class AppealRequest(Shape):
    """What an author says against the decision that a comment is spam."""

    words: str = Field("", max_length=2_000)


class AppealResource(Shape):
    """An appeal; ``outcome`` is the label that closed it, null while it is open."""

    id: int
    comment_id: int
    words: str
    entered_by: str
    at: datetime
    outcome: Label | None
    closed_by: str | None


class StoredLabel(Shape):
    """A label as it was given, beside the probability that the comment had then; the newest of a comment counts.

    One that is ``held`` teaches nothing until a second person says the same, or an admin confirms it.
    """

    id: int
    comment_id: int
    label: Label
    reviewer: str
    created_at: datetime
    probability: float
    held: Hold | None
    confirmed_by: str | None


class DeadLetterResource(Shape):
    """An article that could not be processed, and why."""

    id: int
    external_id: str | None
    url: str | None
    source: str | None
    format: Format
    reason: str
    message: str
    attempts: int
    submitted_at: datetime
    dead_at: datetime


class Model(Shape):
    """A model's version, when it was made, and the aliases that name it."""

    version: str
    created: str
    aliases: list[str]


class ModelDetails(Model):
    """A model with its manifest: what it was made of, and how well it does."""

    manifest: dict[str, Any]


class WebhookResource(Shape):
    """Where to tell of which events."""

    id: int
    url: str
    events: list[str]
    created_at: datetime


class NewWebhook(WebhookResource):
    """A webhook that was just made, with the secret that signs what it is told."""

    secret: str


class Delivered(Shape):
    """One thing that a webhook was told, or is to be told at ``due_at``; ``status`` is of the last answer."""

    id: int
    event: str
    data: dict[str, Any]
    created_at: datetime
    due_at: datetime | None
    attempts: int
    status: int | None
    error: str | None
    delivered_at: datetime | None
