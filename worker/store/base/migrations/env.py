"""Run the migrations on the connection that `worker.store.base.database.upgrade` hands over."""

from alembic import context

from worker.store.base.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite's DDL rolls back as PostgreSQL's does: a migration happens as a whole or not at all.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
