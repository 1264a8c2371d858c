"""The first schema."""

from worker.store.base.migrations.first import access, counts, flow, moderation, search

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, index and trigger, and the one row of `sweeps`."""
    flow.sites()
    flow.articles()
    flow.raw_pages()
    flow.results()
    moderation.comments()
    moderation.labels()
    moderation.bulk_decisions()
    moderation.deferrals()
    moderation.assignments()
    moderation.saved_filters()
    moderation.comment_notes()
    moderation.appeals()
    moderation.reason_doubts()
    moderation.shadow_scores()
    moderation.campaigns()
    moderation.cases()
    moderation.audit()
    moderation.tombstones()
    access.tokens()
    access.roles()
    access.webhooks()
    access.accounts()
    counts.counters()
    counts.running_counts()
    search.search()
