"""Full-text search in comments, by each database's own index: words, and pairs of letters where none are parted."""

from alembic import op

from worker.store.base.migrations.first.counts import trigger

# Characters of a comment that PostgreSQL's search looks at: a longer one could outgrow a tsvector's 1 MB.
_SEARCHED = "left(coalesce(author, '') || ' ' || text, 50000)"

_WORDS_ON_SQLITE = (
    """
    CREATE VIRTUAL TABLE comment_words USING fts5(
        author, text, content='comments', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
    )
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


def search() -> None:
    """Make the indices, and what keeps them."""
    _by_words()
    _by_pairs()


def _by_words() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE INDEX ix_comment_words ON comments USING gin (to_tsvector('simple', {_SEARCHED}))")
        return
    for statement in _WORDS_ON_SQLITE:
        op.execute(statement)


def _by_pairs() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_comment_unspaced ON comments USING gin (to_tsvector('simple', unspaced))"
            " WHERE unspaced IS NOT NULL"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE comment_unspaced USING fts5("
        "unspaced, content='comments', content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
    )
    put = "INSERT INTO comment_unspaced(rowid, unspaced) SELECT new.id, new.unspaced WHERE new.unspaced NOT NULL;"
    drop = (
        "INSERT INTO comment_unspaced(comment_unspaced, rowid, unspaced)"
        " SELECT 'delete', old.id, old.unspaced WHERE old.unspaced NOT NULL;"
    )
    trigger("comment_unspaced_insert", "INSERT ON comments WHEN new.unspaced NOT NULL", put)
    trigger("comment_unspaced_delete", "DELETE ON comments WHEN old.unspaced NOT NULL", drop)
    changed = "UPDATE OF unspaced ON comments WHEN old.unspaced IS NOT new.unspaced"
    trigger("comment_unspaced_update", changed, drop + put)
