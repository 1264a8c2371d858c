"""The tables as they stand after the newest migration."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Enum,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    and_,
    func,
    literal,
    text,
)

from classifiers.types import Label, Verdict
from worker.domain import DEFAULT_SITE, CommentKind, Format, PageKind, State
from worker.store.base.columns import CleanJson, CleanText, RowId, UtcDateTime

# The newest migration; numbered, so that a database can be seen to be behind or ahead without Alembic.
# Within a thousand, migrations only add: a program works with any newer schema of its own thousand, so that old and
# new workers run side by side. One that takes away what older programs use begins the next thousand.
HEAD = "0004"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def _choice(values: type[StrEnum]) -> Enum:
    """Return a text type of an enum's values; unconstrained, so that a new value needs no migration."""
    return Enum(values, native_enum=False, length=16, values_callable=lambda members: [m.value for m in members])


STATE = _choice(State)
# Written into the statement, not bound: a partial index serves only queries that visibly imply its condition.
PENDING = literal(State.PENDING, STATE, literal_execute=True)
PROCESSING = literal(State.PROCESSING, STATE, literal_execute=True)
DONE = literal(State.DONE, STATE, literal_execute=True)
DEAD = literal(State.DEAD, STATE, literal_execute=True)

# One installation serves many: what is owned names its site. The default one has no row until it is given a host.
sites = Table(
    "sites",
    metadata,
    Column("name", CleanText, primary_key=True),
    Column("created_at", UtcDateTime, nullable=False),
    # Of what Akismet's protocol asks about; NULL where it is as the settings have it.
    Column("akismet_stores", Boolean),
    Column("akismet_retain_days", Float(53)),
)

# The hosts that sites have, each with all below it that no other site has.
site_hosts = Table(
    "site_hosts",
    metadata,
    Column("host", CleanText, primary_key=True),
    Column("site", CleanText, ForeignKey("sites.name", ondelete="CASCADE"), nullable=False),
    Index("ix_site_hosts_site", "site"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("key", String(64), nullable=False),
    Column("page", Integer, nullable=False),
    Column("external_id", CleanText),
    Column("url", CleanText),
    Column("source", CleanText),
    Column("owner", CleanText, nullable=False, server_default=DEFAULT_SITE),  # the site that it belongs to
    Column("title", CleanText),
    Column("published", CleanText),
    Column("language", CleanText),
    Column("fetched_at", UtcDateTime),
    Column("charset", CleanText),  # what HTTP told of it
    Column("format", _choice(Format), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", STATE, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_token", String(32)),
    Column("leased_until", UtcDateTime),
    Column("error_reason", String(64)),
    Column("error_message", CleanText),
    Column("submitted_at", UtcDateTime, nullable=False),
    Column("rung_at", UtcDateTime),
    Column("dead_at", UtcDateTime),
    UniqueConstraint("key", "page"),
    # An id is never given twice: a late message about a discarded article must not ring for another.
    sqlite_autoincrement=True,
)

# Each index holds only the rows in its state, so what workers and sweepers ask costs the same
# beside a thousand finished articles and beside a million.
_pending = articles.c.state == State.PENDING.value
_processing = articles.c.state == State.PROCESSING.value
_dead = articles.c.state == State.DEAD.value
Index("ix_articles_due", articles.c.rung_at, articles.c.id, sqlite_where=_pending, postgresql_where=_pending)
Index("ix_articles_waiting", articles.c.submitted_at, sqlite_where=_pending, postgresql_where=_pending)
Index("ix_articles_leased", articles.c.leased_until, sqlite_where=_processing, postgresql_where=_processing)
Index("ix_articles_dead", articles.c.error_reason, articles.c.id, sqlite_where=_dead, postgresql_where=_dead)

# Apart from `articles`, so that a change of state never rewrites a page.
raw_pages = Table(
    "raw_pages",
    metadata,
    Column("article_id", RowId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("raw", LargeBinary, nullable=False),  # zstandard
)

results = Table(
    "results",
    metadata,
    Column("article_id", RowId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("done_at", UtcDateTime, nullable=False),
    Column("reason", String(64), nullable=False),
    Column("model", CleanText, nullable=False),
    Column("title", CleanText),
    Column("byline", CleanText),
    Column("published", CleanText),
    Column("section", CleanText),
    Column("language", CleanText),
    Column("kind", _choice(PageKind)),
    Column("declared_comments", Integer),
    Column("found_comments", Integer, nullable=False, server_default=text("0")),
    Column("body", CleanText, nullable=False),  # paragraphs parted by a blank line
    Column("body_markdown", CleanText),  # none of plain text
    Index("ix_results_done_at", "done_at"),
    Index("ix_results_reason", "reason"),
)

comments = Table(
    "comments",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("article_id", RowId, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("identity", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("parent", Integer),  # the position of the comment that it answers
    Column("depth", Integer, nullable=False),
    Column("kind", _choice(CommentKind), nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("verdict", _choice(Verdict), nullable=False),
    Column("probability", Float(53), nullable=False),
    Column("model", CleanText, nullable=False),
    Column("author", CleanText),
    Column("author_url", CleanText),
    Column("posted_at", CleanText),
    Column("posted_raw", CleanText),
    Column("links", CleanJson, nullable=False),
    Column("reasons", CleanJson, nullable=False),  # [[code, message], ...]
    Column("text", CleanText, nullable=False),
    # Copies, so that one index answers a page of the review queue beside a million comments: the article's source and
    # language, its owner, the newest label, and the campaign that the comment belongs to (None where it stands alone).
    Column("source", CleanText, nullable=False, server_default=""),
    Column("owner", CleanText, nullable=False, server_default=DEFAULT_SITE),
    Column("language", CleanText, nullable=False, server_default=""),
    Column("decided", _choice(Label)),
    Column("campaign", RowId),
    Column("day", Date),  # of the result (UTC): what the comment is counted under
    Column("unspaced", CleanText),  # see `worker.store.base.cjk_words`
    Column("site", CleanText),  # what its prior goes by (`worker.ingest.sites`)
    Column("words", Float(53)),  # what the first stage says of all its words
    Column("shift", Float(53)),  # what the site's prior added to the log-odds; None where it was not known
    # Who wrote it, what it says and on which page, as keys of its site (`worker.store.base.histories`), and the newest
    # comment of its own past; None where it was judged without.
    Column("author_key", RowId),
    Column("text_key", RowId),
    Column("page_key", RowId),
    Column("before", RowId),
    Column("email", String(64)),  # a digest of the author's address (`worker.work.email_digest`)
    Column("asked_as", String(32)),  # what the answer to whoever asked about it alone named it by
    UniqueConstraint("article_id", "identity"),
    sqlite_autoincrement=True,
)

# How sure a model is: 0 where spam and ham are as likely, 0.5 where there is no doubt.
certainty = func.abs(comments.c.probability - text("0.5"))

# What waits for a moderator. Written into the statement as PENDING is, and for the same reason.
waiting = and_(
    comments.c.verdict == literal(Verdict.REVIEW, _choice(Verdict), literal_execute=True),
    comments.c.decided.is_(None),
    ~comments.c.gone,
)
_waiting = text("verdict = 'review' AND decided IS NULL AND NOT gone")
_waiting_sqlite = text("verdict = 'review' AND decided IS NULL AND gone = 0")
for _name, _columns in {
    "certainty": (certainty, comments.c.id),
    "newest": (comments.c.id,),
    "source": (comments.c.source, certainty, comments.c.id),
    "language": (comments.c.language, certainty, comments.c.id),
    "campaign": (comments.c.campaign, comments.c.id),
    "owner": (comments.c.owner, certainty, comments.c.id),
}.items():
    Index(f"ix_waiting_{_name}", *_columns, sqlite_where=_waiting_sqlite, postgresql_where=_waiting)
# Of the sites that are not the default one: an installation without them keeps no index of what is all the same.
_owned, _owned_article = comments.c.owner != DEFAULT_SITE, articles.c.owner != DEFAULT_SITE
Index("ix_comments_owner", comments.c.owner, comments.c.id, sqlite_where=_owned, postgresql_where=_owned)
Index(
    "ix_articles_owner", articles.c.owner, articles.c.id, sqlite_where=_owned_article, postgresql_where=_owned_article
)
Index("ix_comments_campaign", comments.c.campaign, comments.c.id)
Index("ix_comments_site", comments.c.site, comments.c.id)
for _name in ("author_key", "text_key"):
    _known = text(f"{_name} IS NOT NULL")
    Index(f"ix_comments_{_name}", comments.c[_name], comments.c.id, sqlite_where=_known, postgresql_where=_known)
_mailed, _signed = text("email IS NOT NULL"), text("author IS NOT NULL")
Index("ix_comments_email", comments.c.email, sqlite_where=_mailed, postgresql_where=_mailed)
Index("ix_comments_author", comments.c.author, sqlite_where=_signed, postgresql_where=_signed)
_asked = text("asked_as IS NOT NULL")
Index("ix_comments_asked", comments.c.day, comments.c.site, sqlite_where=_asked, postgresql_where=_asked)

# What the newest comments of a site say of the next ones; see `worker.store.figures.site_priors`.
site_priors = Table(
    "site_priors",
    metadata,
    Column("site", CleanText, primary_key=True),
    Column("comments", Integer, nullable=False),  # that it was told from
    Column("spam", Float(53)),  # the share; None where too little is known
    Column("shift", Float(53)),  # of the log-odds
    Column("frozen", Boolean, nullable=False),  # since one page floods
    Column("told_at", UtcDateTime, nullable=False),
)

labels = Table(
    "labels",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("comment_id", RowId, ForeignKey("comments.id", ondelete="CASCADE"), nullable=False),
    Column("label", _choice(Label), nullable=False),
    Column("reviewer", CleanText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("probability", Float(53), nullable=False),  # that the comment had when the label was given
    Column("held", String(32)),  # why it does not teach yet, see `classifiers.data.vouching`
    Column("confirmed_by", CleanText),  # the admin who let it teach
    Column("bulk", RowId),  # the decision on many comments that gave it
    Index("ix_labels_bulk", "bulk", sqlite_where=text("bulk IS NOT NULL"), postgresql_where=text("bulk IS NOT NULL")),
    Index("ix_labels_comment_id", "comment_id", "id"),
    Index("ix_labels_created_at", "created_at"),
    Index("ix_labels_reviewer", "reviewer", "comment_id"),
    Index("ix_labels_held", "id", sqlite_where=text("held IS NOT NULL"), postgresql_where=text("held IS NOT NULL")),
    sqlite_autoincrement=True,
)

# Decisions on many comments at once: which (the fields of a search's address), what, and whether it was taken back.
bulk_decisions = Table(
    "bulk_decisions",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("label", _choice(Label), nullable=False),
    Column("filters", CleanJson, nullable=False),
    Column("count", Integer, nullable=False),
    Column("reviewer", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("sites", CleanText),  # whose moderator decided (`worker.store.base.narrowed`); None for all
    Column("undone_by", CleanText),
    Column("undone_at", UtcDateTime),
    sqlite_autoincrement=True,
)

# What moderators want said of comments, whatever the model says (`worker.work.rule`).
rules = Table(
    "rules",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("name", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("terms", CleanJson, nullable=False),
    Column("verdict", _choice(Verdict), nullable=False),
    Column("site", CleanText),  # None for all
    Column("note", CleanText, nullable=False),
    Column("created_by", CleanText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("hits", RowId, nullable=False, server_default=text("0")),  # comments that it decided when they were stored
    UniqueConstraint("name"),
    sqlite_autoincrement=True,
)

# Comments that are set aside: until then for everybody, or, without an end, for who is not sure.
deferrals = Table(
    "deferrals",
    metadata,
    Column("comment_id", RowId, ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("reviewer", CleanText, primary_key=True),
    Column("until", UtcDateTime),
)

# Who is to look at a comment ("" for nobody), and who was before, as long as that can be taken back.
assignments = Table(
    "assignments",
    metadata,
    Column("comment_id", RowId, ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("assignee", CleanText, nullable=False),
    Column("before", CleanText),
    Column("given_by", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_assignments_assignee", "assignee", "comment_id"),
)

# Searches that are kept under a name, as the fields of their addresses.
saved_filters = Table(
    "saved_filters",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("filters", CleanJson, nullable=False),
    Column("owner", CleanText, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("sites", CleanText),  # whose moderator keeps it (`worker.store.base.narrowed`); None for all
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("owner", "name"),
    sqlite_autoincrement=True,
)

# What moderators wrote beside comments, for one another.
comment_notes = Table(
    "comment_notes",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("comment_id", RowId, ForeignKey("comments.id", ondelete="CASCADE"), nullable=False),
    Column("author", CleanText, nullable=False),
    Column("text", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_comment_notes_comment_id", "comment_id", "id"),
    sqlite_autoincrement=True,
)

# What authors said against decisions that their comments are spam; `verdict` and `model` are whose that was, `decided`
# the label that counted instead where there was one. The first label from then on closes it: that is the `outcome`.
appeals = Table(
    "appeals",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("comment_id", RowId, ForeignKey("comments.id", ondelete="CASCADE"), nullable=False),
    Column("model", CleanText, nullable=False),
    Column("verdict", _choice(Verdict), nullable=False),
    Column("decided", _choice(Label)),
    Column("words", CleanText, nullable=False),
    Column("entered_by", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", _choice(Label)),
    Column("closed_by", CleanText),
    Column("closed_at", UtcDateTime),
    Index("ix_appeals_comment_id", "comment_id"),
    Index("ix_appeals_open", "comment_id", unique=True, sqlite_where=text("outcome IS NULL"),
          postgresql_where=text("outcome IS NULL")),
    sqlite_autoincrement=True,
)  # fmt: skip

# Reasons that a moderator called senseless for a comment.
reason_doubts = Table(
    "reason_doubts",
    metadata,
    Column("comment_id", RowId, ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("code", String(64), primary_key=True),
    Column("reviewer", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# What the challenger says of a comment: compared, never acted on. One row a comment, of the newest challenger.
shadow_scores = Table(
    "shadow_scores",
    metadata,
    Column("comment_id", RowId, ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("model", CleanText, nullable=False),
    Column("probability", Float(53), nullable=False),
    Column("verdict", _choice(Verdict), nullable=False),
)

# What was refused at submission is counted and not kept.
refusals = Table(
    "refusals",
    metadata,
    Column("day", Date, primary_key=True),  # UTC
    Column("reason", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
)

# What was done by hand: by whom, and to what.
audit = Table(
    "audit",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", CleanText, nullable=False),
    Column("action", String(64), nullable=False),
    Column("details", CleanJson, nullable=False),
    Column("comment_id", RowId),  # that it was done to; it stays where the comment goes
    Index("ix_audit_comment_id", "comment_id", "id"),
    sqlite_autoincrement=True,
)

# Who proves himself over HTTP; what for stands in `roles`.
tokens = Table(
    "tokens",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of the secret, hex
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    sqlite_autoincrement=True,
)

# Who may do what, and where: a row is a user's role, or one of a token's. Users whom only a proxy knows have no other.
roles = Table(
    "roles",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("user", CleanText),
    Column("token_id", RowId, ForeignKey("tokens.id", ondelete="CASCADE")),
    Column("site", CleanText, nullable=False),  # "" for all
    Column("role", String(16), nullable=False),
    UniqueConstraint("user", "site"),
    UniqueConstraint("token_id", "site", "role"),
    sqlite_autoincrement=True,
)

# What was answered to a request that named itself, so that its repetition is answered alike.
idempotency = Table(
    "idempotency",
    metadata,
    Column("token_id", RowId, ForeignKey("tokens.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("key", String(64), primary_key=True),  # SHA-256, hex
    Column("request", String(64), nullable=False),  # SHA-256 of what was asked, hex
    Column("answer", CleanJson, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
    Index("ix_idempotency_answered_at", "answered_at"),
)

# Who is told of events, and of which.
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("events", CleanJson, nullable=False),
    Column("sites", CleanText),  # that it is told of, parted by blanks; None for all
    Column("target", CleanText, nullable=False),  # its address and its secret, which signs: encrypted
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

# What a week's scores say of the filter's own mistakes, by site and language (`worker.store.figures.slice_weeks`); a
# share is None where they tell of no ham, or of no spam. Beside it what people said of these comments.
slice_weeks = Table(
    "slice_weeks",
    metadata,
    Column("week", Date, primary_key=True),  # its Monday, UTC
    Column("site", CleanText, primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("comments", Integer, nullable=False),
    *(Column(f"{share}{end}", Float(53)) for share in ("ham_lost", "spam_passed") for end in ("", "_low", "_high")),
    *(Column(f"labelled_{counted}", Integer, nullable=False) for counted in ("ham", "ham_lost", "spam", "spam_passed")),
    Column("told_at", UtcDateTime, nullable=False),
)

# Slices whose estimates left their target, and who has looked since; one row a slice.
slice_holds = Table(
    "slice_holds",
    metadata,
    Column("site", CleanText, primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("week", Date, nullable=False),  # whose estimate it was
    Column("measure", String(16), nullable=False),
    Column("held_at", UtcDateTime, nullable=False),
    Column("released_by", CleanText),
    Column("released_at", UtcDateTime),
)

# What has to be told, written in the transaction that it tells of; `due_at` is null where it is over.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("webhook_id", RowId, ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("event", String(32), nullable=False),
    Column("article_id", RowId),
    Column("data", CleanJson, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("status", Integer),  # of the last answer
    Column("error", CleanText),
    Column("delivered_at", UtcDateTime),
    Index("ix_deliveries_due_at", "due_at"),
    Index(
        "ix_deliveries_undelivered",
        "due_at",
        sqlite_where=text("delivered_at IS NULL"),
        postgresql_where=text("delivered_at IS NULL"),
    ),
    Index("ix_deliveries_webhook_id", "webhook_id", "id"),
    Index("ix_deliveries_article_id", "article_id"),
    sqlite_autoincrement=True,
)

# How long work took, as a histogram that all workers add to.
stage_times = Table(
    "stage_times",
    metadata,
    Column("stage", String(16), primary_key=True),
    Column("bucket", Integer, primary_key=True, autoincrement=False),  # an index into STAGE_BOUNDS_S
    Column("count", RowId, nullable=False),
    Column("seconds", Float(53), nullable=False),
)

# What all workers count together.
counters = Table(
    "counters",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("count", RowId, nullable=False),
)


def _running_count_columns() -> tuple[Column[Any], ...]:
    return (
        Column("subject", String(16), primary_key=True),
        Column("day", Date, primary_key=True),  # UTC
        Column("name", CleanText, primary_key=True),
        Column("verdict", String(16), primary_key=True),
        Column("stands", String(16), primary_key=True),
        Column("score", SmallInteger, primary_key=True),
        Column("count", RowId, nullable=False),
    )


# What is stored, counted while it changes by triggers, whoever writes (`worker.store.figures.running_counts`).
running_counts = Table("running_counts", metadata, *_running_count_columns(), sqlite_with_rowid=False)

# What has not been added to the running_counts yet. Rows are only appended, and many may speak of the same.
count_changes = Table("count_changes", metadata, *_running_count_columns(), Column("source", CleanText, nullable=False))

# What was erased on somebody's wish, as digests: it must not come in again.
tombstones = Table(
    "tombstones",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("digest", String(64), primary_key=True),  # SHA-256, hex
    Column("erased_at", UtcDateTime, nullable=False),
)

# One row: when a sweeper last acted, whichever worker it lived in.
sweeps = Table(
    "sweeps",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("swept_at", UtcDateTime, nullable=False),
    # The id up to which comments have told the priors of their sites.
    Column("priors_to", RowId, nullable=False, server_default=text("0")),
)

# Which comments have been looked at for their like; see `worker.store.moderation.campaigns`.
fingerprints = Table(
    "fingerprints",
    metadata,
    Column("comment_id", RowId, ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column("sketch", LargeBinary),  # None where the text is too short to tell
)

# Parts of a sketch, each with an index of its own; `classifiers.data.likeness` makes so many.
_BANDS = 5

# One row a text that is unlike all others: the first comment with it stands for its near-duplicates.
campaigns = Table(
    "campaigns",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("size", Integer, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    *(Column(f"band_{number}", BigInteger, nullable=False) for number in range(_BANDS)),
)
for _number in range(_BANDS):
    Index(f"ix_campaigns_band_{_number}", campaigns.c[f"band_{_number}"])

# Who may use the review desk.
users = Table(
    "users",
    metadata,
    Column("name", CleanText, primary_key=True),
    Column("password_hash", String(256), nullable=False),  # Argon2id, with its parameters and its salt
    Column("created_at", UtcDateTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of what the cookie holds, hex
    Column("user", CleanText, nullable=False),
    Column("role", String(16)),  # what an OpenID provider's word gives, for as long as this lasts
    Column("expires_at", UtcDateTime, nullable=False),
    Index("ix_sessions_expires_at", "expires_at"),
)

# What desk users chose, by their names: a proxy's have no password here.
preferences = Table(
    "preferences",
    metadata,
    Column("user", CleanText, primary_key=True),
    Column("language", String(16), nullable=False),
    Column("zone", String(64), nullable=False),
)

# What is being told of that is not over, and the digests that were sent: who writes a row is who tells.
alerts = Table(
    "alerts",
    metadata,
    Column("key", CleanText, primary_key=True),
    Column("told_at", UtcDateTime, nullable=False),
)

# Failed logins of late, by name and by address.
login_failures = Table(
    "login_failures",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("user", CleanText, nullable=False),
    Column("address", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_login_failures_at", "at"),
    sqlite_autoincrement=True,
)

# Articles whose separation a moderator called wrong: cases to look at.
cases = Table(
    "cases",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("article_id", RowId, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("note", CleanText, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("user", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Index("ix_cases_article_id", "article_id"),
    sqlite_autoincrement=True,
)
