"""Comments, what is said of them by models and people, and what was done by hand."""

import sqlalchemy as sa
from alembic import op

from worker.store.base.migrations.first.kinds import ROW_ID, TIME, belongs_to

_BANDS = 5


def comments() -> None:
    """Make the comments with their verdicts, and the indices of the review queue."""
    op.create_table(
        "comments",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("parent", sa.Integer),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("probability", sa.Float(53), nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("author_url", sa.Text),
        sa.Column("posted_at", sa.Text),
        sa.Column("posted_raw", sa.Text),
        sa.Column("links", sa.JSON, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False, server_default=""),
        sa.Column("owner", sa.Text, nullable=False, server_default="default"),
        sa.Column("language", sa.Text, nullable=False, server_default=""),
        sa.Column("decided", sa.String(16)),
        sa.Column("campaign", ROW_ID),
        sa.Column("day", sa.Date),
        sa.Column("unspaced", sa.Text),
        sa.Column("site", sa.Text),
        sa.Column("words", sa.Float(53)),
        sa.Column("shift", sa.Float(53)),
        sa.Column("author_key", ROW_ID),
        sa.Column("text_key", ROW_ID),
        sa.Column("page_key", ROW_ID),
        sa.Column("before", ROW_ID),
        sa.Column("email", sa.String(64)),
        sa.Column("asked_as", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("article_id", "identity", name="uq_comments_article_id_identity"),
        belongs_to("articles", "comments", "article_id"),
        sqlite_autoincrement=True,
    )
    _waiting()


def _waiting() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    condition = f"verdict = 'review' AND decided IS NULL AND {'gone = 0' if sqlite else 'NOT gone'}"
    for name, columns in {
        "certainty": "abs(probability - 0.5), id",
        "newest": "id",
        "source": "source, abs(probability - 0.5), id",
        "language": "language, abs(probability - 0.5), id",
        "campaign": "campaign, id",
        "owner": "owner, abs(probability - 0.5), id",
    }.items():
        op.execute(f"CREATE INDEX ix_waiting_{name} ON comments ({columns}) WHERE {condition}")
    owned = sa.text("owner <> 'default'")
    op.create_index("ix_comments_owner", "comments", ["owner", "id"], sqlite_where=owned, postgresql_where=owned)
    op.create_index("ix_comments_campaign", "comments", ["campaign", "id"])
    op.create_index("ix_comments_site", "comments", ["site", "id"])
    for name in ("author_key", "text_key"):
        known = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_comments_{name}", "comments", [name, "id"], sqlite_where=known, postgresql_where=known)
    for column in ("email", "author"):
        known = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_comments_{column}", "comments", [column], sqlite_where=known, postgresql_where=known)
    asked = sa.text("asked_as IS NOT NULL")
    op.create_index("ix_comments_asked", "comments", ["day", "site"], sqlite_where=asked, postgresql_where=asked)


def labels() -> None:
    """Make moderators' labels."""
    op.create_table(
        "labels",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("comment_id", ROW_ID, nullable=False),
        sa.Column("label", sa.String(16), nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("probability", sa.Float(53), nullable=False),
        sa.Column("held", sa.String(32)),
        sa.Column("confirmed_by", sa.Text),
        sa.Column("bulk", ROW_ID),
        sa.PrimaryKeyConstraint("id", name="pk_labels"),
        belongs_to("comments", "labels", "comment_id"),
        sqlite_autoincrement=True,
    )
    by_bulk = sa.text("bulk IS NOT NULL")
    op.create_index("ix_labels_bulk", "labels", ["bulk"], sqlite_where=by_bulk, postgresql_where=by_bulk)
    op.create_index("ix_labels_comment_id", "labels", ["comment_id", "id"])
    op.create_index("ix_labels_created_at", "labels", ["created_at"])
    op.create_index("ix_labels_reviewer", "labels", ["reviewer", "comment_id"])
    held = sa.text("held IS NOT NULL")
    op.create_index("ix_labels_held", "labels", ["id"], sqlite_where=held, postgresql_where=held)


def bulk_decisions() -> None:
    """Make the records of decisions on many comments."""
    op.create_table(
        "bulk_decisions",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("label", sa.String(16), nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("sites", sa.Text),
        sa.Column("undone_by", sa.Text),
        sa.Column("undone_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_decisions"),
        sqlite_autoincrement=True,
    )


def deferrals() -> None:
    """Make what is set aside."""
    op.create_table(
        "deferrals",
        sa.Column("comment_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("until", TIME),
        sa.PrimaryKeyConstraint("comment_id", "reviewer", name="pk_deferrals"),
        belongs_to("comments", "deferrals", "comment_id"),
    )


def assignments() -> None:
    """Make what says who is to look at a comment."""
    op.create_table(
        "assignments",
        sa.Column("comment_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("assignee", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("given_by", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("comment_id", name="pk_assignments"),
        belongs_to("comments", "assignments", "comment_id"),
    )
    op.create_index("ix_assignments_assignee", "assignments", ["assignee", "comment_id"])


def saved_filters() -> None:
    """Make the searches that are kept under a name."""
    op.create_table(
        "saved_filters",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("sites", sa.Text),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_filters"),
        sa.UniqueConstraint("owner", "name", name="uq_saved_filters_owner_name"),
        sqlite_autoincrement=True,
    )


def comment_notes() -> None:
    """Make moderators' notes."""
    op.create_table(
        "comment_notes",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("comment_id", ROW_ID, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comment_notes"),
        belongs_to("comments", "comment_notes", "comment_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comment_notes_comment_id", "comment_notes", ["comment_id", "id"])


def appeals() -> None:
    """Make what authors said against decisions."""
    op.create_table(
        "appeals",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("comment_id", ROW_ID, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("decided", sa.String(16)),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("entered_by", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("outcome", sa.String(16)),
        sa.Column("closed_by", sa.Text),
        sa.Column("closed_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_appeals"),
        belongs_to("comments", "appeals", "comment_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_appeals_comment_id", "appeals", ["comment_id"])
    is_open = sa.text("outcome IS NULL")
    op.create_index(
        "ix_appeals_open", "appeals", ["comment_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )


def reason_doubts() -> None:
    """Make moderators' doubts about reasons."""
    op.create_table(
        "reason_doubts",
        sa.Column("comment_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("comment_id", "code", name="pk_reason_doubts"),
        belongs_to("comments", "reason_doubts", "comment_id"),
    )


def shadow_scores() -> None:
    """Make what a challenger says of comments."""
    op.create_table(
        "shadow_scores",
        sa.Column("comment_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("probability", sa.Float(53), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("comment_id", name="pk_shadow_scores"),
        belongs_to("comments", "shadow_scores", "comment_id"),
    )


def campaigns() -> None:
    """Make what finds near-duplicates."""
    op.create_table(
        "fingerprints",
        sa.Column("comment_id", ROW_ID, nullable=False),
        sa.Column("sketch", sa.LargeBinary),
        sa.PrimaryKeyConstraint("comment_id", name="pk_fingerprints"),
        belongs_to("comments", "fingerprints", "comment_id"),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
        *(sa.Column(f"band_{number}", sa.BigInteger, nullable=False) for number in range(_BANDS)),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
    )
    for number in range(_BANDS):
        op.create_index(f"ix_campaigns_band_{number}", "campaigns", [f"band_{number}"])


def cases() -> None:
    """Make the cases of wrong separations."""
    op.create_table(
        "cases",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("closed_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        belongs_to("articles", "cases", "article_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_article_id", "cases", ["article_id"])


def audit() -> None:
    """Make the audit."""
    op.create_table(
        "audit",
        sa.Column("id", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("comment_id", ROW_ID),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_comment_id", "audit", ["comment_id", "id"])


def tombstones() -> None:
    """Make what keeps erased things out."""
    op.create_table(
        "tombstones",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("erased_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("kind", "digest", name="pk_tombstones"),
    )
