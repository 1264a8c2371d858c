"""The store: articles, their results, moderators' labels and the dead letters, in SQLite or PostgreSQL."""
