"""The review desk: its queue's indices, full-text search, campaigns, users, sessions, and cases."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)
_BANDS = 5

# Characters of a comment that PostgreSQL's search looks at: a longer one could outgrow a tsvector's 1 MB.
_SEARCHED = "left(coalesce(author, '') || ' ' || text, 50000)"

_WORDS_ON_SQLITE = (
    """
    CREATE VIRTUAL TABLE comment_words USING fts5(
        author, text, content='comments', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
    )
    """,
    """
    INSERT INTO comment_words(comment_words) VALUES ('rebuild')
    """,
    """
    CREATE TRIGGER comment_words_insert AFTER INSERT ON comments BEGIN
        INSERT INTO comment_words(rowid, author, text) VALUES (new.id, new.author, new.text);
    END
    """,
    """
    CREATE TRIGGER comment_words_delete AFTER DELETE ON comments BEGIN
        INSERT INTO comment_words(comment_words, rowid, author, text) VALUES ('delete', old.id, old.author, old.text);
    END
    """,
    """
    CREATE TRIGGER comment_words_update AFTER UPDATE OF author, text ON comments
    WHEN old.text IS NOT new.text OR old.author IS NOT new.author BEGIN
        INSERT INTO comment_words(comment_words, rowid, author, text) VALUES ('delete', old.id, old.author, old.text);
        INSERT INTO comment_words(rowid, author, text) VALUES (new.id, new.author, new.text);
    END
    """,
)


def upgrade() -> None:
    """Add columns, indices and tables; what older versions write gets the defaults."""
    _copies()
    _waiting()
    _words()
    _campaigns()
    _accounts()
    _cases()


def _copies() -> None:
    op.add_column("comments", sa.Column("source", sa.Text, nullable=False, server_default=""))
    op.add_column("comments", sa.Column("language", sa.Text, nullable=False, server_default=""))
    op.add_column("comments", sa.Column("decided", sa.String(16)))
    op.add_column("comments", sa.Column("campaign", _ROW_ID))
    op.execute(
        """
        UPDATE comments SET
            source = coalesce((SELECT a.source FROM articles a WHERE a.id = comments.article_id), ''),
            language = coalesce(
                (SELECT a.language FROM articles a WHERE a.id = comments.article_id),
                (SELECT r.language FROM results r WHERE r.article_id = comments.article_id), ''),
            decided = (SELECT l.label FROM labels l WHERE l.comment_id = comments.id ORDER BY l.id DESC LIMIT 1)
        """
    )


def _waiting() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    condition = f"verdict = 'review' AND decided IS NULL AND {'gone = 0' if sqlite else 'NOT gone'}"
    for name, columns in {
        "certainty": "abs(probability - 0.5), id",
        "newest": "id",
        "source": "source, abs(probability - 0.5), id",
        "language": "language, abs(probability - 0.5), id",
        "campaign": "campaign, id",
    }.items():
        op.execute(f"CREATE INDEX ix_waiting_{name} ON comments ({columns}) WHERE {condition}")
    op.create_index("ix_comments_campaign", "comments", ["campaign", "id"])


def _words() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE INDEX ix_comment_words ON comments USING gin (to_tsvector('simple', {_SEARCHED}))")
        return
    for statement in _WORDS_ON_SQLITE:
        op.execute(statement)


def _campaigns() -> None:
    op.create_table(
        "fingerprints",
        sa.Column("comment_id", _ROW_ID, nullable=False),
        sa.Column("sketch", sa.LargeBinary),
        sa.PrimaryKeyConstraint("comment_id", name="pk_fingerprints"),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_fingerprints_comment_id", ondelete="CASCADE"),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
        *(sa.Column(f"band_{number}", sa.BigInteger, nullable=False) for number in range(_BANDS)),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
    )
    for number in range(_BANDS):
        op.create_index(f"ix_campaigns_band_{number}", "campaigns", [f"band_{number}"])


def _accounts() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password_hash", sa.String(256), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_users"),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_table(
        "login_failures",
        sa.Column("id", _ROW_ID, sa.Identity(), nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_failures"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_login_failures_at", "login_failures", ["at"])


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", _ROW_ID, sa.Identity(), nullable=False),
        sa.Column("article_id", _ROW_ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("closed_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_cases_article_id", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_article_id", "cases", ["article_id"])
